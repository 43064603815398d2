import type {Cloud} from '../entry-facts.ts'

/** How the names of load balancers end. IBM gives its own in a VPC, public or not. */
const NAMES: readonly (readonly [RegExp, Cloud])[] = [
  [/\.cloudapp\.azure\.com$/, 'azure'],
  [/\.elb\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/, 'aws'],
  [/\.lb\.appdomain\.cloud$/, 'ibm'],
]

/** The cloud in whose domain the name of a load balancer is. */
export function cloudOfName(name: string): Cloud | undefined {
  return NAMES.find(([pattern]) => pattern.test(name))?.[1]
}

/**
 * Whether the name of a load balancer says that it is public; undefined where it does not tell. AWS: classic ones are
 * `name-id.region.elb.amazonaws.com`, with `internal-` before it where they are
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internal-load-balancers.html). Network load balancers,
 * `name-id.elb.region.amazonaws.com`, do not tell. Azure: `label.region.cloudapp.azure.com` is the name of a public address, others have none
 * (https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses, DNS name label).
 */
export function isPublicName(name: string): boolean | undefined {
  if (name.endsWith('.cloudapp.azure.com')) return true
  if (!/\.[a-z]{2}(-[a-z]+)+-\d\.elb\.amazonaws\.com(\.cn)?$/.test(name)) return undefined
  return !name.startsWith('internal-')
}
