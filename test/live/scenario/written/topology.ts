import {scenario} from '../scenario.ts'

const auto = {'service.kubernetes.io/topology-mode': 'Auto'}

/** Traffic that should stay near: every trafficDistribution, and the older annotation where its safeguards let it and where not. */
export const topology = scenario('topology')
  .pods('spread', 6, {ports: {http: 8080}})
  .pods('few', 1, {ports: {http: 8080}})
  .pods('lopsided', 4, {ports: {http: 8080}, on: 'node-a'})
  .pods('partly-ready', 6, {ports: {http: 8080}, ready: [true, true, true, false, true, false]})
  .pods('leaving', 3, {ports: {http: 8080}, terminating: [true, false, false]})
  .pods('unscheduled', 1, {labels: {app: 'partly-placed'}, ports: {http: 8080}, on: null})
  .pods('placed', 3, {labels: {app: 'partly-placed'}, ports: {http: 8080}})
  .service('close', {selector: {app: 'spread'}, trafficDistribution: 'PreferClose', ports: ['80→http']})
  .service('same-zone', {selector: {app: 'spread'}, trafficDistribution: 'PreferSameZone', ports: ['80→http']})
  .service('same-node', {selector: {app: 'spread'}, trafficDistribution: 'PreferSameNode', ports: ['80→http']})
  .service('same-node-dual', {
    selector: {app: 'spread'},
    ipFamilyPolicy: 'RequireDualStack',
    trafficDistribution: 'PreferSameNode',
    ports: ['80→http'],
  })
  .service('close-partly-ready', {selector: {app: 'partly-ready'}, trafficDistribution: 'PreferClose', ports: ['80→http']})
  .service('close-published', {
    selector: {app: 'partly-ready'},
    trafficDistribution: 'PreferClose',
    publishNotReadyAddresses: true,
    ports: ['80→http'],
  })
  .service('node-leaving', {selector: {app: 'leaving'}, trafficDistribution: 'PreferSameNode', ports: ['80→http']})
  .service('node-unscheduled', {
    selector: {app: 'partly-placed'},
    trafficDistribution: 'PreferSameNode',
    publishNotReadyAddresses: true,
    ports: ['80→http'],
  })
  .service('close-headless', {selector: {app: 'spread'}, clusterIP: 'None', trafficDistribution: 'PreferClose', ports: ['80→http']})
  .service('close-local', {
    selector: {app: 'spread'},
    internalTrafficPolicy: 'Local',
    trafficDistribution: 'PreferClose',
    ports: ['80→http'],
  })
  .service('auto', {selector: {app: 'spread'}, annotations: auto, ports: ['80→http']})
  .service('auto-lower-case', {selector: {app: 'spread'}, annotations: {'service.kubernetes.io/topology-mode': 'auto'}, ports: ['80→http']})
  .service('auto-old-name', {
    selector: {app: 'spread'},
    annotations: {'service.kubernetes.io/topology-aware-hints': 'Auto'},
    ports: ['80→http'],
  })
  .service('auto-disabled', {
    selector: {app: 'spread'},
    annotations: {'service.kubernetes.io/topology-mode': 'Disabled'},
    ports: ['80→http'],
  })
  .service('auto-few', {selector: {app: 'few'}, annotations: auto, ports: ['80→http']})
  .service('auto-lopsided', {selector: {app: 'lopsided'}, annotations: auto, ports: ['80→http']})
  .service('auto-partly-ready', {selector: {app: 'partly-ready'}, annotations: auto, ports: ['80→http']})
  .service('auto-dual', {selector: {app: 'spread'}, annotations: auto, ipFamilyPolicy: 'RequireDualStack', ports: ['80→http']})
  .service('auto-and-close', {selector: {app: 'spread'}, annotations: auto, trafficDistribution: 'PreferClose', ports: ['80→http']})
  .service('auto-few-and-node', {selector: {app: 'few'}, annotations: auto, trafficDistribution: 'PreferSameNode', ports: ['80→http']})
  .service('auto-nobody', {selector: {app: 'nobody'}, annotations: auto, ports: ['80→http']})
