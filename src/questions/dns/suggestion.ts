import {fieldsOf, textOf} from '../../cluster/fields.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import type {Absence} from '../../network/dns/reason.ts'
import {nearestWord} from '../resemblance.ts'

/**
 * The name that was meant where a Service, a namespace or a port is not there: the same name elsewhere, or one that is nearly the same. Never the
 * name that was asked for. `from` is the namespace of who asks, in which a name may leave it out.
 */
export function suggestFor(dns: ClusterDns, why: Absence, labels: readonly string[], from?: string): string | undefined {
  const {directory} = dns
  if (why.kind === 'no-service') {
    const elsewhere = directory.services.find(({name}) => name === why.name)
    if (elsewhere) return `it is in namespace ${elsewhere.namespace}: ask for ${elsewhere.name}.${elsewhere.namespace}`
  }
  const meant = nearestName(dns, why, labels, from)
  return meant === undefined || meant === labels.join('.') ? undefined : `did you mean ${meant}?`
}

function nearestName(dns: ClusterDns, why: Absence, labels: readonly string[], from: string | undefined): string | undefined {
  const {services} = dns.directory
  switch (why.kind) {
    case 'no-service': {
      const here = services.filter(({namespace}) => namespace === why.namespace).map(({name}) => name)
      const near = nearestWord(why.name, here)
      return nameOfOrdinal(dns, labels, from) ?? (near && withLabel(labels, why.name, near))
    }
    case 'no-namespace': {
      const namespaces = services.filter(({name}) => labels.includes(name)).map(({namespace}) => namespace)
      const all = services.map(({namespace}) => namespace)
      const near = nearestWord(why.namespace, namespaces) ?? namespaces[0] ?? nearestWord(why.namespace, all)
      return nameOfOrdinal(dns, labels, from) ?? (near && withLabel(labels, why.namespace, near, labels.lastIndexOf(why.namespace)))
    }
    case 'no-port':
      return nearestPort(why, labels)
    default:
      return undefined
  }
}

/** A pod of a StatefulSet goes by its serviceName, which need not be the name of the StatefulSet. */
function nameOfOrdinal({cluster, directory}: ClusterDns, labels: readonly string[], from: string | undefined): string | undefined {
  const [podName, setName, namespace, ...rest] = labels
  const pods = cluster.pods.all.filter((pod) => {
    const {workload, target} = pod
    const isMeant = workload?.kind === 'StatefulSet' && workload.name === setName && target.kind === 'Pod' && target.name === podName
    return isMeant && (namespace === undefined || namespace === pod.namespace)
  })
  const pod = pods.find((pod) => pod.namespace === from) ?? pods[0]
  const own = textOf(fieldsOf(pod?.spec)['subdomain'])
  if (!pod || own === undefined || own === setName || !directory.service(pod.namespace, own)) return undefined
  const place = namespace === undefined && pod.namespace === from ? [] : [pod.namespace]
  return [podName, own, ...place, ...rest].join('.')
}

/** The same port by the other protocol, or a port of nearly the same name. */
function nearestPort({service, port, protocol}: Extract<Absence, {kind: 'no-port'}>, labels: readonly string[]): string | undefined {
  const named = service.ports.flatMap(({name, protocol}) => (name === null ? [] : {name, protocol: protocol.toLowerCase()}))
  const near = nearestWord(
    port,
    named.map(({name}) => name),
  )
  const meant = named.find(({name, protocol: own}) => name === near && own === protocol) ?? named.find(({name}) => name === near)
  if (!meant) return undefined
  const [first = '', second = '', ...rest] = labels
  // The words stand first, mostly with underscores.
  return [first.replace(/^(_?).*$/, `$1${meant.name}`), second.replace(/^(_?).*$/, `$1${meant.protocol}`), ...rest].join('.')
}

/** A Service and its namespace may have one name: the namespace stands behind. */
function withLabel(labels: readonly string[], wrong: string, right: string, index = labels.indexOf(wrong)): string {
  return index < 0 ? right : labels.with(index, right).join('.')
}
