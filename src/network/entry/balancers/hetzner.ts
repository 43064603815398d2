import {annotationOf, type Balancer, parseBool, placed, say} from './balancer.ts'
import {unheededSources} from './sources.ts'

const PREFIX = 'load-balancer.hetzner.cloud/'
const DISABLED = `${PREFIX}disable-public-network`

/**
 * Public unless `disable-public-network` is true; `use-private-ip` is about the way to the nodes only
 * (internal/annotation/load_balancer.go of hcloud-cloud-controller-manager). Its load balancers know no source ranges
 * (https://github.com/hetznercloud/hcloud-cloud-controller-manager/issues/218), and what comes through them comes to a node port.
 */
export const HETZNER: Balancer = {
  cloud: 'hetzner',
  title: 'Hetzner',
  prefixes: [PREFIX],
  placementOf: (service) => {
    const value = annotationOf(service, DISABLED)
    if (value === undefined) return placed('public', 'Hetzner gives a public address where nothing else is said')
    const isDisabled = parseBool(value)
    if (isDisabled === undefined) return placed('none', `${say(DISABLED, value)}, which is no boolean: Hetzner refuses it`)
    return placed(isDisabled ? 'private' : 'public', say(DISABLED, value))
  },
  sourcesOf: (service) => unheededSources(service, "Hetzner's load balancers know no source ranges"),
}
