import type {Cluster} from '../../cluster/cluster.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Absence, Doubt} from '../../network/dns/reason.ts'
import type {RecordType} from '../../network/dns/record.ts'
import {count, enumerate, shortName} from '../naming.ts'
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
      return {sentence: why.listed ? `no namespace named ${why.namespace}` : `the input has nothing in namespace ${why.namespace}`}
    case 'namespace-not-served':
      return {sentence: `the cluster's DNS does not serve namespace ${why.namespace}`, advice: 'add it to `namespaces` in the Corefile'}
    case 'no-port':
      return describeMissingPort(why.service, why.port, why.protocol)
    case 'no-endpoint':
      return describeMissingEndpoint(cluster, why)
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
    case 'alias-without-name':
      return {
        sentence: `${nameOf(why.service)} is an ExternalName without spec.externalName, which the API server refuses`,
        advice: 'state the name in spec.externalName',
      }
    case 'alias-is-short':
      return {
        sentence: `${nameOf(why.service)} is an alias of ${why.target}, which no search domain completes`,
        advice: why.meant ? `write the full name: ${why.meant}` : 'write the full name of what is meant',
      }
    case 'alias-of-itself':
      return {sentence: `${nameOf(why.service)} is an ExternalName for itself`, advice: 'name a host, or another Service'}
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
    case 'unready-address':
      return {
        sentence: `${why.object ? `${shortName(why.object)} has it, which` : 'the endpoint that has it'} is not ready in ${nameOf(why.service)}`,
        advice: PUBLISH_UNREADY,
      }
    case 'pod-without-name':
      return {sentence: `${shortName(why.pod)} has it, and is a ready endpoint of no Service`}
    case 'reverse-name':
      return {sentence: 'an address has PTR records only', advice: 'leave --type out'}
    case 'no-import-port':
      return {sentence: `ServiceImport ${why.name} has no ${why.port} (it has ${why.has.length > 0 ? enumerate(why.has, 5) : 'no ports'})`}
    case 'asked-of-node':
      return {
        sentence: "the node's own resolver does not know the names of the cluster",
        advice: 'the exception is a node that forwards them to the cluster, as with AKS LocalDNS',
      }
  }
}

const PUBLISH_UNREADY = 'publishNotReadyAddresses on the Service names pods that are not ready too'

const MALFORMED = {
  'no-branch': 'the names of the cluster end with svc or pod before its domain',
  'too-many-labels': 'no name of a Service has so many parts; the longest is _port._protocol.service.namespace.svc',
  'no-reverse-name': 'it is not the whole reverse name of an address',
} as const

function nameOf({namespace, name}: Service): string {
  return `${namespace}/${name}`
}

/** The pods of a StatefulSet are numbered; others have a name where they ask for it. */
function describeMissingEndpoint(cluster: Cluster, why: Extract<Absence, {kind: 'no-endpoint'}>): Wording {
  const {service, label, unready, byPodName} = why
  if (unready) return {sentence: `endpoint ${label} of ${nameOf(service)} is not ready`, advice: PUBLISH_UNREADY}
  const sentence = `${nameOf(service)} has no endpoint ${label}`
  const [, stem, ordinal] = /^(.+)-(\d+)$/.exec(label) ?? []
  const ordinals = stem === undefined ? [] : ordinalsOf(cluster, service.namespace, stem)
  const [first, last] = [ordinals[0], ordinals.at(-1)]
  if (first !== undefined && last !== undefined && !ordinals.includes(Number(ordinal))) {
    const range =
      first === last ? `the only pod of sts/${stem} is ${stem}-${first}` : `the pods of sts/${stem} are ${stem}-${first} to ${stem}-${last}`
    return {
      sentence: `${sentence}: ${range}`,
      ...(Number(ordinal) > last && {
        advice: `kubectl -n ${service.namespace} scale sts/${stem} --replicas ${Number(ordinal) - first + 1} makes it`,
      }),
    }
  }
  if (byPodName) return {sentence, advice: 'its endpoints go by the names of their pods (endpoint_pod_names in the Corefile)'}
  return {
    sentence,
    advice: `a pod has such a name where its hostname is ${label} and its subdomain (a StatefulSet's serviceName) ${service.name}`,
  }
}

/** In ascending order; empty for what is no StatefulSet. */
function ordinalsOf(cluster: Cluster, namespace: string, statefulSet: string): readonly number[] {
  return cluster.pods
    .inNamespace(namespace)
    .filter(({workload}) => workload?.kind === 'StatefulSet' && workload.name === statefulSet)
    .flatMap(({target}) => (target.kind === 'Pod' ? Number(/-(\d+)$/.exec(target.name)?.[1] ?? Number.NaN) : []))
    .filter((ordinal) => !Number.isNaN(ordinal))
    .toSorted((a, b) => a - b)
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

/** Why nobody can tell. `lookup` is the command that would ask where it is asked, where somebody asks for something. */
export function describeDoubt(why: Doubt, lookup?: string): Required<Wording> {
  const askThere = lookup === undefined ? 'look it up in the pod that asks' : `ask where it is asked: ${lookup}`
  switch (why.kind) {
    case 'forwarded':
      return {
        sentence: "the cluster's DNS asks other servers for it",
        advice: askThere,
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
        advice: askThere,
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
    case 'redefined':
      return {
        sentence: `${enumerate(why.files)} define ${nameOf(why.service)}, and do not agree`,
        advice: `svcscope dns svc/${why.service.name} -n ${why.service.namespace} answers each; name the files of one with -f`,
      }
    case 'unseen-endpoints':
      return {
        sentence: `a pod of ${nameOf(why.service)} may have it, and the input does not show them`,
        advice: 'ask with the objects as they run: kubectl get services,pods,endpointslices -A -o yaml',
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
            ? `the pod asks ${why.nameservers[0]}${why.nameservers.length > 1 ? ' first' : ''}, which may not be the cluster's DNS`
            : 'the pod names no DNS server (dnsPolicy: None without nameservers)',
        advice: 'dnsPolicy: ClusterFirst asks the cluster',
      }
  }
}
