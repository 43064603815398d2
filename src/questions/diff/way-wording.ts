import {groupBy} from '../../cluster/group-by.ts'
import {boundOf} from '../exposure/admitted.ts'
import type {ExposedEntry} from '../exposure/exposed-service.ts'
import {enumerate} from '../naming.ts'
import {isFarther} from './entry-reach.ts'
import type {WayIn} from './way-in.ts'

type ClientsOfEntry = Pick<ExposedEntry, 'reach' | 'perhaps' | 'sources'>

/** `the internet`, `private networks`, `perhaps the internet`, with the only ones of them that are let in. */
export function describeClients(entry: ClientsOfEntry): string {
  return `${entry.reach === 'unknown' ? 'perhaps ' : ''}${describeFarthest(entry)}`
}

/** The same where the sentence says already that it cannot be told. */
export function describeFarthest(entry: ClientsOfEntry): string {
  const {sources} = entry
  const only = sources.length > 0 ? ` (only ${enumerate(sources.toSorted(), 4)})` : ''
  return `${REACHES[boundOf(entry)]}${only}`
}

const REACHES: Readonly<Record<ExposedEntry['reach'], string>> = {
  internet: 'the internet',
  network: 'private networks',
  unknown: 'anywhere',
  cluster: 'the cluster',
  namespace: 'its namespace',
  none: 'nowhere',
}

/** Whom a way lets in, of those who get as far as there. */
export function describeLetIn(entry: ClientsOfEntry): string {
  const {sources} = entry
  if (sources.length > 0) return `only ${enumerate(sources.toSorted(), 4)}`
  return boundOf(entry) === 'network' ? 'everyone in private networks' : 'everyone'
}

/**
 * `from the internet through LoadBalancer, ports 80 and 443, and from private networks through NodePort`, the farthest first. Who comes by the same ways
 * is told together.
 */
export function describeWays(
  ways: readonly WayIn[],
  describe: (entry: ClientsOfEntry) => string,
  through: (ways: readonly WayIn[]) => string,
): string {
  const byClients = groupBy(ways.toSorted(byReach), ({entry}) => describe(entry))
  const byWays = groupBy([...byClients], ([, group]) => through(group))
  return enumerate(
    [...byWays].map(([text, group]) => `from ${enumerate(group.map(([clients]) => clients))} ${text}`),
    MOST_WAYS,
  )
}

const MOST_WAYS = 4

function byReach(a: WayIn, b: WayIn): number {
  return Number(isFarther(b.entry, a.entry)) - Number(isFarther(a.entry, b.entry))
}

/** `through LoadBalancer, ports 80 and 443`, `through Ingress shop/main, host admin.example`: alike but for port and TLS they stand together. */
export function throughWays(ways: readonly WayIn[]): string {
  return describeThrough(ways, tlsOf)
}

/** The same where the sentence says already how it is with TLS. */
export function throughClearWays(ways: readonly WayIn[]): string {
  return describeThrough(ways, () => '')
}

function describeThrough(ways: readonly WayIn[], describeTls: (ways: readonly WayIn[]) => string): string {
  const groups = groupBy(ways, (way) => `${nameOfWay(way)}${placeOf(way)}`)
  return enumerate(
    [...groups.values()].map((group) => {
      const [first] = group
      return first ? `through ${nameOfWay(first)}${portsOf(group)}${placeOf(first)}${describeTls(group)}` : ''
    }),
    MOST_WAYS,
  )
}

/** Where clients name a host, its port goes without saying. */
function portsOf(ways: readonly WayIn[]): string {
  const ports = ways.flatMap(({entry: {via, port, protocol}}) =>
    port === null || isWeb(via) ? [] : `${port}${protocol === 'TCP' ? '' : `/${protocol}`}`,
  )
  const distinct = [...new Set(ports)]
  return distinct.length === 0 ? '' : `, port${distinct.length > 1 ? 's' : ''} ${enumerate(distinct, MOST_WAYS)}`
}

function placeOf({entry: {path}, hosts}: WayIn): string {
  const names = hosts.length > 0 ? `, host ${enumerate(hosts)}` : ''
  return `${names}${path === undefined || path === '/' ? '' : `, path ${path}`}`
}

function tlsOf(ways: readonly WayIn[]): string {
  const clear = ways.filter(({entry: {via, tls}}) => isWeb(via) && tls === false)
  if (clear.length === 0) return ''
  return clear.length === ways.length ? ', no TLS' : ', with and without TLS'
}

function isWeb(via: ExposedEntry['via']): boolean {
  return via === 'Ingress' || via === 'Gateway'
}

export function nameOfWay({entry}: WayIn): string {
  return throughOf(entry)
}

/** A load balancer is called what it is where those whom it lets in do not tell: internal, or public for a few. */
export function throughOf(entry: ExposedEntry): string {
  const {via, through, placement} = entry
  if (via === 'LoadBalancer' && boundOf(entry) === 'network')
    return placement === undefined ? via : `${placement === 'public' ? 'public' : 'internal'} ${via}`
  // Routes of other products' kinds stand last, behind whatever leads to the product.
  const last = through.findLast(({kind}) => kind !== 'Service')
  const own = via === 'Ingress' ? last : (through.find(({kind}) => kind === via || kind.endsWith('Route')) ?? last)
  if (!isWeb(via)) return via
  if (own) return `${own.kind} ${own.namespace ?? ''}/${own.name}`
  return via === 'Ingress' ? 'an annotation of the Service' : via
}

export function hostsOf({hosts}: WayIn): string {
  return hosts.length === 0 ? 'any host' : enumerate(hosts, 4)
}
