import {scenario} from '../scenario.ts'

/** Pods on their way out: they serve while they are ready, and are used where nothing better is left. */
export const terminating = scenario('terminating')
  .pods('draining', 4, {ports: {http: 8080}, terminating: [false, true, true, false], ready: [true, true, false, false]})
  .pods('leaving', 2, {ports: {http: 8080}, terminating: true})
  .pods('gone', 2, {ports: {http: 8080}, terminating: true, ready: false})
  .pods('last', 3, {ports: {http: 8080}, on: ['node-a', 'node-b', 'node-b'], terminating: [true, false, true], ready: [true, false, true]})
  .pods('per-port', 2, {ports: [{http: 8080}, {http: 8080, grpc: 50051}], terminating: [false, true]})
  .service('draining', {ports: ['80→http']})
  .service('draining-published', {selector: {app: 'draining'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('draining-headless', {selector: {app: 'draining'}, clusterIP: 'None', ports: ['80→http']})
  .service('leaving', {ports: ['80→http']})
  .service('leaving-headless', {selector: {app: 'leaving'}, clusterIP: 'None', ports: ['http 80→http']})
  .service('leaving-headless-published', {
    selector: {app: 'leaving'},
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    ports: ['http 80→http'],
  })
  .service('leaving-local', {selector: {app: 'leaving'}, type: 'NodePort', externalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('gone', {ports: ['80→http']})
  .service('gone-published', {selector: {app: 'gone'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('last', {ports: ['80→http']})
  .service('last-local', {
    selector: {app: 'last'},
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.30'}],
  })
  .service('per-port', {ports: ['http 80→http', 'grpc 50051→grpc']})
