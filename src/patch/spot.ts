import type {Input, Place, Position} from '../cluster/object.ts'
import type {Splice} from './splice.ts'

/** A line above this length, in characters, is not one that a person edits: a patch of it would print the whole dump twice. */
const MAX_LINE = 8192

/** A value that was found where its path leads. */
export interface Spot extends Position {
  readonly file: string
  /** What stands on its line before it. */
  readonly before: string
  /** Some mapping or list around it is written with brackets. */
  readonly flow: boolean
}

/**
 * Goes down the path. An alias or a merge key leads back to where its anchor stands, and a change there would change other values too, so every
 * step must lie behind the one before.
 */
export async function findSpot({origin, path}: Place, locate: Input['locate']): Promise<Spot | undefined> {
  const end = await locate({origin, path})
  if (!end || end.text.length > MAX_LINE) return undefined
  let flow = false
  let above: Position | undefined
  for (let length = 0; length <= path.length; length++) {
    const position = await locate({origin, path: path.slice(0, length)})
    if (!position || (above && isBefore(position, above))) return undefined
    if (above) flow ||= '{['.includes(above.text[above.column - 1] ?? ' ')
    above = position
  }
  return above && {...above, file: origin.file, before: above.text.slice(0, above.column - 1), flow}
}

function isBefore(position: Position, other: Position): boolean {
  return position.line < other.line || (position.line === other.line && position.column < other.column)
}

export function cut({file, line, text}: Spot, start: number, end: number, insert: string): Splice {
  return {file, line, text, start, end, insert}
}
