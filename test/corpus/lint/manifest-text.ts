import {isMap, isScalar, isSeq, type Node, type Pair, parseDocument} from 'yaml'
import type {Path, Place} from '../../../src/cluster/object.ts'

/** A document of a text, parsed by other means than the program looks positions up: with a schema, and with every node by its place. */
export interface Manifest {
  readonly text: string
  /** Where the document begins in the text. */
  readonly start: number
  readonly contents: Node | null
}

function rangesOf(text: string): readonly (readonly [number, number])[] {
  const separators = [...text.matchAll(/^---.*$/gm)]
  const starts = [0, ...separators.map(({index, 0: line}) => index + line.length)]
  const ends = [...separators.map(({index}) => index), text.length]
  return starts.flatMap((start, at) => {
    const end = ends[at] ?? text.length
    const isEmpty = text
      .slice(start, end)
      .split('\n')
      .every((line) => /^[\s\uFEFF]*(#|$)/.test(line))
    return isEmpty ? [] : [[start, end] as const]
  })
}

/** The manifest that a place is in; undefined where the text has not so many. Documents without content do not count. */
export function manifestOf(text: string, {origin}: Pick<Place, 'origin'>): Manifest | undefined {
  const range = rangesOf(text)[origin.document]
  if (!range) return undefined
  const [start, end] = range
  const {contents} = parseDocument(text.slice(start, end), {uniqueKeys: false, strict: false, logLevel: 'silent'})
  return {text, start, contents}
}

/** The node at a place; undefined where none stands there itself. */
export function nodeAt({contents}: Manifest, path: Path): Node | undefined {
  let node: unknown = contents
  for (const step of path) {
    if (isSeq(node)) node = node.items[Number(step)]
    else if (isMap(node)) node = node.items.find((pair) => textOfKey(pair) === String(step))?.value
    else return undefined
  }
  return (node as Node | null | undefined) ?? undefined
}

/** Offset in the text at which a node begins. */
export function startOf({start}: Manifest, node: Node): number {
  return start + (node.range?.[0] ?? 0)
}

/** The paths of all values that begin at an offset of the text, the outermost first. */
export function pathsAt(manifest: Manifest, offset: number): readonly Path[] {
  const found: Path[] = []
  const visit = (node: unknown, path: Path) => {
    if (!isNode(node) || !node.range) return
    if (startOf(manifest, node) === offset) found.push(path)
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, [...path, index])
    if (isMap(node)) for (const pair of node.items) visit(pair.value, [...path, textOfKey(pair)])
  }
  visit(manifest.contents, [])
  return found
}

/** From 1, as a person counts. */
export function positionIn(text: string, offset: number): {readonly line: number; readonly column: number} {
  const before = text.slice(0, offset).split('\n')
  return {line: before.length, column: (before.at(-1)?.length ?? 0) + 1}
}

export function offsetIn(text: string, {line, column}: {readonly line: number; readonly column: number}): number {
  let offset = 0
  for (let at = 1; at < line; at++) offset = text.indexOf('\n', offset) + 1
  return offset + column - 1
}

export function textOfKey({key}: Pair): string {
  return isScalar(key) ? String(key.value) : ''
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value
}
