import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {Input} from '../../../src/cluster/object.ts'
import {READABLE, type ReadableKindName, resourceName} from '../../../src/cluster/read.ts'
import {inputNotes} from '../../../src/input-report.ts'
import type {Needs} from '../../../src/questions/reads/needs.ts'
import {askSnapshot} from '../../../src/questions/snapshot/ask-snapshot.ts'
import {snapshotNeeds} from '../../../src/questions/snapshot/needs.ts'
import {renderJson} from '../../../src/renderers/json.ts'
import type {Report} from '../../../src/report.ts'
import {readFiles} from '../../../src/sources/files.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {readKubeConfig} from '../../../src/sources/live/kubeconfig.ts'
import {openLiveCluster} from '../../../src/sources/live/live-cluster.ts'
import {program} from '../harness/programs.ts'

/** A question as a command puts it. */
export interface Asked {
  /** As somebody would type it, for messages. */
  readonly words: string
  readonly needs: Needs
  readonly ask: (cluster: Cluster) => Report
}

/** What `-o json` and a terminal would show of it, but for files and places in them. A mistake of the user's is an answer as well. */
function answerOf(ask: () => Report): string {
  try {
    const report = ask()
    const findings = report.findings.map(({place: _, fix, ...finding}) => ({...finding, ...(fix && {fix: {...fix, edits: undefined}})}))
    return JSON.stringify({...report, findings}, (key, value) => (key === 'file' || key === 'line' ? undefined : nameless(value)), 1)
  } catch (error) {
    if (error instanceof Error && error.name === 'UserError') return `error: ${error.message} (${'hint' in error ? error.hint : ''})`
    throw error
  }
}

/** Without what says where something stands: the column of `-o wide` has a name for it, and lines end with the place of what decides. */
function nameless(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((part, index) => !isPlace(part) && !(part === '  ' && isPlace(value[index + 1])))
  return isSource(value) || value === '<live>' ? '<source>' : value
}

function isPlace(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'text' in part && isSource(part.text)
}

/** A file of the test, perhaps with a line in it. */
function isSource(value: unknown): boolean {
  return typeof value === 'string' && [DUMP, SNAPSHOT].some((name) => value.replace(/(:\d+)+$/, '').endsWith(name))
}

/** What the file with kubectl's output is called. */
export const DUMP = 'dump.yaml'
/** And that with the snapshot. */
export const SNAPSHOT = 'snapshot.json'

/** As a command adds what there is to say of the input. */
function withNotes(report: Report, input: Input, cluster: Cluster): Report {
  return {...report, notes: [...report.notes, ...inputNotes(input, cluster)]}
}

/** Asks the running cluster, reading what the question needs. */
export async function askLive(kubeconfig: string, {needs, ask}: Asked): Promise<string> {
  const live = await openLiveCluster(readKubeConfig({kubeconfig}, {}).connectionTo(), {})
  try {
    const {input, cluster} = await gather(live, needs, (input) => buildCluster(input, undefined))
    return answerOf(() => withNotes(ask(cluster), input, cluster))
  } finally {
    live.close()
  }
}

/** What `svcscope snapshot` writes of it. */
export async function takeSnapshot(kubeconfig: string): Promise<string> {
  const live = await openLiveCluster(readKubeConfig({kubeconfig}, {}).connectionTo(), {})
  try {
    const {input} = await gather(live, snapshotNeeds(undefined), (input) => buildCluster(input, undefined))
    const objects = input.objects.map(({object}) => object)
    return renderJson({...askSnapshot({objects, coverage: input.coverage, redactionKey: undefined}), findings: []})
  } finally {
    live.close()
  }
}

/** Everything that svcscope reads, as `kubectl get … -A -o yaml` prints it. */
export async function dumpWithKubectl(kubeconfig: string, kinds: readonly ReadableKindName[]): Promise<string> {
  const kubectl = await program('kubectl')
  const {stdout} = await promisify(execFile)(
    kubectl,
    ['--kubeconfig', kubeconfig, 'get', kinds.map(resourceName).join(','), '-A', '-o', 'yaml'],
    {maxBuffer: 1 << 30},
  )
  return stdout
}

/** Of the groups that are read those that the API server of the test has: no custom resources. */
export const SERVED_GROUPS: readonly string[] = ['', 'apps', 'batch', 'discovery.k8s.io', 'networking.k8s.io']
export const SERVED_KINDS = (Object.keys(READABLE) as ReadableKindName[]).filter((kind) => SERVED_GROUPS.includes(READABLE[kind].group))

/** What was read of a file, to be asked again and again. */
export async function readOffline(
  file: string,
): Promise<{readonly cluster: Cluster; readonly answer: (asked: Pick<Asked, 'ask'>) => string}> {
  const input = await readFiles({filenames: [file]}, {stdin: process.stdin})
  const cluster = buildCluster(input, undefined)
  return {cluster, answer: ({ask}) => answerOf(() => withNotes(ask(cluster), input, cluster))}
}
