import {isAlias, isMap, isScalar, isSeq, type ParsedNode, parseDocument, type YAMLMap} from 'yaml'
import type {Path} from '../cluster/object.ts'
import {resolvePlainScalar} from './plain-scalar.ts'

/** Looks up values in the text of one document. */
export interface YamlFinder {
  /** Offset in the text of the value at a path, or of the nearest value above it that exists. */
  readonly offsetOf: (path: Path) => number
  /** The text of a scalar; undefined where there is none. */
  readonly scalarAt: (path: Path) => string | undefined
}

type Node = ParsedNode | null | undefined

/** kubectl reads tabs before an item of a flow list, this parser does not; spaces in their place move nothing. */
const LEADING_TABS = /^[ \t]*\t/gm
const toSpaces = (blank: string) => ' '.repeat(blank.length)

/** Parses one document, or a part of one, for positions. Slow: some 1.5 MB a second. */
export function findInYaml(text: string): YamlFinder {
  // No schema: scalars are not resolved, for only their places matter.
  const document = parseDocument(text.replace(LEADING_TABS, toSpaces), {
    schema: 'failsafe',
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: 'silent',
  })

  // kubectl reads quoted scalars that go on at the margin and this parser does not; what follows its first error may not be what was read.
  // A flow list that closes too far left is no such error.
  const trusted = document.errors.find(({code}) => code !== 'BAD_INDENT')?.pos[0] ?? text.length

  const dereference = (node: Node): Node => (isAlias(node) ? (node.resolve(document) as Node) : node)

  const walk = (path: Path): {readonly node: Node; readonly isWhole: boolean} => {
    let node: Node = document.contents as Node
    for (const step of path) {
      const next = child(dereference(node), step, dereference)
      if (!next?.range || next.range[0] > trusted) return {node, isWhole: false}
      node = next
    }
    return {node, isWhole: true}
  }

  return {
    offsetOf: (path) => walk(path).node?.range?.[0] ?? 0,
    scalarAt: (path) => {
      const {node, isWhole} = walk(path)
      const scalar = dereference(node)
      return isWhole && isScalar(scalar) ? String(scalar.value) : undefined
    },
  }
}

function child(node: Node, step: string | number, dereference: (node: Node) => Node): Node {
  if (isSeq(node) && typeof step === 'number') return node.items[step] as Node
  return isMap(node) ? entry(node as YAMLMap, String(step), dereference, 0) : undefined
}

/** goyaml goes through a mapping in order and lets what comes later win, keys of its own and merged ones alike. */
function entry(map: YAMLMap, key: string, dereference: (node: Node) => Node, depth: number): Node {
  for (const pair of map.items.toReversed()) {
    const name = keyText(dereference(pair.key as Node))
    if (name === key) return pair.value as Node
    // A mapping that merges itself would go round for ever.
    const merged = name === '<<' && depth < 50 ? inherited(dereference(pair.value as Node), key, dereference, depth + 1) : undefined
    if (merged) return merged
  }
  return undefined
}

function inherited(node: Node, key: string, dereference: (node: Node) => Node, depth: number): Node {
  const sources = isSeq(node) ? node.items : [node]
  for (const source of sources) {
    const mapping = dereference(source as Node)
    const found = isMap(mapping) ? entry(mapping as YAMLMap, key, dereference, depth) : undefined
    if (found) return found
  }
  return undefined
}

function keyText(key: Node): string | undefined {
  if (!isScalar(key)) return undefined
  return key.type === 'PLAIN' ? String(resolvePlainScalar(String(key.source ?? ''))) : String(key.value)
}
