import {parseAddress} from '../../../cluster/address.ts'

/** The validation of Hostname (sigs.k8s.io/gateway-api v1.7.0, apis/v1/shared_types.go). */
const HOSTNAME = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const LONGEST = 253

/** Why a text is no host name of the Gateway API; undefined for one that is. */
export function hostnameProblem(hostname: string): string | undefined {
  if (parseAddress(hostname)) return 'it is an address, and host names are names'
  if (hostname.length > LONGEST) return `it is longer than ${LONGEST} characters`
  if (HOSTNAME.test(hostname)) return undefined
  if (hostname.includes('*') && !/^\*\.[^*]+$/.test(hostname)) return 'a wildcard is the whole first label, as in *.example.com'
  if (hostname !== hostname.toLowerCase()) return 'host names are in lower case'
  if (hostname.includes('/') || hostname.includes(':')) return 'it is neither a URL nor does it have a port'
  return 'its labels are lower-case letters, digits and hyphens, and begin and end with a letter or digit'
}

/**
 * The host names that a listener and a route have in common, which are those that the route gets requests for: "any HTTPRoute hostnames that do not
 * match the Listener hostname MUST be ignored". [] is any; undefined is none in common. Of two that overlap the narrower one counts.
 */
export function commonHostnames(listener: string | undefined, route: readonly string[]): readonly string[] | undefined {
  if (listener === undefined) return route
  if (route.length === 0) return [listener]
  const common = route.flatMap((hostname) => narrowerOf(listener, hostname) ?? [])
  return common.length === 0 ? undefined : [...new Set(common)]
}

function narrowerOf(one: string, other: string): string | undefined {
  if (covers(one, other)) return other
  return covers(other, one) ? one : undefined
}

/** "`*.example.com` would match both `test.example.com`, and `foo.test.example.com`, but not `example.com`"; it covers `*.test.example.com` likewise. */
function covers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true
  return wide.startsWith('*.') && narrow.endsWith(wide.slice(1))
}
