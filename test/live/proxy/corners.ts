import type {WireObject} from '../../../src/cluster/object.ts'
import {scenario} from '../scenario/scenario.ts'

const listed = (address: string, rest: WireObject = {}): WireObject => ({addresses: [address], ...rest})
const leaving = {conditions: {ready: false, serving: true, terminating: true}}
const on = (nodeName: string): WireObject => ({nodeName, zone: nodeName === 'node-a' ? 'zone-a' : 'zone-b'})
const forNode = (...names: readonly string[]): WireObject => ({hints: {forNodes: names.map((name) => ({name}))}})
const forZone = (...names: readonly string[]): WireObject => ({hints: {forZones: names.map((name) => ({name}))}})

/** What no controller writes and hardly anybody asks for, but kube-proxy has an answer to. */
export const corners = scenario('corners')
  .pods('web', 3, {ports: {http: 8080}})
  .pods('lone', 1, {ports: {http: 8080}, on: 'node-b'})
  // The balancer's own address is allowed, and so is a node; the other node is not.
  .service('ranges-own-address', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ports: ['80→http'],
    loadBalancerSourceRanges: ['203.0.113.80/32', '192.168.77.11/32'],
    ingress: [{ip: '203.0.113.80'}, {ip: '203.0.113.81'}],
  })
  .service('ranges-both-families', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ipFamilyPolicy: 'RequireDualStack',
    sessionAffinity: 'ClientIP',
    externalTrafficPolicy: 'Local',
    ports: ['80→http'],
    loadBalancerSourceRanges: ['10.0.0.0/8', ' 198.51.100.0/24 ', 'fd00:1::/32'],
    ingress: [{ip: '203.0.113.82'}, {ip: '2001:db8::82'}],
  })
  .service('ranges-one-family', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ipFamilyPolicy: 'RequireDualStack',
    ports: ['80→http'],
    loadBalancerSourceRanges: ['2001:db8::/32'],
    ingress: [{ip: '203.0.113.83'}, {ip: '2001:db8::83'}],
  })
  .service('ranges-everybody', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ports: ['80→http'],
    loadBalancerSourceRanges: ['198.51.100.0/24', '0.0.0.0/0'],
    ingress: [{ip: '203.0.113.84'}],
  })
  .service('ranges-nobody-there', {
    selector: {app: 'nobody'},
    type: 'LoadBalancer',
    ports: ['80→http'],
    loadBalancerSourceRanges: ['198.51.100.0/24'],
    ingress: [{ip: '203.0.113.85'}],
  })
  .service('other-proxy', {selector: {app: 'web'}, labels: {'service.kubernetes.io/service-proxy-name': 'mesh'}, ports: ['80→http']})
  .service('called-headless', {selector: {app: 'web'}, labels: {'service.kubernetes.io/headless': ''}, ports: ['80→http']})
  .service('balancer-udp-local', {
    selector: {app: 'lone'},
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: ['dns 53→http/UDP', 'dns-tcp 53→http'],
    ingress: [{ip: '203.0.113.86'}],
  })
  .service('internal-local-balancer', {
    selector: {app: 'lone'},
    type: 'LoadBalancer',
    internalTrafficPolicy: 'Local',
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.87'}],
  })
  // One in seven, one in eleven, one in thirteen: shares that no decimal says exactly.
  .service('thirteen', {selector: null, ports: ['80']})
  .slice('thirteen-1', {service: 'thirteen', ports: ['80'], endpoints: Array.from({length: 13}, (_, index) => `198.51.100.${100 + index}`)})
  .service('several-addresses', {selector: null, ports: ['80']})
  .slice('several-addresses-1', {
    service: 'several-addresses',
    ports: ['80'],
    endpoints: [{addresses: ['198.51.100.20', '198.51.100.21']}, listed('198.51.100.19')],
  })
  // The same address twice in one slice: which one counts differs by version.
  .service('twice', {selector: null, type: 'NodePort', externalTrafficPolicy: 'Local', ports: ['80']})
  .slice('twice-1', {
    service: 'twice',
    ports: ['80'],
    endpoints: [
      listed('198.51.100.30', {...on('node-a'), ...leaving}),
      listed('198.51.100.30', on('node-b')),
      listed('198.51.100.31', on('node-b')),
      listed('198.51.100.31', {...on('node-a'), ...leaving}),
      listed('198.51.100.32', on('node-a')),
      listed('198.51.100.32', on('node-b')),
    ],
  })
  .service('slice-called-headless', {selector: null, ports: ['80']})
  .slice('slice-called-headless-1', {
    service: 'slice-called-headless',
    labels: {'service.kubernetes.io/headless': ''},
    ports: ['80'],
    endpoints: ['198.51.100.40'],
  })
  .service('hints-partial', {selector: null, ports: ['80']})
  .slice('hints-partial-1', {
    service: 'hints-partial',
    ports: ['80'],
    endpoints: [listed('198.51.100.50', forZone('zone-a')), listed('198.51.100.51')],
  })
  .service('hints-node-before-zone', {selector: null, type: 'NodePort', externalTrafficPolicy: 'Local', ports: ['80']})
  .slice('hints-node-before-zone-1', {
    service: 'hints-node-before-zone',
    ports: ['80'],
    endpoints: [
      listed('198.51.100.60', {...on('node-a'), hints: {forNodes: [{name: 'node-a'}], forZones: [{name: 'zone-a'}]}}),
      listed('198.51.100.61', {...on('node-b'), hints: {forNodes: [{name: 'node-b'}], forZones: [{name: 'zone-b'}]}}),
      listed('198.51.100.62', {...on('node-b'), hints: {forNodes: [{name: 'node-b'}], forZones: [{name: 'zone-a'}]}}),
    ],
  })
  .service('hints-without-this-zone', {selector: null, ports: ['80']})
  .slice('hints-without-this-zone-1', {
    service: 'hints-without-this-zone',
    ports: ['80'],
    endpoints: [listed('198.51.100.70', forZone('zone-a')), listed('198.51.100.71', forZone('zone-elsewhere'))],
  })
  .service('hints-of-the-unready', {selector: null, ports: ['80']})
  .slice('hints-of-the-unready-1', {
    service: 'hints-of-the-unready',
    ports: ['80'],
    endpoints: [
      listed('198.51.100.80', forNode('node-a')),
      listed('198.51.100.81', {...leaving}),
      listed('198.51.100.82', forNode('node-b')),
    ],
  })
  .service('several-slices', {selector: null, ports: ['http 80', 'metrics 81']})
  .slice('several-slices-1', {service: 'several-slices', ports: ['http 8080'], endpoints: ['198.51.100.90']})
  .slice('several-slices-2', {
    service: 'several-slices',
    ports: ['http 8081', 'metrics 9090'],
    endpoints: ['198.51.100.90', '198.51.100.9'],
  })
