import {scenario} from '../scenario.ts'

/** Ports of native sidecars count, after those of containers; ports of init containers that end do not. */
export const sidecars = scenario('sidecars')
  .pods('meshed', 2, {ports: {http: 8080}, sidecarPorts: {'http-envoy': 15001, metrics: 15090}})
  .pods('shadowed', 1, {ports: {metrics: 9090}, sidecarPorts: {metrics: 15090}})
  .pods('sidecar-only', 1, {sidecarPorts: {http: 15006}})
  .pods('prepared', 1, {ports: {http: 8080}, initPorts: {setup: 7000, http: 7001}})
  .pods('both', 1, {labels: {app: 'prepared'}, initPorts: {setup: 7000}, sidecarPorts: {setup: 7002, http: 15006}})
  .service('meshed', {ports: ['http 80→http', 'metrics 9090→metrics', 'envoy 15001→http-envoy']})
  .service('meshed-metrics', {selector: {app: 'meshed'}, clusterIP: 'None', ports: ['metrics 9090→metrics']})
  .service('shadowed', {ports: ['9090→metrics']})
  .service('sidecar-only', {ports: ['80→http']})
  .service('prepared', {ports: ['80→http']})
  .service('prepared-setup', {selector: {app: 'prepared'}, ports: ['7000→setup']})
  .service('prepared-number', {selector: {app: 'prepared'}, ports: ['7000']})
