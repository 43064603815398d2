import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {ObjectReference} from '../../../cluster/object.ts'

/**
 * Kinds by API group that lead to workloads in a way that is not read here: by labels, by tags of a provider, through revisions that a controller makes, or
 * by names of a mesh. They are told of, so that nobody takes silence for an answer.
 */
const UNJUDGED: Readonly<Record<string, readonly string[]>> = {
  // https://knative.dev/docs/serving/reference/serving-api
  'serving.knative.dev': ['Service', 'Route', 'DomainMapping'],
  // https://developer.hashicorp.com/consul/docs/reference/k8s/crds
  'consul.hashicorp.com': ['IngressGateway'],
  // https://kuma.io/docs/latest/using-mesh/managing-ingress-traffic/gateway
  'kuma.io': ['MeshGatewayRoute'],
  // https://ngrok.com/docs/k8s/crds
  'ingress.k8s.ngrok.com': ['HTTPSEdge', 'TCPEdge', 'TLSEdge', 'Tunnel'],
  'ngrok.k8s.ngrok.com': ['CloudEndpoint'],
  // https://www.haproxy.com/documentation/kubernetes-ingress/community/configuration-reference/tcp
  'ingress.v1.haproxy.org': ['TCP'],
  'ingress.v3.haproxy.org': ['TCP'],
  // https://tyk.io/docs/api-management/automations/operator
  'tyk.tyk.io': ['ApiDefinition'],
}

/** The objects of such kinds, in their order. */
export function unjudgedObjects(cluster: Pick<Cluster, 'others'>): readonly ObjectReference[] {
  return othersUnjudged(cluster).map(referenceTo)
}

/** The same with the group behind the kind, for some are called as kinds of Kubernetes are: `Service.serving.knative.dev`. */
export function unjudgedByGroup(cluster: Pick<Cluster, 'others'>): readonly ObjectReference[] {
  return othersUnjudged(cluster).map((one) => ({...referenceTo(one), kind: `${one.kind}.${one.group}`}))
}

function othersUnjudged({others}: Pick<Cluster, 'others'>): readonly OtherObject[] {
  return others.filter(({group, kind}) => Object.hasOwn(UNJUDGED, group) && UNJUDGED[group]?.includes(kind))
}
