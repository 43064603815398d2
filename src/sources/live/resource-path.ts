import {type ApiPlace, placesOf, READABLE, type Read} from '../../cluster/read.ts'

/** Where one read finds its kind, or its object. */
export interface ResourcePath {
  /** `/api/v1/namespaces/shop/services/web`. */
  readonly path: string
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string
}

/** The paths to try in turn: where the first is not served, an older version may be, or another group. */
export function resourcePaths({kind, namespace, name}: Read): readonly [ResourcePath, ...ResourcePath[]] {
  const {resource, namespaced} = READABLE[kind]
  const scope = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  const rest = `${scope}/${resource}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`
  const at = ({group, version}: ApiPlace): ResourcePath => {
    const apiVersion = group === '' ? version : `${group}/${version}`
    return {path: `${group === '' ? '/api' : '/apis'}/${apiVersion}${rest}`, apiVersion}
  }
  const [first, ...others] = placesOf(kind)
  return [at(first), ...others.map(at)]
}
