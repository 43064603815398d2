import type {Cluster} from '../../../src/cluster/cluster.ts'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type DiffReport, diff} from '../../../src/questions/diff/diff.ts'

/** An object that a mutation may change. */
// biome-ignore lint/suspicious/noExplicitAny: mutations reach into any object.
export type Draft = any

/** A shop on Azure: something behind every kind of way in, a database that only the API may reach, and clients. */
export function shop(): Draft[] {
  const deployment = (name: string, ports: readonly object[], {namespace = 'shop', replicas = 2} = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace},
    spec: {
      replicas,
      selector: {matchLabels: {app: name}},
      template: {metadata: {labels: {app: name, tier: 'any'}}, spec: {containers: [{name: 'main', image: 'main:1', ports}]}},
    },
  })
  const service = (name: string, spec: object, annotations?: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'shop', ...(annotations && {annotations})},
    spec: {selector: {app: name}, ...spec},
  })
  const policy = (name: string, spec: object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {name, namespace: 'shop'},
    spec,
  })
  const gatewayApi = 'gateway.networking.k8s.io/v1'
  return [
    {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop', labels: {team: 'shop'}}},
    {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'ops', labels: {team: 'ops'}}},
    service('web', {
      type: 'LoadBalancer',
      ports: [
        {name: 'http', port: 80, targetPort: 8080},
        {name: 'https', port: 443, targetPort: 8443},
      ],
    }),
    deployment('web', [{name: 'http', containerPort: 8080}, {containerPort: 8443}], {replicas: 3}),
    service('api', {ports: [{port: 80, targetPort: 9000}]}),
    deployment('api', [{name: 'api', containerPort: 9000}]),
    service('canary', {ports: [{port: 80, targetPort: 9000}]}),
    deployment('canary', [{containerPort: 9000}]),
    service('edge', {type: 'NodePort', ports: [{port: 80, nodePort: 30080}]}),
    deployment('edge', []),
    service(
      'partner',
      {type: 'LoadBalancer', loadBalancerSourceRanges: ['10.1.0.0/16'], allocateLoadBalancerNodePorts: false, ports: [{port: 443}]},
      {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'},
    ),
    deployment('partner', []),
    service(
      'intra',
      {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{port: 443}]},
      {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'},
    ),
    deployment('intra', []),
    service('db', {clusterIP: 'None', ports: [{port: 5432}]}),
    {...deployment('db', [{containerPort: 5432}]), kind: 'StatefulSet'},
    deployment('batch', []),
    deployment('probe', [], {namespace: 'ops'}),
    policy('db', {
      podSelector: {matchLabels: {app: 'db'}},
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{podSelector: {matchLabels: {app: 'api'}}}, {namespaceSelector: {matchLabels: {team: 'ops'}}}],
          ports: [{port: 5432}],
        },
      ],
    }),
    policy('batch', {
      podSelector: {matchLabels: {app: 'batch'}},
      policyTypes: ['Egress'],
      egress: [{to: [{podSelector: {matchLabels: {app: 'api'}}}]}],
    }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {name: 'main', namespace: 'shop'},
      spec: {
        ingressClassName: 'edge',
        rules: [
          {
            host: 'shop.example',
            http: {paths: [{path: '/api', pathType: 'Prefix', backend: {service: {name: 'api', port: {number: 80}}}}]},
          },
        ],
      },
    },
    {
      apiVersion: gatewayApi,
      kind: 'Gateway',
      metadata: {name: 'gate', namespace: 'shop'},
      spec: {gatewayClassName: 'edge', listeners: [{name: 'web', port: 80, protocol: 'HTTP'}]},
    },
    {
      apiVersion: gatewayApi,
      kind: 'HTTPRoute',
      metadata: {name: 'main', namespace: 'shop'},
      spec: {
        parentRefs: [{name: 'gate'}],
        rules: [
          {
            backendRefs: [
              {name: 'api', port: 80, weight: 9},
              {name: 'canary', port: 80, weight: 0},
            ],
          },
        ],
      },
    },
  ]
}

export function find(objects: readonly Draft[], kind: string, name: string): Draft {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name)
  if (!found) throw new Error(`the shop has no ${kind} ${name}`)
  return found
}

/** The objects as if each stood in a file of its own, or all in one. */
export function clusterFrom(objects: readonly WireObject[], fileOf: (index: number) => string = () => 'shop.yaml'): Cluster {
  const sourced = objects.map((object, document) => ({object, origin: {file: fileOf(document), document, path: []}}))
  return buildCluster({objects: sourced, leftOut: []}, undefined)
}

export function compare(before: readonly WireObject[], after: readonly WireObject[]): DiffReport {
  return compareClusters(clusterFrom(before), clusterFrom(after))
}

export function compareClusters(before: Cluster, after: Cluster): DiffReport {
  return diff(before, after, {
    namespace: undefined,
    selector: undefined,
    said: {
      cloud: {name: 'azure', evidence: 'said by --cloud'},
      classes: new Map([
        ['edge', 'public'],
        ['inner', 'private'],
      ]),
      nodes: {addresses: 'private', evidence: 'said by --nodes'},
    },
    names: {before: 'before', after: 'after'},
  })
}
