import {buildCluster, type Cluster} from './cluster/cluster.ts'
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
}

/** The contexts that the flags name, or the current one. Throws a UserError where a kubeconfig does not say how to ask one. */
export async function openContexts(flags: LiveFlags): Promise<readonly LiveContext[]> {
  const kubeConfig = readKubeConfig(flags, process.env)
  const names = flags.context ?? [undefined]
  const connections = names.map((name) => kubeConfig.connectionTo(name))
  return Promise.all(
    connections.map(async (connection): Promise<LiveContext> => {
      const prefix = connections.length > 1 ? `${connection.context}: ` : ''
      const progress = startProgress(process.stderr)
      const live = await openLiveCluster(connection, {
        log: flags.verbose ? (line) => writeStderr([`${prefix}${line}`]) : undefined,
        say: (line) => writeStderr([line]),
        onProgress: flags.verbose ? undefined : ({kind, ...far}) => progress.show({what: `${prefix}${kind}`, ...far}),
      })
      return {
        name: connection.context,
        namespace: connection.namespace,
        gather: async (needs) => {
          try {
            return await gather(live, needs, (input): Cluster => buildCluster(input, undefined))
          } finally {
            progress.end()
            live.close()
          }
        },
      }
    }),
  )
}
