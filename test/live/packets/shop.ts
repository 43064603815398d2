import {scenario} from '../scenario/scenario.ts'

/** Addresses of load balancers and external addresses: documentation ranges, which lead nowhere but through Services. */
export const VIRTUAL_RANGES = ['203.0.113.0/24', '2001:db8::/32'] as const
const both = (last: number) => [`203.0.113.${last}`, `2001:db8::${last.toString(16)}`] as const
const balancer = (last: number) =>
  ({type: 'LoadBalancer', ipFamilyPolicy: 'RequireDualStack', ingress: both(last).map((ip) => ({ip}))}) as const
const HTTP = ['80→http']
const web = {app: 'web'}
const lone = {app: 'lone'}
/** The clients outside whom outsideClients calls allowed, by their addresses. */
const ALLOWED_RANGES = ['192.168.77.220/30', 'fd77::dc/126'] as const

/**
 * Whatever may become of a packet: node-a and node-b have pods of `web`, node-b alone one of `lone`, node-c has none; pods that leave, that are
 * not ready, and one on its node's network.
 */
export const shop = scenario('shop')
  .pods('web', 3, {on: ['node-a', 'node-b', 'node-b'], ports: {http: 8080, dns: '5353/UDP'}})
  .pods('lone', 1, {on: 'node-b', ports: {http: 8080}})
  .pods('host', 1, {on: 'node-b', ports: {http: 9090}, hostNetwork: true})
  .pods('unready', 2, {on: ['node-a', 'node-b'], ports: {http: 8080}, ready: false})
  .pods('leaving', 2, {on: ['node-a', 'node-b'], ports: {http: 8080}, terminating: true})
  .pods('mixed', 2, {on: ['node-a', 'node-b'], ports: {http: 8080}, terminating: [false, true]})
  .pods('gone', 1, {on: 'node-a', ports: {http: 8080}, terminating: true, ready: false})
  .pods('client', 3, {on: ['node-a', 'node-b', 'node-c']})
  .service('web', {type: 'NodePort', ipFamilyPolicy: 'RequireDualStack', ports: ['http 80→http', 'dns 53→dns/UDP']})
  .service('web-ipv6', {selector: web, ipFamilies: ['IPv6'], ports: HTTP})
  .service('web-local', {...balancer(1), selector: web, externalTrafficPolicy: 'Local', ports: ['http 80→http', 'dns 53→dns/UDP']})
  .service('web-internal', {selector: web, type: 'NodePort', internalTrafficPolicy: 'Local', ports: HTTP})
  .service('web-near', {selector: web, type: 'NodePort', trafficDistribution: 'PreferSameNode', ports: HTTP})
  .service('web-sticky', {selector: web, type: 'NodePort', ipFamilyPolicy: 'RequireDualStack', sessionAffinity: 'ClientIP', ports: HTTP})
  .service('web-external', {selector: web, ipFamilyPolicy: 'RequireDualStack', externalIPs: both(2), ports: HTTP})
  .service('web-external-local', {
    selector: web,
    type: 'NodePort',
    ipFamilyPolicy: 'RequireDualStack',
    externalTrafficPolicy: 'Local',
    externalIPs: both(3),
    ports: HTTP,
  })
  .service('web-by-balancer', {...balancer(4), selector: web, allocateLoadBalancerNodePorts: false, ports: HTTP})
  .service('web-by-proxy', {selector: web, type: 'LoadBalancer', ports: HTTP, ingress: [{ip: '203.0.113.5', ipMode: 'Proxy'}]})
  .service('lone-local', {...balancer(6), selector: lone, internalTrafficPolicy: 'Local', externalTrafficPolicy: 'Local', ports: HTTP})
  .service('lone', {...balancer(7), ports: HTTP})
  .service('ranges', {...balancer(8), selector: web, loadBalancerSourceRanges: ALLOWED_RANGES, ports: HTTP})
  .service('ranges-of-pods', {
    ...balancer(9),
    selector: web,
    loadBalancerSourceRanges: ['10.244.0.0/16', '192.168.77.11/32', 'fd00:244::/32'],
    ports: HTTP,
  })
  .service('ranges-local', {
    ...balancer(10),
    selector: lone,
    externalTrafficPolicy: 'Local',
    loadBalancerSourceRanges: [...ALLOWED_RANGES, '10.244.0.0/24', '192.168.77.12/32'],
    ports: HTTP,
  })
  .service('ranges-nobody', {...balancer(11), selector: {app: 'nobody'}, loadBalancerSourceRanges: ALLOWED_RANGES, ports: HTTP})
  .service('nobody', {...balancer(12), externalIPs: both(13), ports: ['http 80→http', 'dns 53→dns/UDP']})
  .service('nobody-local', {
    ...balancer(14),
    selector: {app: 'nobody'},
    internalTrafficPolicy: 'Local',
    externalTrafficPolicy: 'Local',
    ports: HTTP,
  })
  .service('unready', {type: 'NodePort', ipFamilyPolicy: 'RequireDualStack', ports: HTTP})
  .service('unready-published', {selector: {app: 'unready'}, publishNotReadyAddresses: true, ports: HTTP})
  .service('leaving', {...balancer(15), ports: HTTP})
  .service('leaving-local', {...balancer(16), selector: {app: 'leaving'}, externalTrafficPolicy: 'Local', ports: HTTP})
  .service('mixed', {type: 'NodePort', ports: HTTP})
  .service('mixed-local', {
    ...balancer(17),
    selector: {app: 'mixed'},
    internalTrafficPolicy: 'Local',
    externalTrafficPolicy: 'Local',
    ports: HTTP,
  })
  .service('gone', {type: 'NodePort', ports: HTTP})
  .service('closed', {...balancer(18), selector: web, ports: ['http 80→9999', 'dns 53→9999/UDP']})
  .service('closed-local', {...balancer(19), selector: lone, externalTrafficPolicy: 'Local', ports: ['80→9999']})
  .service('host', {type: 'NodePort', ipFamilyPolicy: 'RequireDualStack', ports: HTTP})
  .service('host-local', {...balancer(20), selector: {app: 'host'}, externalTrafficPolicy: 'Local', ports: HTTP})
  .service('headless', {selector: web, clusterIP: 'None', ports: HTTP})
  .service('other-proxy', {
    selector: web,
    type: 'NodePort',
    labels: {'service.kubernetes.io/service-proxy-name': 'mesh'},
    ports: HTTP,
  })
  // Somebody lists the pod of `alone`, the last of node-b and of no other Service, without saying on which node it is.
  .pods('alone', 1, {on: 'node-b', ports: {http: 8080}})
  .service('by-hand', {selector: null, type: 'NodePort', ports: ['80']})
  .slice('by-hand-1', {service: 'by-hand', ports: ['8080'], endpoints: ['10.244.1.9']})
  // Shares that no binary fraction says exactly.
  .pods('seven', 7, {ports: {http: 8080}})
  .service('seven', {ipFamilyPolicy: 'RequireDualStack', ports: HTTP})
