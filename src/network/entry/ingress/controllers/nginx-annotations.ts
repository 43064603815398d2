import type {Cluster} from '../../../../cluster/cluster.ts'
import {labelOf} from '../../../../cluster/fields.ts'
import type {Ingress} from '../ingress.ts'
import {type Configuration, clientsOf, type Narrowing} from './controller.ts'

const PREFIX = 'nginx.ingress.kubernetes.io'

/** What each asks of clients, by docs/user-guide/nginx-configuration/annotations of kubernetes/ingress-nginx. */
const GUARDS: readonly (readonly [key: string, says: (value: string) => string])[] = [
  ['auth-type', (value) => `asks for a password (auth-type ${value})`],
  ['auth-url', (value) => `asks ${value} whether a request may pass (auth-url)`],
  ['auth-tls-secret', () => 'asks for a client certificate (auth-tls-secret)'],
  ['denylist-source-range', (value) => `turns away ${value} (denylist-source-range)`],
]

/** What the ConfigMap asks of the clients of all, by configmap.md of the same: the first where the Ingress has no list of its own. */
const GUARDS_OF_ALL: typeof GUARDS = [
  ['denylist-source-range', (value) => `turns away ${value} (denylist-source-range)`],
  ['block-cidrs', (value) => `turns away ${value} (block-cidrs)`],
  ['global-auth-url', (value) => `asks ${value} whether a request may pass (global-auth-url)`],
]

/**
 * `allowlist-source-range` is the newer name of `whitelist-source-range`; where both are there, the newer counts. Only without them the list of the ConfigMap
 * does, which has the older name (internal/ingress/annotations/ipallowlist/main.go).
 */
export function narrowByNginx({annotations}: Ingress, _cluster: Cluster, configuration?: Configuration): Narrowing {
  const of = (key: string) => labelOf(annotations, `${PREFIX}/${key}`)
  const key = of('allowlist-source-range') === undefined ? 'whitelist-source-range' : 'allowlist-source-range'
  const own = of(key)
  const sources = clientsOf(own ?? configuration?.values['whitelist-source-range'])
  const where = own === undefined ? `whitelist-source-range of ${configuration?.from}` : `annotation ${PREFIX}/${key}`
  const guards = GUARDS.flatMap(([guard, says]) => {
    const value = of(guard)
    return value ? [says(value)] : []
  })
  const ofAll = GUARDS_OF_ALL.flatMap(([guard, says]) => {
    const value = of(guard) === undefined ? configuration?.values[guard] : undefined
    return value ? [`${says(value)}, by ${configuration?.from}`] : []
  })
  return {sources, evidence: [...(sources.length > 0 ? [`${where} lets ${sources.join(', ')} in`] : []), ...guards, ...ofAll]}
}
