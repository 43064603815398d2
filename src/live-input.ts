import {buildCluster, type Cluster} from './cluster/cluster.ts'
import {describeRead, type Read} from './cluster/read.ts'
import type {Needs} from './questions/reads/needs.ts'
import {startProgress} from './sinks/progress.ts'
import {writeStderr} from './sinks/stdout.ts'
import type {ConnectionFlags} from './sources/live/connection.ts'
import {type Gathered, gather} from './sources/live/gathering.ts'
import {readKubeConfig} from './sources/live/kubeconfig.ts'
import {openLiveCluster} from './sources/live/live-cluster.ts'

export interface LiveFlags extends ConnectionFlags {
  readonly context?: readonly string[] | undefined
  readonly verbose: boolean
}

/** A cluster that can be asked. */
export interface LiveContext {
  readonly name: string
  /** Where one is when one names no namespace. */
  readonly namespace: string
  readonly gather: (needs: Needs) => Promise<Gathered>
  /** What is gathered, and again after each change. */
  readonly watch: (needs: Needs) => AsyncGenerator<Gathered>
}

/** The contexts that the flags name, or the current one; the signal ends all that is asked of them. Throws a UserError where a kubeconfig does not say how to ask one. */
export async function openContexts(flags: LiveFlags, signal?: AbortSignal): Promise<readonly LiveContext[]> {
  const kubeConfig = readKubeConfig(flags, process.env)
  const names = flags.context ?? [undefined]
  const connections = names.map((name) => kubeConfig.connectionTo(name))
  return Promise.all(
    connections.map(async (connection): Promise<LiveContext> => {
      const prefix = connections.length > 1 ? `${connection.context}: ` : ''
      const progress = startProgress(process.stderr)
      if (!flags.verbose) progress.begin()
      let isReading = true
      const end = () => {
        isReading = false
        progress.end()
      }
      const live = await openLiveCluster(connection, {
        signal,
        log: flags.verbose ? (line) => writeStderr([`${prefix}${line}`]) : undefined,
        say: (line) => writeStderr([line]),
        // What is read again later must not write over the answer.
        onProgress: flags.verbose ? undefined : ({kind, ...far}) => isReading && progress.show({what: `${prefix}${kind}`, ...far}),
      })
      return {
        name: connection.context,
        namespace: connection.namespace,
        gather: async (needs) => {
          try {
            return await gather({...live, readAll: (reads) => live.readAll(tellOfSearch(reads, prefix))}, needs, build)
          } finally {
            end()
            live.close()
          }
        },
        watch: async function* (needs) {
          try {
            for await (const gathered of live.watch(needs, build)) {
              end()
              yield gathered
            }
          } finally {
            end()
            live.close()
          }
        },
      }
    }),
  )
}

/** Pods that no selector named are looked at only where one found nothing: that may take long, and whoever waits is told why. */
function tellOfSearch(reads: readonly Read[], prefix: string): readonly Read[] {
  const read = reads.find(({kind, metadataOnly}) => kind === 'Pod' && metadataOnly)
  if (read)
    writeStderr([`${prefix}a selector finds nothing: looking at the labels of all ${describeRead(read)} (--no-search leaves that out)`])
  return reads
}

function build(input: Gathered['input']): Cluster {
  return buildCluster(input, undefined)
}
