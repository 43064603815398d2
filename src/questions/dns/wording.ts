import type {Cluster} from '../../cluster/cluster.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Absence, Doubt} from '../../network/dns/reason.ts'
import type {RecordType} from '../../network/dns/record.ts'
import {count, enumerate} from '../naming.ts'
import {judge} from '../resolve/judgement.ts'
import {describeCause} from '../resolve/wording.ts'

/** A reason in words. */
export interface Wording {
  /** Completes "it does not resolve: …" or "it can't be told: …". */
  readonly sentence: string
  /** What to do about it, or what would settle it; undefined where there is nothing to say. */
  readonly advice?: string
}

/** Why there is no record of these types. */
export function describeAbsence(cluster: Cluster, why: Absence, types: readonly RecordType[]): Wording {
  switch (why.kind) {
    case 'no-service':
      return {sentence: `no Service named ${why.name} in namespace ${why.namespace}`}
    case 'no-namespace':
      return {sentence: `no namespace named ${why.namespace}`}
    case 'namespace-not-served':
      return {sentence: `the cluster's DNS does not serve namespace ${why.namespace}`, advice: 'add it to `namespaces` in the Corefile'}
    case 'no-port':
      return describeMissingPort(why.service, why.port, why.protocol)
    case 'no-endpoint':
      return why.unready
        ? {
            sentence: `endpoint ${why.label} of ${nameOf(why.service)} is not ready`,
            advice: 'publishNotReadyAddresses on the Service names pods that are not ready too',
          }
        : {
            sentence: `${nameOf(why.service)} has no endpoint ${why.label}`,
            advice: `a pod has a name of its own only where its spec.subdomain (a StatefulSet's serviceName) is ${why.service.name}`,
          }
    case 'no-ready-endpoint':
      return describeNoEndpoints(cluster, why.service, why.of)
    case 'hidden-service':
      return {sentence: `${nameOf(why.service)} has no ready endpoint, and the Corefile hides such Services (ignore empty_service)`}
    case 'endpoints-not-served':
      return {sentence: "the cluster's DNS serves no endpoints (noendpoints in the Corefile)"}
    case 'alias-is-address':
      return {
        sentence: `${nameOf(why.service)} is an ExternalName for ${why.service.externalName}, which is an address and not a name`,
        advice: 'use a Service without selector, and an EndpointSlice with the address',
      }
    case 'part-of-alias':
      return {sentence: `${nameOf(why.service)} is an ExternalName, which has no ports and no endpoints in DNS`}
    case 'alias-leads-nowhere':
      return {sentence: `${nameOf(why.service)} is another name for ${why.target}, which has no address in this cluster`}
    case 'other-types':
      return {sentence: `${why.service ? nameOf(why.service) : 'the name'} has no ${types.join(' or ')} record`}
    case 'empty':
      return {sentence: 'the name exists, and has no records of its own'}
    case 'malformed':
      return {sentence: MALFORMED[why.reason]}
    case 'pods-not-served':
      return {sentence: "the cluster's DNS serves no names of pods (pods disabled in the Corefile)"}
    case 'no-pod':
      return {sentence: `no pod in namespace ${why.namespace} has the address ${why.address}`}
    case 'no-address-in-name':
      return {sentence: `${why.label} is no address with dashes, as in 10-244-0-5`}
    case 'unused-address':
      return {sentence: `no Service and no endpoint of one has the address ${why.address}`}
    case 'asked-of-node':
      return {
        sentence: "the node's own resolver does not know the names of the cluster",
        advice: 'the exception is a node that forwards them to the cluster, as with AKS LocalDNS',
      }
  }
}

const MALFORMED = {
  'no-branch': 'the names of the cluster end with svc or pod before its domain',
  'too-many-labels': 'no name of a Service has so many parts; the longest is _port._protocol.service.namespace.svc',
  'no-reverse-name': 'it is not the whole reverse name of an address',
} as const

function nameOf({namespace, name}: Service): string {
  return `${namespace}/${name}`
}

function describeMissingPort(service: Service, port: string, protocol: string): Wording {
  const protocols = new Set(service.ports.map((one) => one.protocol))
  const suffix = (one: ServicePort) => (protocols.size > 1 || one.protocol.toLowerCase() !== protocol ? `/${one.protocol}` : '')
  const has = service.ports.map((one) => (one.name === null ? `${one.port} without a name` : `${one.name}${suffix(one)}`))
  const asked = [protocol.toUpperCase(), 'port', port].filter((word) => word !== '').join(' ')
  return {sentence: `${nameOf(service)} has no ${asked} (it has ${has.length > 0 ? enumerate(has, 5) : 'no ports'})`}
}

/** A headless Service is as good as its pods: the same cause that `resolve` gives. */
function describeNoEndpoints(cluster: Cluster, service: Service, of: number): Wording {
  const {cause} = judge(cluster, service)
  if (cause) {
    const {sentence, advice} = describeCause(cause)
    return {sentence: `${nameOf(service)} is headless and has no ready endpoint: ${sentence}`, advice}
  }
  return {sentence: `${nameOf(service)} is headless, and none of its ${count(of, 'endpoint')} is ready`}
}

/** Why nobody can tell. */
export function describeDoubt(why: Doubt): Required<Wording> {
  switch (why.kind) {
    case 'forwarded':
      return {
        sentence: 'it is not a name of the cluster, whose DNS forwards it to other servers',
        advice: 'ask where it is asked: kubectl exec POD -- getent hosts NAME',
      }
    case 'multi-cluster':
      return {
        sentence: why.imported
          ? 'its ServiceImport states no addresses: the endpoints are in other clusters'
          : 'it is a name of multi-cluster Services, and its ServiceImport is not in the input',
        advice: 'ask with the imports: kubectl get serviceimports -A -o yaml',
      }
    case 'mesh':
      return {
        sentence: why.object
          ? `${why.product} may answer it in the sidecar, by ${why.object}`
          : `it is a name that ${why.product} answers where it is installed`,
        advice: `ask a pod of the mesh: kubectl exec POD -- getent hosts NAME`,
      }
    case 'addresses-not-stated':
      return {
        sentence: why.service
          ? `the pods of ${nameOf(why.service)} have addresses that the input does not state`
          : 'the input does not state all addresses of its Services and pods',
        advice: 'ask with the objects as they run: kubectl get services,pods,endpointslices -A -o yaml',
      }
    case 'family-not-stated':
      return {
        sentence: `${nameOf(why.service)} leaves its IP families to the cluster`,
        advice: 'state them in spec.ipFamilies, or ask with the Service as it runs: kubectl get services -A -o yaml',
      }
    case 'unseen':
      return {sentence: why.sentence, advice: why.advice}
    case 'unstated-namespace':
      return {
        sentence: `the manifest of Service ${why.service.name} names no namespace`,
        advice: `say where unnamed objects go: -n ${why.namespace}`,
      }
    case 'dns-server':
      return {
        sentence: 'it is the DNS server itself, whose Service kube-system/kube-dns is not in the input',
        advice: 'ask with it: kubectl get services -n kube-system -o yaml',
      }
    case 'other-server':
      return {
        sentence:
          why.nameservers.length > 0
            ? `the pod asks ${enumerate(why.nameservers)}, which the input does not show to be the cluster's DNS`
            : 'the pod names no DNS server (dnsPolicy: None without nameservers)',
        advice: 'dnsPolicy: ClusterFirst asks the cluster',
      }
  }
}
