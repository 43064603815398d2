import {labelOf} from '../../../../cluster/fields.ts'
import type {Ingress} from '../ingress.ts'
import {clientsOf, type Narrowing} from './controller.ts'

const PREFIX = 'nginx.ingress.kubernetes.io'

/** What each asks of clients, by docs/user-guide/nginx-configuration/annotations of kubernetes/ingress-nginx. */
const GUARDS: readonly (readonly [key: string, says: (value: string) => string])[] = [
  ['auth-type', (value) => `asks for a password (auth-type ${value})`],
  ['auth-url', (value) => `asks ${value} whether a request may pass (auth-url)`],
  ['auth-tls-secret', () => 'asks for a client certificate (auth-tls-secret)'],
  ['denylist-source-range', (value) => `turns away ${value} (denylist-source-range)`],
]

/** `allowlist-source-range` is the newer name of `whitelist-source-range`; where both are there, the newer counts. */
export function narrowByNginx({annotations}: Ingress): Narrowing {
  const of = (key: string) => labelOf(annotations, `${PREFIX}/${key}`)
  const key = of('allowlist-source-range') === undefined ? 'whitelist-source-range' : 'allowlist-source-range'
  const sources = clientsOf(of(key))
  const guards = GUARDS.flatMap(([guard, says]) => {
    const value = of(guard)
    return value ? [says(value)] : []
  })
  return {sources, evidence: [...(sources.length > 0 ? [`annotation ${PREFIX}/${key} lets ${sources.join(', ')} in`] : []), ...guards]}
}
