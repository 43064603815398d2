import {isMap, isScalar, type Node, type YAMLMap} from 'yaml'
import type {Path, Place} from '../../../src/cluster/object.ts'
import {manifestOf, nodeAt, positionIn, startOf} from './manifest-text.ts'

/** Writes another value in the place of a scalar, quoted as it was; undefined where that is not one plain piece of text. */
export function replaceScalar(text: string, {origin, path}: Place, value: string | number): string | undefined {
  const manifest = manifestOf(text, {origin})
  const node = manifest && nodeAt(manifest, [...origin.path, ...path])
  if (!manifest || !isScalar(node) || !node.range || node.anchor !== undefined) return undefined
  const quotes: Partial<Record<string, string>> = {QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'", PLAIN: ''}
  const quote = quotes[node.type ?? '']
  if (quote === undefined) return undefined
  const start = startOf(manifest, node)
  return `${text.slice(0, start)}${quote}${value}${quote}${text.slice(start + node.range[1] - node.range[0])}`
}

/**
 * Puts an entry before the others of a mapping, or the mapping first where there is none above which it would stand: only the last step of the path may be
 * missing. Undefined where the mapping is empty or inherited.
 */
export function insertEntry(text: string, {origin, path}: Place, key: string, value: string): string | undefined {
  const manifest = manifestOf(text, {origin})
  if (!manifest) return undefined
  const whole = [...origin.path, ...path]
  const node = nodeAt(manifest, whole)
  if (isMap(node)) return insertInto(text, startOf(manifest, node), node, (quote) => `${quote(key)}: ${value}`)
  const above = node === undefined ? nodeAt(manifest, whole.slice(0, -1)) : undefined
  const missing = String(whole.at(-1))
  return isMap(above)
    ? insertInto(text, startOf(manifest, above), above, (quote) => `${quote(missing)}: {${quote(key)}: ${value}}`)
    : undefined
}

function insertInto(text: string, start: number, map: YAMLMap, entry: (quote: (key: string) => string) => string): string | undefined {
  const first = map.items[0]?.key as Node | undefined
  if (!first?.range || map.anchor !== undefined) return undefined
  if (map.flow) {
    const isJson = text[start + 1] === '"' || /^\{\s*"/.test(text.slice(start))
    return `${text.slice(0, start + 1)}${entry((key) => (isJson ? JSON.stringify(key) : key))}, ${text.slice(start + 1)}`
  }
  const {column} = positionIn(text, start)
  return `${text.slice(0, start)}${entry((key) => key)}\n${' '.repeat(column - 1)}${text.slice(start)}`
}

/** The same path below another. */
export function below({origin, path}: Place, ...steps: Path): Place {
  return {origin, path: [...path, ...steps]}
}
