import {scenario} from '../scenario.ts'

const auto = {'service.kubernetes.io/topology-mode': 'Auto'}

/** One node without a zone: the annotation gives no hints to anybody, trafficDistribution still does for the others. */
export const zoneless = scenario('zoneless')
  .node('zoned-a', {zone: 'zone-a'})
  .node('zoned-b', {zone: 'zone-b'})
  .node('zoneless')
  .pods('web', 6, {ports: {http: 8080}})
  .service('close', {selector: {app: 'web'}, trafficDistribution: 'PreferClose', ports: ['80→http']})
  .service('node', {selector: {app: 'web'}, trafficDistribution: 'PreferSameNode', ports: ['80→http']})
  .service('auto', {selector: {app: 'web'}, annotations: auto, ports: ['80→http']})
  .service('plain', {selector: {app: 'web'}, ports: ['80→http']})
