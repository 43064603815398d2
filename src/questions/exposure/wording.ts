import {BALANCERS} from '../../network/entry/balancers.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import {enumerate} from '../naming.ts'
import type {ExposedEntry} from './exposed-service.ts'

/** By what one comes in, and by which paths: `LoadBalancer (Azure, public)`, `Ingress main, admin.example /login`, `node port`, `cluster IP`. */
export function describeThrough(entry: ExposedEntry, facts: EntryFacts, paths: readonly string[]): string {
  switch (entry.via) {
    case 'LoadBalancer':
      return describeBalancer(entry, facts)
    case 'Ingress':
    case 'Gateway':
      return describeRoute(entry, paths)
    case 'NodePort':
      return 'node port'
    case 'ExternalIP':
      return 'external IP'
    case 'HostPort':
      return 'host port'
    case 'HostNetwork':
      return "node's network"
    case 'ClusterIP':
      return 'cluster IP'
    case 'Headless':
      return 'headless'
  }
}

function describeBalancer({via, placement: own}: ExposedEntry, {cloud}: EntryFacts): string {
  const placement = own === 'private' ? 'internal' : own
  const whose = cloud && cloud.name !== 'bare-metal' ? BALANCERS[cloud.name].title : undefined
  const words = [whose, placement].filter((word) => word !== undefined).join(', ')
  return words === '' ? via : `${via} (${words})`
}

function describeRoute({via, hosts, through, service}: ExposedEntry, paths: readonly string[]): string {
  // Routes of other products' kinds stand last, behind whatever leads to the product.
  const last = through.findLast(({kind}) => kind !== 'Service')
  const owner = via === 'Ingress' && last?.kind !== 'Ingress' ? last : through.find(({kind}) => kind === via)
  const name = owner ? ` ${owner.namespace === service?.namespace ? '' : `${owner.namespace}/`}${owner.name}` : ' by annotation'
  const isWhole = paths.length === 0 || paths.includes('/')
  const where = hosts.length === 0 ? '' : `, ${enumerate(hosts, 2)}`
  return `${via === 'Ingress' && owner ? owner.kind : via}${name}${where}${isWhole ? '' : ` ${enumerate(paths, 2)}`}`
}

/** Who is let in, or the question that would settle it. */
export function describeWho({reach, sources, question, tls, via, narrowedBy, through}: ExposedEntry): string {
  if (reach === 'unknown') return question ?? 'cannot be told'
  if (reach === 'none') return narrowedBy.length > 0 ? `nobody: ${enumerate(narrowedBy)}` : 'nobody'
  const who = sources.length === 0 ? EVERYBODY[reach] : enumerate(sources.map(inWords))
  const isPlain = tls === false && reach !== 'cluster' && reach !== 'namespace' && (through.length > 0 || via === 'LoadBalancer')
  return isPlain ? `${who}, no TLS` : who
}

const EVERYBODY = {
  internet: 'anyone',
  network: 'private networks',
  cluster: 'every pod',
  namespace: 'every pod of the namespace',
} as const

/** `anyone but 10.0.0.0/8` of `0.0.0.0/0 except 10.0.0.0/8`. */
function inWords(source: string): string {
  const [, except] = /^(?:0\.0\.0\.0|::)\/0(?: except (.+))?$/.exec(source) ?? []
  if (except !== undefined) return `anyone but ${except}`
  return /^(?:0\.0\.0\.0|::)\/0$/.test(source) ? 'anyone' : source
}
