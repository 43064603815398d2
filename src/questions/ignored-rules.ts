/** The annotation by which an object is excused from rules of lint. */
export const IGNORE_ANNOTATION = 'svcscope.io/ignore'

/** The globs over rules that it holds, between commas or blanks. */
export function ignoredBy(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((glob) => glob !== '') : []
}
