import {describe, expect, test} from 'vitest'
import {askExposure, clusterWith, namespace, policy, service, waysOf, workload} from './asking.ts'

const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {name: 'main', namespace: 'shop'},
  spec: {
    ingressClassName: 'nginx',
    rules: [{http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'web', port: {number: 80}}}}]}}],
  },
}
const ingressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: {name: 'nginx'},
  spec: {controller: 'k8s.io/ingress-nginx'},
}
const controller = (pod: object = {}) =>
  workload('nginx', {
    in: 'edge',
    image: 'registry.k8s.io/ingress-nginx/controller:v1.12.0',
    ports: [{name: 'http', containerPort: 80}],
    pod,
  })
const front = service('nginx', {type: 'LoadBalancer'}, 'edge', {status: {loadBalancer: {ingress: [{ip: '20.30.40.50', ipMode: 'VIP'}]}}})

function waysWith(...objects: readonly object[]): readonly string[] {
  const cluster = clusterWith(namespace('shop'), namespace('edge'), ingress, ingressClass, workload('web'), service('web'), ...objects)
  return waysOf(
    askExposure(cluster, '', {
      said: {cloud: {name: 'azure', evidence: 'said'}, nodes: {addresses: 'private', evidence: 'said'}},
    }).data,
  )
}

describe('who comes in through an Ingress', () => {
  test('is whom policies let to its controller, and on from there', () => {
    expect(waysWith(controller(), front)).toContain('Ingress internet')
    const near = policy('near', 'nginx', [{from: [{ipBlock: {cidr: '10.0.0.0/8'}}]}], 'edge')
    const kept = {...front, spec: {...front.spec, externalTrafficPolicy: 'Local'}}
    expect(waysWith(controller(), kept, policy('closed', 'nginx', [], 'edge'))).toContain('Ingress none')
    expect(waysWith(controller(), kept, near)).toContain('Ingress network 10.0.0.0/8')
  })

  test('is whom policies let to its controller by a port of the node', () => {
    const byNode = workload('nginx', {
      in: 'edge',
      image: 'registry.k8s.io/ingress-nginx/controller:v1.12.0',
      ports: [{name: 'http', containerPort: 8080, hostPort: 80}],
    })
    expect(waysWith(byNode)).toContain('Ingress network')
    expect(waysWith(byNode, policy('closed', 'nginx', [], 'edge'))).toContain('Ingress none')
  })

  test('may be somebody where policies forbid its controller, which is on the network of its node, all but the pods of that node', () => {
    const closed = policy('closed', 'web', [])
    expect(waysWith(controller(), front, closed)).toContain('Ingress none')
    expect(waysWith(controller({hostNetwork: true}), front, closed)).toContain('Ingress unknown')
    expect(waysWith(controller({hostNetwork: true, nodeName: 'node-a'}), front, closed)).toContain('Ingress unknown')
  })
})

describe('who comes in through a Gateway', () => {
  test('comes by the external addresses of its Service too', () => {
    const labels = {'gateway.envoyproxy.io/owning-gateway-name': 'gate', 'gateway.envoyproxy.io/owning-gateway-namespace': 'edge'}
    const proxies = service('envoy', {externalIPs: ['20.30.40.51'], clusterIP: '10.0.0.9'}, 'edge')
    const ways = waysWith(
      {...proxies, metadata: {...proxies.metadata, labels}},
      workload('envoy', {in: 'edge'}),
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: {name: 'envoy'},
        spec: {controllerName: 'gateway.envoyproxy.io/gatewayclass-controller'},
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: {name: 'gate', namespace: 'edge'},
        spec: {
          gatewayClassName: 'envoy',
          listeners: [{name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}}],
        },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: {name: 'web', namespace: 'shop'},
        spec: {parentRefs: [{name: 'gate', namespace: 'edge'}], rules: [{backendRefs: [{name: 'web', port: 80}]}]},
      },
    )
    expect(ways).toContain('Gateway internet')
  })
})
