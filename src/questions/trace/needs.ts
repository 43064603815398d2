import {parseAddress} from '../../cluster/address.ts'
import {buildCluster, type Cluster} from '../../cluster/cluster.ts'
import {textOf, valueAt} from '../../cluster/fields.ts'
import type {Read} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {nodeWithPodRange} from '../node-at.ts'
import {podsOnNode, readsOfAddress} from '../reads/address-reads.ts'
import {readsBehindAlias, servicesBehindAlias} from '../reads/alias-reads.ts'
import {readsOfCaller} from '../reads/caller-reads.ts'
import {DNS_SERVER, readsOfDns, readsOfPolicedDns} from '../reads/dns-reads.ts'
import {readsOfKubeProxy} from '../reads/kube-proxy-reads.ts'
import {meshReads} from '../reads/mesh-reads.ts'
import {readsToFindName, servicesNamedIn} from '../reads/name-reads.ts'
import type {LiveScope, Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'
import {policyReads} from '../reads/policy-reads.ts'
import {readsBehindService, readsToFindService, servicesCalled} from '../reads/service-reads.ts'
import {unlessMistaken} from '../reads/unless-mistaken.ts'
import {ingressOf, servicesAt, servicesAtNodePort, servicesBalancedAs} from '../services-at.ts'
import {findPodAt, namespaceIn} from './caller.ts'
import {type Asked, parseAsked} from './question.ts'
import type {TraceParameters} from './trace.ts'

/** What `trace` has to read: the Service that is meant and what stands behind it, the nodes, how kube-proxy is set up, and who connects. */
export function traceNeeds(parameters: TraceParameters, search: boolean): Needs {
  const scope = {namespace: parameters.namespace, search}
  const asked = unlessMistaken(() => parseAsked(parameters.words, NO_CLUSTER))
  return (soFar) => {
    const named = asked ? servicesMeant(soFar, asked, scope) : []
    const meant = [...named, ...named.flatMap((service) => servicesBehindAlias(soFar, service))]
    return [
      NODES,
      ...readsOfKubeProxy(soFar),
      ...(asked ? readsOfAsked(soFar, asked, scope) : []),
      ...meant.flatMap((service) => [
        ...readsBehindService(soFar, service, scope),
        ...readsBehindAlias(soFar, service, scope),
        ...readsBeside(service),
        ...readsOfBareAddresses(soFar, service, parameters.from),
      ]),
      ...readsOfPolicies(soFar, meant, parameters.from),
      ...(parameters.from === undefined ? [] : readsOfFrom(soFar, parameters.from, scope)),
      ...(asked?.kind === 'name' || meant.some(isAskedByName) ? readsOfDns(soFar) : []),
      ...(parameters.mode === 'nftables' ? [{kind: 'ServiceCIDR'} as const] : []),
    ]
  }
}

/** A target is read as if nothing was known yet; the name of a node looks like a Service's then. */
const NO_CLUSTER = buildCluster({objects: [], leftOut: []}, undefined)

function readsOfAsked(soFar: Cluster, asked: Asked, scope: LiveScope): readonly Read[] {
  switch (asked.kind) {
    case 'service': {
      const {name, word} = asked.target
      const [host = ''] = word.split(':')
      // A bare word that is a node's name means the node.
      if (soFar.nodes.has(host)) return [{kind: 'Service'}, ...podsOnNode(soFar, host)]
      return name === undefined ? [] : readsToFindService(soFar, name, scope)
    }
    case 'name':
      return readsToFindName(soFar, asked.name.labels, scope)
    case 'address':
      // That nobody has it means something else for a cluster IP.
      return [...readsOfAddress(soFar, asked.address.text, scope), {kind: 'ServiceCIDR'}]
    case 'node':
      return [{kind: 'Service'}, ...podsOnNode(soFar, asked.node)]
  }
}

/** The Services that the connection may go to. */
function servicesMeant(soFar: Cluster, asked: Asked, {namespace}: LiveScope): readonly Service[] {
  const ofPort = (port: number | undefined) => (port === undefined ? [] : servicesAtNodePort(soFar, port))
  switch (asked.kind) {
    case 'service': {
      const {name, port} = asked.target
      const named = name === undefined ? [] : servicesCalled(soFar, name, namespace)
      return named.length > 0 || !soFar.nodes.has(name ?? '') ? named : ofPort(Number(port?.text))
    }
    case 'name':
      return [...servicesNamedIn(soFar, asked.name.labels, namespace), ...servicesBalancedAs(soFar, asked.name.name)]
    case 'address':
      return [...servicesAt(soFar, asked.address.text), ...ofPort(asked.port?.number)]
    case 'node':
      return ofPort(asked.port?.number)
  }
}

/** Policies on its pods, and why its load balancer has no address. */
function readsBeside(service: Service): readonly Read[] {
  const {namespace, name} = service
  const isPending = service.type === 'LoadBalancer' && ingressOf(service).length === 0
  const hasClass = textOf(valueAt(service.object, 'spec', 'loadBalancerClass')) !== undefined
  return [
    {kind: 'NetworkPolicy', namespace},
    ...(isPending ? [{kind: 'Event', namespace, fields: `involvedObject.kind=Service,involvedObject.name=${name}`} as const] : []),
    ...(isPending && hasClass ? (['Deployment', 'DaemonSet'] as const).map((kind): Read => ({kind})) : []),
  ]
}

/** What may forbid a connection between any of the pods that were read, and where egress is policed, what DNS they ask. */
function readsOfPolicies(soFar: Cluster, meant: readonly Service[], from: string | undefined): readonly Read[] {
  const namespaces = soFar.pods.all.flatMap(({target, namespace}) => (target.kind === 'Pod' ? namespace : []))
  // Where nobody in particular connects, those that select the pods are only named.
  if (from === undefined) return [...new Set(namespaces)].map((namespace) => ({kind: 'NetworkPolicy', namespace}))
  const own = namespaceIn(from)
  const addresses = [from, ...meant.flatMap((service) => bareAddressesOf(soFar, service))]
  const isEverywhere = addresses.some((address) => isOfUnseenPod(soFar, address))
  const among = isEverywhere ? undefined : own === undefined ? namespaces : [...namespaces, own]
  return [...policyReads(among), ...meshReads(soFar), ...readsOfPolicedDns(soFar)]
}

/** Whether it is an address of a pod that was looked for, and is not there: it may be of any namespace, and so may the policies that are for it. */
function isOfUnseenPod(soFar: Cluster, text: string): boolean {
  const address = parseAddress(text)?.text
  if (address === undefined || nodeWithPodRange(soFar, address) === undefined || findPodAt(soFar, address)) return false
  return soFar.coverage?.has({kind: 'Pod', fields: `status.podIP=${address}`}) === true
}

/** More addresses than these are not looked up one by one. */
const MAX_ADDRESSES = 10

/** An address that names no pod may be a pod's all the same: clients of a headless Service connect to it, and policies judge by the pod. */
function readsOfBareAddresses(soFar: Cluster, service: Service, from: string | undefined): readonly Read[] {
  if (!service.headless && from === undefined) return []
  const bare = new Set(bareAddressesOf(soFar, service))
  return [...bare].slice(0, MAX_ADDRESSES).map((address) => ({kind: 'Pod', fields: `status.podIP=${address}`}))
}

function bareAddressesOf(soFar: Cluster, service: Service): readonly string[] {
  return soFar.slicesOf(service).flatMap(({endpoints}) => endpoints.flatMap(({addresses, target}) => (target === null ? addresses : [])))
}

function readsOfFrom(soFar: Cluster, from: string, scope: LiveScope): readonly Read[] {
  if (from === 'internet') return []
  const address = parseAddress(from)
  const own = namespaceIn(from)
  if (own !== undefined)
    return [
      {kind: 'Pod', namespace: own},
      {kind: 'Namespace', metadataOnly: true},
    ]
  return address ? readsOfAddress(soFar, address.text, scope) : [...readsOfCaller(soFar, from, scope), DNS_SERVER]
}

function isAskedByName({headless, type}: Service): boolean {
  return headless || type === 'ExternalName'
}
