import type {Place} from '../cluster/object.ts'
import type {Span} from '../report.ts'

/** Places in the input of what an answer names, by the very object that names them. */
export type Places = Map<object, Place>

/** Where something stands; all three are null for live objects. */
export interface Location {
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
}

/** Data with where it stands: the file at once, line and column as soon as they are looked up by what goes into `places`. */
export function locatedObject<T extends object>(data: T, place: Place | undefined, places: Places): T & Location {
  const located = {...data, file: place ? fileOf(place) : null, line: null, column: null}
  if (place) places.set(located, place)
  return located
}

/** The file of a place as a table shows it; its line is looked up when it is printed. */
export function fileSpan(place: Place, places: Places): Span {
  const span = {text: fileOf(place), tone: 'dim'} as const
  places.set(span, place)
  return span
}

/** The file of a place, or the chart's template that it was rendered from. */
export function fileOf({origin}: Place): string {
  return origin.renderedFrom ?? origin.file
}
