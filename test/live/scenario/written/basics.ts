import {scenario} from '../scenario.ts'

/** One Deployment's worth of pods, and the ways in which a Service finds it or does not. */
export const basics = scenario('basics')
  .pods('web', 3, {labels: {app: 'web', tier: 'front', version: 'v1'}, ports: {http: 8080, metrics: 9090}})
  .pods('web-next', 1, {labels: {app: 'web', tier: 'front', version: 'v2'}, ports: {http: 8080, metrics: 9090}})
  .pods('api', 2, {labels: {app: 'api', tier: 'back'}, ports: {http: 3000}})
  .pods('dotted.name', 1, {labels: {'example.com/app': 'dotted', empty: ''}, ports: {http: 8080}})
  .service('web', {ports: ['http 80→http']})
  .service('web-number', {selector: {app: 'web'}, ports: ['80→8080']})
  .service('web-same-number', {selector: {app: 'web'}, ports: ['8080']})
  .service('web-v2', {selector: {app: 'web', version: 'v2'}, ports: ['80→http']})
  .service('web-two-ports', {selector: {app: 'web'}, ports: ['http 80→http', 'metrics 9090→metrics']})
  .service('web-port-twice', {selector: {app: 'web'}, ports: ['a 80→http', 'b 81→http', 'c 8080']})
  .service('web-undeclared-number', {selector: {app: 'web'}, ports: ['80→1234']})
  .service('front', {selector: {tier: 'front'}, ports: ['80→8080'], labels: {team: 'shop', 'example.com/part-of': 'shop'}})
  .service('api', {ports: ['80→3000'], annotations: {'example.com/owner': 'team-api'}})
  .service('typo', {selector: {app: 'wbe'}, ports: ['80→8080']})
  .service('too-narrow', {selector: {app: 'api', tier: 'front'}, ports: ['80']})
  .service('empty-value', {selector: {empty: ''}, ports: ['80→http']})
  .service('qualified-key', {selector: {'example.com/app': 'dotted'}, ports: ['80→http']})
  .service('app-protocols', {
    selector: {app: 'web'},
    ports: ['http 80→http http', 'h2c 81→8080 kubernetes.io/h2c', 'ws 82→8080 kubernetes.io/ws'],
  })
  .service('fixed-address', {selector: {app: 'web'}, clusterIP: '10.0.0.77', ports: ['80→http']})
