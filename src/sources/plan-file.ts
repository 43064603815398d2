import {isMap, isScalar, isSeq, LineCounter, type Node, parseDocument} from 'yaml'
import type {Path, Position} from '../cluster/object.ts'
import {UserError} from '../user-error.ts'
import {readTextFile} from './text-file.ts'

/** The text of a plan as data, and the way back from every value to its place: `plan.yaml:3:5`, line and column from 1. */
export interface PlanFile {
  readonly file: string
  readonly value: unknown
  readonly where: (path: Path, part: 'key' | 'value') => string
  /** The position of a value, or of the nearest part around it that is stated. */
  readonly locate: (path: Path) => Position
}

/** A plan is written by hand; what is larger is something else. */
const LARGEST = 1_000_000

/** Reads a plan file; `-` is standard input. Throws a UserError where it cannot be read or is no YAML. */
export async function readPlanFile(file: string): Promise<PlanFile> {
  return parsePlanFile(
    file,
    await readTextFile(file, `the plan ${file}`, 'name a plan file, or state the simple case with --nodes and --max-pods'),
  )
}

/** How errors name what a file should be, and what they try. */
export interface Wording {
  /** `a plan`. */
  readonly noun: string
  /** What it states, and where one is. */
  readonly hint: string
}

const PLAN: Wording = {noun: 'a plan', hint: 'a plan states pools and ranges; see examples/plan'}

/** Parses the text of a plan, or of what `wording` says (YAML or JSON). Throws a UserError with line and column where it is neither. */
export function parsePlanFile(file: string, text: string, {noun, hint}: Wording = PLAN): PlanFile {
  if (text.length > LARGEST) throw new UserError(`${file} is too large for ${noun} (${text.length} characters)`, hint)
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, uniqueKeys: true})
  const [error] = document.errors
  if (error) {
    const {line, col} = lines.linePos(error.pos[0])
    throw new UserError(`${file}:${line}:${col}: ${error.message}`, `it should be one YAML document; ${hint}`)
  }
  const position = (node: Node | null | undefined): Position => {
    const {line, col} = lines.linePos(node?.range?.[0] ?? 0)
    return {line: Math.max(1, line), column: Math.max(1, col), text: text.split(/\r?\n/)[Math.max(1, line) - 1] ?? ''}
  }
  const at = (node: Node | null | undefined): string => {
    const {line, column} = position(node)
    return `${file}:${line}:${column}`
  }
  const where: PlanFile['where'] = (path, part) => at(nodeAt(document.contents, path, part))
  const locate = (path: Path) => position(nodeAt(document.contents, path, 'value'))
  return {file, value: toValue(document, file), where, locate}
}

/** The node of a path; of the nearest parent where the path leads nowhere. */
function nodeAt(root: Node | null, path: Path, part: 'key' | 'value'): Node | null {
  let node = root
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1
    if (isMap(node)) {
      const pair = node.items.find(({key}) => isScalar(key) && String(key.value) === String(step))
      if (!pair) return node
      node = (last && part === 'key' ? pair.key : (pair.value ?? pair.key)) as Node
    } else if (isSeq(node)) {
      const item = node.items[Number(step)]
      if (!item) return node
      node = item as Node
    } else return node
  }
  return node
}

/** Aliases are followed, but not into an explosion. */
function toValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({maxAliasCount: 100})
  } catch (error) {
    throw new UserError(`${file}: ${error instanceof Error ? error.message : String(error)}`, 'write it without so many aliases')
  }
}
