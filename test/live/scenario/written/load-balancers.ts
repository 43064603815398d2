import {scenario} from '../scenario.ts'

/** Ways in from outside: node ports, load balancers with all they may say, and external addresses. */
export const loadBalancers = scenario('load-balancers')
  .pods('web', 3, {ports: {http: 8080, https: 8443}})
  .service('node-port', {selector: {app: 'web'}, type: 'NodePort', ports: ['80→http']})
  .service('node-port-fixed', {selector: {app: 'web'}, type: 'NodePort', ports: ['http 80→http@30080', 'https 443→https@30043']})
  .service('balancer', {selector: {app: 'web'}, type: 'LoadBalancer', ports: ['80→http'], ingress: [{ip: '203.0.113.10'}]})
  .service('balancer-pending', {selector: {app: 'web'}, type: 'LoadBalancer', ports: ['80→http']})
  .service('balancer-two-ports', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ports: ['http 80→http', 'https 443→https'],
    ingress: [{ip: '203.0.113.11'}],
  })
  .service('balancer-hostname', {selector: {app: 'web'}, type: 'LoadBalancer', ports: ['80→http'], ingress: [{hostname: 'lb.example.com'}]})
  .service('balancer-proxy', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.12', ipMode: 'Proxy'}],
  })
  .service('balancer-vip', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ports: ['80→http'],
    ingress: [
      {ip: '203.0.113.13', ipMode: 'VIP'},
      {ip: '203.0.113.14', ipMode: 'Proxy'},
    ],
  })
  .service('balancer-ranges', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    ports: ['80→http'],
    loadBalancerSourceRanges: ['192.168.77.0/24', '198.51.100.0/28'],
    ingress: [{ip: '203.0.113.15'}],
  })
  .service('balancer-ranges-annotation', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    annotations: {'service.beta.kubernetes.io/load-balancer-source-ranges': '198.51.100.0/24'},
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.16'}],
  })
  .service('balancer-no-node-ports', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    allocateLoadBalancerNodePorts: false,
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.17'}],
  })
  .service('balancer-class', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    loadBalancerClass: 'example.com/internal',
    ports: ['80→http'],
    ingress: [{ip: '10.9.9.9'}],
  })
  .service('balancer-health-port', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    healthCheckNodePort: 30019,
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.18'}],
  })
  .service('balancer-empty', {selector: {app: 'nobody'}, type: 'LoadBalancer', ports: ['80→http'], ingress: [{ip: '203.0.113.19'}]})
  .service('external-ip', {selector: {app: 'web'}, externalIPs: ['198.51.100.7'], ports: ['80→http']})
  .service('external-ips-dual', {
    selector: {app: 'web'},
    ipFamilyPolicy: 'RequireDualStack',
    externalIPs: ['198.51.100.8', '2001:db8::8'],
    ports: ['80→http'],
  })
  .service('external-ip-local', {
    selector: {app: 'web'},
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    externalIPs: ['198.51.100.10'],
    ports: ['80→http'],
  })
