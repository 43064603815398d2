import {scenario} from '../scenario.ts'

/** All nodes in one zone, one of them without CPUs to tell: near is everywhere. */
export const oneZone = scenario('one-zone')
  .node('one-a', {zone: 'zone-a'})
  .node('one-b', {zone: 'zone-a'})
  .pods('web', 4, {ports: {http: 8080}})
  .service('close', {selector: {app: 'web'}, trafficDistribution: 'PreferClose', ports: ['80→http']})
  .service('auto', {selector: {app: 'web'}, annotations: {'service.kubernetes.io/topology-mode': 'Auto'}, ports: ['80→http']})
