import type {Path} from '../cluster/object.ts'
import {type JsonToken, tokenizeJson} from './json-tokens.ts'

/**
 * Looks up values in a JSON text that is known to be valid. Each object or array on the way is scanned once and remembered.
 * @param start offset of the document
 * @returns a function from a path to the offset of its value, or of the nearest value above it that exists
 */
export function findInJson(text: string, start: number): (path: Path) => number {
  const tokens = tokenizeJson(text, start)
  const known = new Map<number, ReadonlyMap<string | number, number>>()

  /** Goes past the value whose first token is at hand. */
  const skipValue = (first: JsonToken): void => {
    let open = opens(first)
    while (open > 0) open += opens(tokens.next())
  }

  const scanChildren = (container: number): ReadonlyMap<string | number, number> => {
    const children = new Map<string | number, number>()
    tokens.seek(container)
    const bracket = tokens.next()
    if (bracket !== '{' && bracket !== '[') return children
    let token = tokens.next()
    while (token !== '}' && token !== ']' && token !== 'end') {
      if (token === ',') token = tokens.next()
      let key: string | number = children.size
      if (bracket === '{') {
        key = JSON.parse(text.slice(tokens.start(), tokens.end())) as string
        tokens.next()
        token = tokens.next()
      }
      // Of two equal keys the last one wins.
      children.set(key, tokens.start())
      skipValue(token)
      token = tokens.next()
    }
    return children
  }

  const childrenOf = (container: number): ReadonlyMap<string | number, number> => {
    const children = known.get(container) ?? scanChildren(container)
    known.set(container, children)
    return children
  }

  return (path) => {
    let offset = start
    for (const step of path) {
      const next = childrenOf(offset).get(step)
      if (next === undefined) return offset
      offset = next
    }
    return offset
  }
}

function opens(token: JsonToken): number {
  if (token === '{' || token === '[') return 1
  return token === '}' || token === ']' ? -1 : 0
}
