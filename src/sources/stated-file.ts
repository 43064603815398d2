import {isMap, isScalar, isSeq, LineCounter, type Node, parseDocument} from 'yaml'
import type {Path, Position} from '../cluster/object.ts'
import {UserError} from '../user-error.ts'

/** What somebody states in a file of his own, and the way back from every value to its place: `plan.yaml:3:5`, line and column from 1. */
export interface StatedFile {
  readonly file: string
  readonly value: unknown
  readonly where: (path: Path, part: 'key' | 'value') => string
  /** The position of a value, or of the nearest part around it that is stated. */
  readonly locate: (path: Path) => Position
}

/** Such files are written by hand; what is larger is something else. */
const LARGEST = 1_000_000

/** How errors name what a file should be, and what they try. */
export interface Wording {
  /** `a plan`. */
  readonly noun: string
  /** What it states, and where one is. */
  readonly hint: string
}

/** Parses a text of YAML or JSON. Throws a UserError with line and column where it is neither. */
export function parseStatedFile(file: string, text: string, {noun, hint}: Wording): StatedFile {
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
  const where: StatedFile['where'] = (path, part) => at(nodeAt(document.contents, path, part))
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
