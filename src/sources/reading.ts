import type {Input, InputProblem, LeftOut, SourcedObject} from '../cluster/object.ts'
import type {Coverage} from '../cluster/read.ts'
import {UserError} from '../user-error.ts'
import type {Bytes} from './file-bytes.ts'
import {fileProblem} from './file-problem.ts'
import {decodeText, MAX_TEXT_LENGTH} from './file-text.ts'
import {readManifest} from './manifest.ts'
import type {ManifestContent} from './manifest-content.ts'
import {createLocator, type LocatableText} from './positions.ts'

/** Bytes under the name that the user knows them by, or why there are none. Lines are only known of text that the user has, too. */
export type Source =
  | {readonly kind: 'file' | 'piped'; readonly file: string; readonly bytes: Bytes}
  | {readonly kind: 'rendered'; readonly file: string; readonly base?: string; readonly bytes: Bytes}
  | {readonly kind: 'problem'; readonly problem: InputProblem}

/** Gathers what is read, source by source. */
export interface Reading {
  readonly add: (source: Source) => Promise<void>
  /** @throws UserError where no document could be read */
  readonly finish: (notes: readonly string[]) => Input
}

export function startReading(): Reading {
  const objects: SourcedObject[] = []
  const problems: InputProblem[] = []
  const leftOut: LeftOut[] = []
  const texts = new Map<string, LocatableText>()
  const names: string[] = []
  const locate = createLocator(texts)
  const coverages: Coverage[] = []
  let documents = 0

  const add = async (source: Source) => {
    if (source.kind === 'problem') {
      problems.push(source.problem)
      return
    }
    const {file, bytes} = source
    names.push(file)
    const text = bytes && decodeText(bytes)
    if (text === undefined) {
      problems.push(bytes === undefined ? tooLarge(file) : binary(file))
      return
    }
    const {bytes: _, ...named} = source
    const content = await readManifest({...named, text})
    if (source.kind !== 'rendered' && content.documents.size > 0) texts.set(file, {text, documents: content.documents})
    documents += content.documents.size
    for (const object of content.objects) objects.push(object)
    leftOut.push(...content.leftOut)
    coverages.push(...content.coverages)
    problems.push(...content.problems, ...(await misfitsOf(content, locate)))
  }

  const finish = (notes: readonly string[]): Input => {
    if (documents === 0) throw nothingRead(names, problems, leftOut)
    // Beside other input a snapshot is no more than some of it.
    const coverage = documents === 1 ? coverages[0] : undefined
    return {objects, problems, leftOut, notes, locate, coverage}
  }
  return {add, finish}
}

async function misfitsOf(content: ManifestContent, locate: Input['locate']): Promise<readonly InputProblem[]> {
  const problems: InputProblem[] = []
  for (const {place, flaw} of content.misfits) {
    const position = await locate(place)
    const {file} = place.origin
    const {line, column} = position ?? {line: null, column: null}
    const where = position === undefined ? file : `${file}:${line}:${column}`
    problems.push({rule: flaw.rule, message: `${where} ${flaw.what}`, file, line, column, fix: flaw.fix})
  }
  return problems
}

function tooLarge(file: string): InputProblem {
  const limit = Math.round(MAX_TEXT_LENGTH / 1024 / 1024)
  return fileProblem(
    'input/too-large',
    file,
    `is larger than ${limit} MiB`,
    'split it, or dump fewer kinds at once: kubectl get services,pods -o yaml',
  )
}

function binary(file: string): InputProblem {
  return fileProblem('input/binary', file, 'is not text', 'name only manifests; save them as UTF-8, or as UTF-16 with a byte-order mark')
}

/** Without a single document there is nothing that a question could be asked about. */
function nothingRead(names: readonly string[], problems: readonly InputProblem[], leftOut: readonly LeftOut[]): UserError {
  const [problem] = problems
  if (problem !== undefined) {
    const others = problems.length - 1 + leftOut.length
    return new UserError(others > 0 ? `${problem.message} (and ${others} more)` : problem.message, problem.fix)
  }
  const [left] = leftOut
  if (left !== undefined) {
    const what = `${nameOf(left.file)}: line ${left.line} begins ${left.reason}`
    return new UserError(`no Kubernetes object in ${what}`, 'name files with objects: apiVersion, kind, metadata')
  }
  const [only = 'the input', ...others] = names
  return new UserError(
    `no Kubernetes object in ${others.length === 0 ? nameOf(only) : `${names.length} files`}`,
    'there are only empty documents and comments: check what was meant to be there',
  )
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file
}
