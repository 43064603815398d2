import {scenario} from '../scenario.ts'

const auto = {'service.kubernetes.io/topology-mode': 'Auto'}

/** Three zones of different size, with nodes that do not count: hints follow the CPUs of ready workers. */
export const capacity = scenario('capacity')
  .node('small-a', {zone: 'zone-a', cpu: '2'})
  .node('large-b', {zone: 'zone-b', cpu: '8'})
  .node('medium-c', {zone: 'zone-c', cpu: '3500m'})
  .node('unready-c', {zone: 'zone-c', cpu: '64', ready: false})
  .node('control', {zone: 'zone-d', cpu: '64', labels: {'node-role.kubernetes.io/control-plane': ''}})
  .pods('fair', 14, {ports: {http: 8080}, on: ['small-a', 'large-b', 'large-b', 'large-b', 'medium-c', 'large-b', 'medium-c']})
  .pods('even', 9, {ports: {http: 8080}, on: ['small-a', 'large-b', 'medium-c']})
  .pods('three', 3, {ports: {http: 8080}, on: ['small-a', 'large-b', 'medium-c']})
  .pods('two', 2, {ports: {http: 8080}, on: ['small-a', 'large-b']})
  .pods('on-control', 8, {ports: {http: 8080}, on: ['small-a', 'large-b', 'medium-c', 'control']})
  .pods('on-unready', 6, {ports: {http: 8080}, on: ['small-a', 'large-b', 'unready-c']})
  .service('fair', {annotations: auto, ports: ['80→http']})
  .service('even', {annotations: auto, ports: ['80→http']})
  .service('three', {annotations: auto, ports: ['80→http']})
  .service('two', {annotations: auto, ports: ['80→http']})
  .service('on-control', {annotations: auto, ports: ['80→http']})
  .service('on-unready', {annotations: auto, ports: ['80→http']})
  .service('even-close', {selector: {app: 'even'}, trafficDistribution: 'PreferSameZone', ports: ['80→http']})
  .service('on-control-node', {selector: {app: 'on-control'}, trafficDistribution: 'PreferSameNode', ports: ['80→http']})
