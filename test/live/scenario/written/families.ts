import {scenario} from '../scenario.ts'

/** Which addresses of a pod a Service lists: its own families decide, not the pod's order. */
export const families = scenario('families')
  .pods('dual', 2, {ports: {http: 8080}})
  .pods('six-first', 1, {labels: {app: 'dual'}, ports: {http: 8080}, families: ['IPv6', 'IPv4']})
  .pods('four', 2, {ports: {http: 8080}, families: ['IPv4']})
  .pods('six', 2, {ports: {http: 8080}, families: ['IPv6']})
  .pods('spelt', 1, {ports: {http: 8080}, addresses: ['FD00:244:0:0::BEEF', '10.244.0.250']})
  .service('default', {selector: {app: 'dual'}, ports: ['80→http']})
  .service('single', {selector: {app: 'dual'}, ipFamilyPolicy: 'SingleStack', ports: ['80→http']})
  .service('single-six', {selector: {app: 'dual'}, ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'], ports: ['80→http']})
  .service('prefer', {selector: {app: 'dual'}, ipFamilyPolicy: 'PreferDualStack', ports: ['80→http']})
  .service('require', {selector: {app: 'dual'}, ipFamilyPolicy: 'RequireDualStack', ports: ['80→http']})
  .service('six-before-four', {
    selector: {app: 'dual'},
    ipFamilyPolicy: 'RequireDualStack',
    ipFamilies: ['IPv6', 'IPv4'],
    ports: ['80→http'],
  })
  .service('headless-default', {selector: {app: 'dual'}, clusterIP: 'None', ports: ['80→http']})
  .service('headless-dual', {selector: {app: 'dual'}, clusterIP: 'None', ipFamilyPolicy: 'RequireDualStack', ports: ['http 80→http']})
  .service('headless-six', {selector: {app: 'dual'}, clusterIP: 'None', ipFamilies: ['IPv6'], ports: ['80→http']})
  .service('four', {ports: ['80→http'], ipFamilyPolicy: 'PreferDualStack'})
  .service('four-asked-six', {selector: {app: 'four'}, ipFamilies: ['IPv6'], ports: ['80→http']})
  .service('six', {ports: ['80→http'], ipFamilyPolicy: 'PreferDualStack'})
  .service('six-asked-four', {selector: {app: 'six'}, ports: ['80→http']})
  .service('spelt', {ports: ['80→http'], ipFamilyPolicy: 'RequireDualStack'})
  .service('node-port-dual', {selector: {app: 'dual'}, type: 'NodePort', ipFamilyPolicy: 'RequireDualStack', ports: ['80→http']})
  .service('balancer-dual', {
    selector: {app: 'dual'},
    type: 'LoadBalancer',
    ipFamilyPolicy: 'RequireDualStack',
    ports: ['80→http'],
    ingress: [{ip: '203.0.113.40'}, {ip: '2001:db8:cafe::40'}],
  })
  .service('chosen-addresses', {
    selector: {app: 'dual'},
    clusterIP: '10.0.0.78',
    clusterIPs: ['10.0.0.78', 'fd00:10::78'],
    ipFamilyPolicy: 'RequireDualStack',
    ports: ['80→http'],
  })
