import {buildCluster, type Cluster} from './cluster/cluster.ts'
import type {Input, Origin, Place, Position} from './cluster/object.ts'
import {hasFailed} from './cluster/read.ts'
import {type LiveFlags, openContexts} from './live-input.ts'
import {alignObjects} from './questions/diff/declared-objects.ts'
import type {Needs} from './questions/reads/needs.ts'
import type {Finding, Report} from './report.ts'
import {type FileInputs, readFiles} from './sources/files.ts'
import {nameOfGitFile, readGitRevision} from './sources/git-revision.ts'
import {type NamedInput, parseNamedInput} from './sources/named-input.ts'
import {UserError} from './user-error.ts'

/** One of two inputs: a word, or what -f, -k and --helm name, or the cluster that the flags say. */
export type ComparedInput = NamedInput | {readonly kind: 'flags'; readonly files: FileInputs} | {readonly kind: 'current'}

/** Both inputs, read on their own, as clusters that can be compared. */
export interface Compared {
  readonly before: Cluster
  readonly after: Cluster
  readonly inputs: readonly [Input, Input]
  readonly notes: readonly string[]
  /** What could not be read, as it was named: `1 file of deploy/`, `part of context:staging`. */
  readonly unread: readonly string[]
  /** Whether a cluster did not answer where it should have. */
  readonly isPartUnread: boolean
  /** The report with places by which positions can be looked up, whichever of the inputs they are in. */
  readonly place: (report: Report) => Report
  readonly locate: Input['locate']
}

/** Which two inputs a command line names. Throws a UserError where it does not name two. */
export function namedInputs(words: readonly string[], files: FileInputs | undefined): readonly [ComparedInput, ComparedInput] {
  const named = words.map(parseNamedInput)
  const fromFlags: readonly ComparedInput[] = files ? [{kind: 'flags', files}] : []
  const [before, after, ...more] = files && named.length === 0 ? [{kind: 'current'} as const, ...fromFlags] : [...named, ...fromFlags]
  if (more.length > 0)
    throw new UserError(
      `${named.length + fromFlags.length} inputs are named, and two are compared`,
      'svcscope diff OLD NEW, or svcscope diff OLD -f NEW',
    )
  if (!before || !after)
    throw new UserError(
      before ? 'only one input is named, and two are compared' : 'no inputs are named',
      'svcscope diff OLD NEW (directories, files, snapshots, git:REV, context:NAME), or svcscope diff -f DIR for a cluster against files',
    )
  const isStdin = (one: ComparedInput) =>
    one.kind === 'files' ? one.path === '-' : one.kind === 'flags' && one.files.filenames.includes('-')
  if (isStdin(before) && isStdin(after)) throw new UserError('standard input is named twice', 'read one of them from a file')
  return [before, after]
}

/** An input as it was named. */
export function describeInput(input: ComparedInput): string {
  switch (input.kind) {
    case 'files':
      return input.path
    case 'git':
      return `git:${input.revision}${input.path === undefined ? '' : `:${input.path}`}`
    case 'context':
      return `context:${input.name}`
    case 'current':
      return 'the cluster'
    case 'flags': {
      const {filenames, kustomize, helm} = input.files
      return [...filenames, kustomize ?? [], helm?.chart ?? []].flat().join(', ')
    }
  }
}

/** Reads both, one after the other; neither sees what the other has read. */
export async function readCompared(
  [before, after]: readonly [ComparedInput, ComparedInput],
  flags: LiveFlags & {readonly namespace?: string | undefined},
  needs: Needs,
): Promise<Compared> {
  const was = await readInput(before, after, flags, needs)
  const is = await readInput(after, before, flags, needs)
  const namespace = flags.namespace ?? was.namespace ?? is.namespace
  const aligned = alignObjects(was.input.objects, is.input.objects, namespace)
  const places = createPlaces([
    {input: was.input, objects: aligned.before, name: was.name},
    {input: is.input, objects: aligned.after, name: is.name},
  ])
  const coverage = was.input.coverage ?? is.input.coverage
  const isAligned = aligned.notes.length > 0
  const clusters = {
    before: buildCluster({...was.input, objects: aligned.before, coverage: isAligned ? coverage : was.input.coverage}, namespace),
    after: buildCluster({...is.input, objects: aligned.after, coverage: isAligned ? coverage : is.input.coverage}, namespace),
  }
  refuseUnread(before, was.input, clusters.before)
  refuseUnread(after, is.input, clusters.after)
  refuseForeign(before, was.input, clusters.before)
  refuseForeign(after, is.input, clusters.after)
  return {
    ...clusters,
    inputs: [was.input, is.input],
    notes: aligned.notes,
    unread: [...describeUnread(before, was.input), ...describeUnread(after, is.input)],
    isPartUnread: hasFailed(was.input.coverage) || hasFailed(is.input.coverage),
    ...places,
  }
}

/** How much of an input could not be read: what is in it is neither gone nor there. */
function describeUnread(named: ComparedInput, {problems, coverage}: Input): readonly string[] {
  const files = new Set(problems.map(({file}) => file)).size
  if (files === 0) return hasFailed(coverage) ? [`part of ${describeInput(named)}`] : []
  return [`${files === 1 ? '1 file' : `${files} files`} of ${describeInput(named)}`]
}

/** An input of which nothing could be read is not empty: compared with it, all of the other would be gone. */
function refuseUnread(named: ComparedInput, {problems, objects, leftOut}: Input, cluster: Cluster): void {
  const [first] = problems
  const left = cluster.leftOut.length - leftOut.length
  if (!first || left < objects.length || cluster.kustomizations.length > 0) return
  throw new UserError(`nothing of ${describeInput(named)} could be read: ${first.message}`, first.fix)
}

/** What was left out because it is no object at all, in the words of applicability.ts and buildCluster. */
const NO_OBJECT = /^no (Kubernetes object|kind|metadata\.name)/

/** An input that has something, and no object among it, is of another kind than manifests: compared with them, all of the other would be new. */
function refuseForeign(named: ComparedInput, {objects, leftOut}: Input, cluster: Cluster): void {
  const left = cluster.leftOut.slice(leftOut.length)
  if (objects.length === 0 || left.length < objects.length || cluster.kustomizations.length > 0) return
  const [first] = left
  if (!first || !left.every(({reason}) => NO_OBJECT.test(reason))) return
  const isAnswer = objects.some(({object}) => object['apiVersion'] === 'svcscope/v1')
  const what = isAnswer
    ? `${first.kind ?? ''} is an answer of svcscope, not its input`
    : first.reason.replace(/^no Kubernetes object \((.*)\)$/, '$1')
  throw new UserError(
    `no Kubernetes object in ${describeInput(named)}: ${what}`,
    isAnswer ? 'save a cluster with svcscope snapshot, and compare that' : 'name files with objects: apiVersion, kind, metadata',
  )
}

/** The namespace of a context is that of objects that name none, in manifests beside it too. */
interface ReadInput {
  readonly input: Input
  readonly namespace: string | undefined
  readonly name: (file: string) => string
}

async function readInput(
  one: ComparedInput,
  other: ComparedInput,
  flags: LiveFlags & {readonly namespace?: string | undefined},
  needs: Needs,
): Promise<ReadInput> {
  const plain = {namespace: undefined, name: (file: string) => file}
  switch (one.kind) {
    case 'files':
      return {...plain, input: await readFiles({filenames: [one.path]}, {stdin: process.stdin})}
    case 'flags':
      return {...plain, input: await readFiles(one.files, {stdin: process.stdin})}
    case 'git':
      return {...plain, input: await readGitRevision(one, pathOf(other)), name: (file) => nameOfGitFile(file, one)}
    case 'context':
    case 'current': {
      const [context, second] = await openContexts({...flags, ...(one.kind === 'context' && {context: [one.name]})})
      if (!context || second)
        throw new UserError('several contexts are named for one input', 'write svcscope diff context:ONE context:OTHER')
      const {input} = await context.gather(needs)
      return {...plain, input, namespace: context.namespace}
    }
  }
}

/** The one path that an input names on disk, or in a revision. */
function pathOf(input: ComparedInput): string | undefined {
  if (input.kind === 'files' && input.path !== '-') return input.path
  if (input.kind !== 'flags') return undefined
  const [only, ...more] = input.files.filenames
  return more.length === 0 && only !== '-' ? only : undefined
}

interface PlacedInput {
  readonly input: Input
  readonly objects: Input['objects']
  readonly name: (file: string) => string
}

/** Two inputs may have files of one name: whose an origin is, its identity tells. */
function createPlaces(inputs: readonly PlacedInput[]): Pick<Compared, 'place' | 'locate'> {
  const owners = new Map<Origin, PlacedInput>()
  for (const input of inputs) for (const {origin} of input.objects) if (origin && !owners.has(origin)) owners.set(origin, input)
  const originals = new WeakMap<Place, Place>()
  const shown = (place: Place): Place => {
    const {origin, path} = place
    const named = {origin: {...origin, file: owners.get(origin)?.name(origin.file) ?? origin.file}, path}
    originals.set(named, place)
    return named
  }
  return {
    place: (report) => ({
      ...report,
      findings: report.findings.map((finding): Finding => (finding.place ? {...finding, place: shown(finding.place)} : finding)),
      ...(report.places && {places: new Map([...report.places].map(([named, place]) => [named, shown(place)]))}),
    }),
    locate: async (place): Promise<Position | undefined> => {
      const original = originals.get(place) ?? place
      return owners.get(original.origin)?.input.locate(original)
    },
  }
}
