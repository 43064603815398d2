import {scenario} from '../scenario.ts'

/** Local policies where each node has a pod, where one has none, and where none has. */
export const trafficPolicies = scenario('traffic-policies')
  .pods('everywhere', 3, {ports: {http: 8080}})
  .pods('here', 2, {ports: {http: 8080}, on: 'node-a'})
  .pods('unready-here', 2, {ports: {http: 8080}, on: ['node-a', 'node-b'], ready: [false, true]})
  .service('cluster', {selector: {app: 'everywhere'}, type: 'NodePort', ports: ['80→http']})
  .service('external-local', {selector: {app: 'everywhere'}, type: 'NodePort', externalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('external-local-one-node', {selector: {app: 'here'}, type: 'NodePort', externalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('external-local-unready', {
    selector: {app: 'unready-here'},
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    ports: ['80→http'],
  })
  .service('external-local-nobody', {selector: {app: 'nobody'}, type: 'NodePort', externalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('internal-local', {selector: {app: 'everywhere'}, internalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('internal-local-one-node', {selector: {app: 'here'}, internalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('internal-local-unready', {selector: {app: 'unready-here'}, internalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('both-local', {
    selector: {app: 'here'},
    type: 'LoadBalancer',
    internalTrafficPolicy: 'Local',
    externalTrafficPolicy: 'Local',
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.50'}],
  })
  .service('balancer-local', {
    selector: {app: 'everywhere'},
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: ['http 80→http', 'again 81→http'],
    ingress: [{ip: '203.0.113.51'}],
  })
  .service('internal-local-node-port', {selector: {app: 'here'}, type: 'NodePort', internalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('headless-local', {selector: {app: 'here'}, clusterIP: 'None', internalTrafficPolicy: 'Local', ports: ['80→http']})
