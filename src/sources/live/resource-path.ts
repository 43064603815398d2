import {READABLE, type Read} from '../../cluster/read.ts'

/** Where one read finds its kind, or its object. */
export interface ResourcePath {
  /** `/api/v1/namespaces/shop/services/web`. */
  readonly path: string
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string
}

/** The paths to try in turn: where the first is not served, an older version may be. */
export function resourcePaths({kind, namespace, name}: Read): readonly [ResourcePath, ...ResourcePath[]] {
  const row = READABLE[kind]
  const {group, version, resource, namespaced} = row
  const scope = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  const rest = `${scope}/${resource}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`
  const at = (served: string): ResourcePath => {
    const apiVersion = group === '' ? served : `${group}/${served}`
    return {path: `${group === '' ? '/api' : '/apis'}/${apiVersion}${rest}`, apiVersion}
  }
  return 'fallbackVersion' in row ? [at(version), at(row.fallbackVersion)] : [at(version)]
}
