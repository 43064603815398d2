import {type Address, parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {itemsOf, valueAt} from '../../cluster/fields.ts'
import {addressHoldsOf, bandOf, type ClusterIPRange, clusterIPRangesOf} from '../../network/cluster-ips.ts'
import {contains, parseRange} from '../../network/proxy/address-range.ts'
import {enumerate} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'
import {externalIPsOf, ingressOf} from '../services-at.ts'
import {nodeAddresses} from './node-owners.ts'

/** All that may own something. */
export const ALL = 'kubectl get nodes,services,endpointslices,pods -A -o yaml'

/** Where an address would belong, or one that is nearly the same. */
export function hintAboutAddress(cluster: Cluster, {text}: Address): string {
  const isIn = (range: unknown) => {
    const parsed = typeof range === 'string' ? parseRange(range) : undefined
    return parsed !== undefined && contains(parsed, text)
  }
  const node = [...cluster.nodes.values()].find(({object}) => itemsOf(valueAt(object, 'spec', 'podCIDRs')).some(isIn))
  if (node) return `it is in the range of pods on ${node.name}: a pod that is gone, or that the input lacks`
  const range = clusterIPRangesOf(cluster).find((one) => contains(one.range, text))
  if (range) return hintAboutClusterIP(cluster, range, text)
  const near = nearestWord(text, knownAddresses(cluster))
  return near === undefined ? `it is outside of the cluster, or of an object that the input lacks: ${ALL}` : `did you mean ${near}?`
}

/** The object that holds a cluster IP says who has it; that there is none says that it is free, where the input would have it. */
function hintAboutClusterIP(cluster: Cluster, held: ClusterIPRange, text: string): string {
  const holds = addressHoldsOf(cluster)
  const hold = holds.get(text)
  if (hold) {
    const whose = hold.service
      ? `Service ${hold.service.namespace}/${hold.service.name}, which the input does not have`
      : 'something that is no Service'
    return `IPAddress ${text} holds it for ${whose}`
  }
  const name = `ServiceCIDR ${enumerate(held.serviceCIDRs)} (${held.range.text})`
  const band = bandOf(held, text)
  if (!band) return `no Service can have it: it is the first or the last address of ${name}`
  const isTold = holds.size > 0 || cluster.coverage?.has({kind: 'IPAddress', name: text}) === true
  if (!isTold) return 'it is in the range of cluster IPs: a Service that is gone, or that the input lacks'
  const closed = held.isOpen ? '' : ', which gives none to Services: it is not ready, or about to go'
  return `free: in ${name}${held.staticSize > 0 ? `, ${band} band` : ''}${closed}`
}

function knownAddresses({services, nodes, pods}: Cluster): readonly string[] {
  return [
    ...services.flatMap((service) => [...service.clusterIPs, ...externalIPsOf(service), ...ingressOf(service).flatMap(({ip}) => ip ?? [])]),
    ...[...nodes.values()].flatMap(({object}) => nodeAddresses(object).flatMap(({text}) => parseAddress(text)?.text ?? [])),
    ...pods.all.flatMap(({addresses = []}) => addresses),
  ]
}

/** A port that is none of the nodes may be one of a Service. */
export function hintAboutNodePort({services}: Cluster, number: number | undefined): string {
  const ports = services.flatMap((service) => service.ports.map((port) => ({service, port})))
  const own = ports.find(({port}) => port.port === number)
  if (own)
    return `it is a port of ${own.service.namespace}/${own.service.name} itself: ask with its address, ${own.service.clusterIPs[0] ?? own.service.name}:${number}`
  const near = nearestWord(
    String(number),
    ports.flatMap(({port}) => (port.nodePort === null ? [] : String(port.nodePort))),
  )
  return near === undefined ? 'a Service has it that the input lacks, or no one: kubectl get services -A -o yaml' : `did you mean ${near}?`
}
