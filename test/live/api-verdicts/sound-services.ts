import type {WireObject} from '../../../src/cluster/object.ts'

const SELECTOR = {app: 'web'}
const HTTP = {name: 'http', port: 80, targetPort: 8080}

/** Services that an API server accepts, of every kind: what is broken starts from one of them. Service ranges: 10.0.0.0/16 and fd00:10::/112. */
export const SOUND_SERVICES: Readonly<Record<string, WireObject>> = {
  'the shortest': service({ports: [{port: 80}]}),
  'cluster IP': service({selector: SELECTOR, ports: [HTTP]}),
  'stated cluster IP': service({clusterIP: '10.0.7.7', clusterIPs: ['10.0.7.7'], selector: SELECTOR, ports: [HTTP]}),
  'named target port': service({selector: SELECTOR, ports: [{name: 'http', port: 80, targetPort: 'web'}]}),
  'without selector': service({ports: [{port: 3306}]}),
  headless: service({clusterIP: 'None', selector: SELECTOR, ports: [HTTP]}),
  'headless without ports': service({clusterIP: 'None', selector: SELECTOR, publishNotReadyAddresses: true}),
  'two ports, UDP and TCP': service({
    selector: {app: 'dns'},
    ports: [
      {name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353},
      {name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 5353},
    ],
  }),
  SCTP: service({selector: SELECTOR, ports: [{port: 3868, protocol: 'SCTP'}]}),
  'application protocol': service({selector: SELECTOR, ports: [{...HTTP, appProtocol: 'kubernetes.io/h2c'}]}),
  'node port': service({type: 'NodePort', selector: SELECTOR, ports: [HTTP]}),
  'stated node port': service({type: 'NodePort', selector: SELECTOR, ports: [{...HTTP, nodePort: 30080}], externalTrafficPolicy: 'Local'}),
  'load balancer': service({type: 'LoadBalancer', selector: SELECTOR, ports: [HTTP], loadBalancerSourceRanges: ['203.0.113.0/24']}),
  'load balancer, local': service({
    type: 'LoadBalancer',
    selector: SELECTOR,
    ports: [HTTP],
    externalTrafficPolicy: 'Local',
    healthCheckNodePort: 31999,
  }),
  'load balancer of a class': service({
    type: 'LoadBalancer',
    loadBalancerClass: 'example.com/internal',
    allocateLoadBalancerNodePorts: false,
    selector: SELECTOR,
    ports: [HTTP],
  }),
  'load balancer with an address': {
    ...service({type: 'LoadBalancer', loadBalancerIP: '203.0.113.5', selector: SELECTOR, ports: [HTTP]}),
    status: {loadBalancer: {ingress: [{ip: '203.0.113.5', ipMode: 'Proxy'}]}},
  },
  'external name': service({type: 'ExternalName', externalName: 'db.example.com'}),
  'external name with ports': service({type: 'ExternalName', externalName: 'db.example.com.', ports: [{port: 5432}]}),
  'external addresses': service({selector: SELECTOR, ports: [HTTP], externalIPs: ['198.51.100.7']}),
  'dual stack': service({selector: SELECTOR, ports: [HTTP], ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4']}),
  'dual stack, stated': service({
    selector: SELECTOR,
    ports: [HTTP],
    ipFamilyPolicy: 'PreferDualStack',
    clusterIP: '10.0.8.8',
    clusterIPs: ['10.0.8.8', 'fd00:10::88'],
  }),
  IPv6: service({selector: SELECTOR, ports: [HTTP], ipFamilies: ['IPv6']}),
  'headless, dual stack': service({clusterIP: 'None', selector: SELECTOR, ports: [HTTP], ipFamilyPolicy: 'PreferDualStack'}),
  'session affinity': service({
    selector: SELECTOR,
    ports: [HTTP],
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: {clientIP: {timeoutSeconds: 600}},
  }),
  'internal traffic policy': service({selector: SELECTOR, ports: [HTTP], internalTrafficPolicy: 'Local'}),
  'traffic distribution': service({selector: SELECTOR, ports: [HTTP], trafficDistribution: 'PreferSameZone'}),
  'topology mode': service(
    {selector: SELECTOR, ports: [HTTP]},
    {labels: {'app.kubernetes.io/name': 'web'}, annotations: {'service.kubernetes.io/topology-mode': 'Auto'}},
  ),
}

function service(spec: WireObject, metadata: WireObject = {}): WireObject {
  return {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web', ...metadata}, spec}
}
