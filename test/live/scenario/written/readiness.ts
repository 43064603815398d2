import {scenario} from '../scenario.ts'

/** Ready, not ready, and Services that do not care. */
export const readiness = scenario('readiness')
  .pods('mixed', 4, {ports: {http: 8080}, ready: [true, true, false, false]})
  .pods('down', 2, {ports: {http: 8080}, ready: false})
  .pods('up', 2, {ports: {http: 8080}})
  .pods('rollout-old', 2, {labels: {app: 'rollout'}, ports: {http: 8080}})
  .pods('rollout-new', 2, {labels: {app: 'rollout'}, ports: {http: 8090}, ready: false})
  .service('mixed', {ports: ['80→http']})
  .service('mixed-published', {selector: {app: 'mixed'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('mixed-headless', {selector: {app: 'mixed'}, clusterIP: 'None', ports: ['80→http']})
  .service('mixed-headless-published', {
    selector: {app: 'mixed'},
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    ports: ['http 80→http'],
  })
  .service('down', {ports: ['80→http']})
  .service('down-published', {selector: {app: 'down'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('down-headless', {selector: {app: 'down'}, clusterIP: 'None', ports: ['80→http']})
  .service('up', {ports: ['80→http']})
  .service('up-node-port', {selector: {app: 'up'}, type: 'NodePort', ports: ['80→http']})
  .service('rollout', {ports: ['80→http']})
  .service('rollout-published', {selector: {app: 'rollout'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('down-node-port', {selector: {app: 'down'}, type: 'NodePort', ports: ['http 80→http']})
