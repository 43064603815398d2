import type {ExposedEntry} from '../exposure/exposed-service.ts'
import {enumerate} from '../naming.ts'
import {isFarther} from './entry-reach.ts'
import type {WayIn} from './way-in.ts'

/** `the internet`, `private networks`, with the only ones of them that are let in. */
export function describeClients({reach, sources}: Pick<ExposedEntry, 'reach' | 'sources'>): string {
  const only = sources.length > 0 ? ` (only ${enumerate(sources.toSorted(), 4)})` : ''
  return `${REACHES[reach]}${only}`
}

const REACHES: Readonly<Record<ExposedEntry['reach'], string>> = {
  internet: 'the internet',
  network: 'private networks',
  unknown: 'perhaps the internet',
  cluster: 'the cluster',
  namespace: 'its namespace',
  none: 'nowhere',
}

/** `from the internet through LoadBalancer, ports 80 and 443, and from private networks through NodePort`, the farthest first. */
export function describeWays(ways: readonly WayIn[]): string {
  const byClients = groupBy(ways.toSorted(byReach), ({entry}) => describeClients(entry))
  return enumerate(
    [...byClients].map(([clients, group]) => `from ${clients} ${throughWays(group)}`),
    MOST_WAYS,
  )
}

const MOST_WAYS = 4

function byReach(a: WayIn, b: WayIn): number {
  return Number(isFarther(b.entry.reach, a.entry.reach)) - Number(isFarther(a.entry.reach, b.entry.reach))
}

/** `through LoadBalancer, ports 80 and 443`, `through Ingress shop/main, host admin.example`: alike but for the port they stand together. */
export function throughWays(ways: readonly WayIn[]): string {
  const groups = groupBy(ways, (way) => `${nameOfWay(way)}${placeOf(way)}`)
  return enumerate(
    [...groups.values()].map((group) => {
      const [first] = group
      return first ? `through ${nameOfWay(first)}${portsOf(group)}${placeOf(first)}` : ''
    }),
    MOST_WAYS,
  )
}

/** Where clients name a host, its port goes without saying. */
function portsOf(ways: readonly WayIn[]): string {
  const ports = ways.flatMap(({entry: {via, port, protocol}}) =>
    port === null || via === 'Ingress' || via === 'Gateway' ? [] : `${port}${protocol === 'TCP' ? '' : `/${protocol}`}`,
  )
  const distinct = [...new Set(ports)]
  return distinct.length === 0 ? '' : `, port${distinct.length > 1 ? 's' : ''} ${enumerate(distinct, MOST_WAYS)}`
}

function placeOf({entry, hosts}: WayIn): string {
  const {path, tls, via} = entry
  const isWeb = via === 'Ingress' || via === 'Gateway'
  const names = hosts.length > 0 ? `, host ${enumerate(hosts)}` : ''
  return `${names}${path === undefined || path === '/' ? '' : `, path ${path}`}${isWeb && tls === false ? ', no TLS' : ''}`
}

function groupBy(ways: readonly WayIn[], keyOf: (way: WayIn) => string): ReadonlyMap<string, readonly WayIn[]> {
  const groups = new Map<string, WayIn[]>()
  for (const way of ways) {
    const key = keyOf(way)
    const group = groups.get(key)
    if (group) group.push(way)
    else groups.set(key, [way])
  }
  return groups
}

export function nameOfWay({entry}: WayIn): string {
  return throughOf(entry)
}

export function throughOf({via, through}: ExposedEntry): string {
  const own = through.find(({kind}) => kind === via || kind.endsWith('Route')) ?? through[0]
  if (via !== 'Ingress' && via !== 'Gateway') return via
  return own ? `${own.kind} ${own.namespace ?? ''}/${own.name}` : via
}

export function hostsOf({hosts}: WayIn): string {
  return hosts.length === 0 ? 'any host' : enumerate(hosts, 4)
}
