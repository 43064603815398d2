import {scenario} from '../scenario.ts'

const timeout = (timeoutSeconds: number) => ({clientIP: {timeoutSeconds}})

/** Clients that stay with their pod. */
export const affinity = scenario('affinity')
  .pods('web', 3, {ports: {http: 8080, https: 8443}})
  .pods('lone', 1, {ports: {http: 8080}})
  .service('sticky', {selector: {app: 'web'}, sessionAffinity: 'ClientIP', ports: ['80→http']})
  .service('sticky-minute', {selector: {app: 'web'}, sessionAffinity: 'ClientIP', sessionAffinityConfig: timeout(60), ports: ['80→http']})
  .service('sticky-day', {selector: {app: 'web'}, sessionAffinity: 'ClientIP', sessionAffinityConfig: timeout(86_400), ports: ['80→http']})
  .service('sticky-ports', {selector: {app: 'web'}, sessionAffinity: 'ClientIP', ports: ['http 80→http', 'https 443→https']})
  .service('sticky-node-port', {selector: {app: 'web'}, type: 'NodePort', sessionAffinity: 'ClientIP', ports: ['80→http']})
  .service('sticky-local', {
    selector: {app: 'web'},
    type: 'LoadBalancer',
    sessionAffinity: 'ClientIP',
    externalTrafficPolicy: 'Local',
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.60'}],
  })
  .service('sticky-headless', {selector: {app: 'web'}, clusterIP: 'None', sessionAffinity: 'ClientIP', ports: ['80→http']})
  .service('sticky-dual', {selector: {app: 'web'}, ipFamilyPolicy: 'RequireDualStack', sessionAffinity: 'ClientIP', ports: ['80→http']})
  .service('sticky-lone', {selector: {app: 'lone'}, sessionAffinity: 'ClientIP', ports: ['80→http']})
  .service('loose', {selector: {app: 'web'}, sessionAffinity: 'None', ports: ['80→http']})
