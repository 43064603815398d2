/** As a rule states it; undefined path is every path, undefined type the former default, ImplementationSpecific. */
export interface PathRule {
  readonly path: string | undefined
  readonly pathType: string | undefined
}

/**
 * Whether a rule takes a URL's path, by the table of kubernetes.io/docs/concepts/services-networking/ingress ("Path types"): Exact compares with case and
 * with a final slash; Prefix compares element by element, a final slash of either counts for nothing. What an implementation makes of its own type is taken
 * for a prefix, with the final `*` that Google's and Amazon's write.
 */
export function fitsPath({path, pathType}: PathRule, asked: string): boolean {
  if (path === undefined) return true
  if (pathType === 'Exact') return asked === path
  const stated = pathType === 'Prefix' ? path : path.replace(/\*$/, '')
  const [prefix, whole] = [withoutSlash(stated), withoutSlash(asked)]
  return whole === prefix || whole.startsWith(`${prefix}/`)
}

/** Those of the rules that take a path and win: the longest path, and of equal ones the exact (ibid., "Multiple matches"). */
export function bestPaths<T extends PathRule>(rules: readonly T[], asked: string): readonly T[] {
  const fitting = rules.filter((rule) => fitsPath(rule, asked))
  const rank = ({path, pathType}: PathRule) => (path ?? '').length * 2 + (pathType === 'Exact' ? 1 : 0)
  const best = Math.max(...fitting.map(rank))
  return fitting.filter((rule) => rank(rule) === best)
}

/** Of a URL's path what a rule takes, as an entry says it; undefined is all. */
export function shownPath({path, pathType}: PathRule): string | undefined {
  if (path === undefined || pathType === 'Exact') return path
  return path === '/' || (pathType !== 'Prefix' && /^\/\*$|^\/\.\*$/.test(path)) ? undefined : path
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}
