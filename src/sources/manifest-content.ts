import type {InputProblem, LeftOut, Origin, SourcedObject, WireObject} from '../cluster/object.ts'
import type {Coverage} from '../cluster/read.ts'
import {coverageIn} from '../cluster/saved-coverage.ts'
import {findChart, findTemplate, isUnnamedTemplate, renderAdvice} from './helm-template.ts'
import type {Flaw, Parsed} from './input-rules.ts'
import {indexLines} from './line-index.ts'
import {flattenLists, type Item, isMapping} from './list-items.ts'
import {findMisfit, type Misfit} from './misfit.ts'
import {findSource} from './rendered-from.ts'

/** A text to read objects from. `piped` text may have been rendered before; of `rendered` text the user has never seen a line. */
export interface Manifest {
  readonly kind: 'file' | 'piped' | 'rendered'
  /** As the user would name it. */
  readonly file: string
  readonly text: string
  /** The directory of the kustomization that was rendered. */
  readonly base?: string
}

/** One document of a text, as offsets, and its value. */
export interface StoredDocument {
  readonly syntax: 'yaml' | 'json'
  readonly start: number
  readonly end: number
  /** Offset of its first character that is neither space nor comment. */
  readonly content: number
  readonly root: unknown
}

/** What one text holds, in its order. */
export interface ManifestContent {
  readonly objects: SourcedObject[]
  readonly problems: InputProblem[]
  readonly leftOut: LeftOut[]
  /** The documents that hold objects, by `Origin.document`. */
  readonly documents: Map<number, StoredDocument>
  readonly misfits: Misfit[]
  /** What snapshots say of how they were made. */
  readonly coverages: Coverage[]
}

export type DocumentBounds = Omit<StoredDocument, 'root'>

/** Takes documents one by one. */
export interface Collector {
  readonly content: ManifestContent
  /** @param base offset in the whole text of the text that was parsed */
  readonly take: (index: number, bounds: DocumentBounds, base: number, parsed: Parsed) => void
  readonly reject: (bounds: DocumentBounds, base: number, flaw: Flaw) => void
  readonly leaveOut: (start: number, reason: string) => void
  /** Whether so much could not be read that the rest is not worth reading. */
  readonly isFull: () => boolean
}

/** A file with more bad documents than this is no manifest. */
const MOST_REJECTED = 1000
/** Six times the pods of the largest cluster that Kubernetes supports (150,000); a million take some 800 MB. */
const MOST_OBJECTS = 1_000_000

/** Begins to gather what a text holds. */
export function collectContent({kind, file, text, base: directory}: Manifest): Collector {
  const content: ManifestContent = {objects: [], problems: [], leftOut: [], documents: new Map(), misfits: [], coverages: []}
  const positionAt = indexLines(text)
  const hasBraces = text.includes('{{')
  let rejected = 0
  let isTemplate = false
  let belongsToChart = false

  const addProblem = (offset: number, {rule, what, fix}: Omit<Flaw, 'offset'>) => {
    const {line, column} = positionAt(offset)
    if (kind === 'rendered')
      content.problems.push({rule, message: `${file}, rendered (${line}:${column}) ${what}`, file, line: null, column: null, fix})
    else content.problems.push({rule, message: `${file}:${line}:${column} ${what}`, file, line, column, fix})
  }

  /** The first template of a file stands for all. Inside a chart nobody knows under which condition its other documents are rendered. */
  const refuseTemplate = (offset: number) => {
    if (isTemplate) return
    isTemplate = true
    const chart = kind === 'file' ? findChart(file) : undefined
    addProblem(offset, {rule: 'input/helm-template', what: 'is a Helm template', fix: renderAdvice(chart)})
    if (chart === undefined) return
    belongsToChart = true
    content.objects.length = 0
    content.misfits.length = 0
    content.documents.clear()
  }

  const reject = ({start, end, content: first}: DocumentBounds, base: number, flaw: Flaw) => {
    rejected += 1
    const offset = Math.max(base + flaw.offset, first)
    const template = hasBraces ? findTemplate(text.slice(start, end), offset - start) : undefined
    if (template === undefined) addProblem(offset, flaw)
    else refuseTemplate(start + template)
  }

  const leaveOut = (start: number, reason: string) => {
    content.leftOut.push({file, line: positionAt(start).line, kind: null, namespace: null, name: null, reason})
  }

  const keep = (index: number, bounds: DocumentBounds, root: WireObject) => {
    const {syntax, start, end, content: first} = bounds
    // Named one by one: an object that begins as a copy of another takes V8 several times as long, and there may be ten thousand.
    content.documents.set(index, {syntax, start, end, content: first, root})
    const coverage = coverageIn(root)
    if (coverage) content.coverages.push(coverage)
    const comments = kind === 'file' ? undefined : text.slice(bounds.start, bounds.content)
    for (const item of flattenLists(root)) {
      if (isFull()) break
      keepItem(item, {file, document: index, path: item.path}, comments)
    }
  }

  const keepItem = (item: Item, origin: Origin, comments: string | undefined) => {
    const misfit = findMisfit(item, origin)
    if (misfit) content.misfits.push(misfit)
    if (misfit || item.kind === 'invalid') return
    const renderedFrom = comments === undefined ? undefined : findSource(item.object, comments, directory)
    content.objects.push({object: item.object, origin: renderedFrom === undefined ? origin : {...origin, renderedFrom}})
  }

  const take = (index: number, bounds: DocumentBounds, base: number, parsed: Parsed) => {
    if (parsed.kind === 'flaw') reject(bounds, base, parsed)
    else if (isMapping(parsed.value)) {
      if (belongsToChart) return
      if (hasBraces && isUnnamedTemplate(parsed.value)) refuseTemplate(text.indexOf('{{', bounds.content))
      else keep(index, bounds, parsed.value)
    } else if (parsed.value !== null && parsed.value !== undefined) leaveOut(bounds.content, reasonToLeaveOut(parsed.value))
  }

  const isFull = () => {
    const unusable = rejected + content.leftOut.length + content.misfits.length
    return unusable >= MOST_REJECTED || content.objects.length >= MOST_OBJECTS
  }
  return {content, take, reject, leaveOut, isFull}
}

function reasonToLeaveOut(root: unknown): string {
  if (!Array.isArray(root)) return 'text, not an object'
  const isPatch = root.length > 0 && root.every((step) => isMapping(step) && 'op' in step && 'path' in step)
  return isPatch ? 'a JSON 6902 patch' : 'a list, not an object'
}
