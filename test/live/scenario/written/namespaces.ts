import {scenario} from '../scenario.ts'

const web = {ports: {http: 8080}} as const

/** The same names over and over: a selector, an Endpoints object and a slice only mean their own namespace. */
export const namespaces = scenario('blue')
  .pods('web', 2, web)
  .service('web', {ports: ['http 80→http']})
  .service('db', {selector: null, ports: ['sql 5432']})
  .endpoints('db', [{ports: ['sql 5432'], addresses: ['192.168.77.220']}])
  .service('elsewhere', {selector: {app: 'only-green'}, ports: ['80→http']})
  .namespace('green', {'example.com/team': 'green'})
  .pods('web', 3, {ports: {http: 8090}, ready: [true, false, true]})
  .pods('only-green', 1, web)
  .service('web', {ports: ['http 80→http']})
  .service('db', {clusterIP: 'None', ports: ['sql 5432']})
  .service('elsewhere', {selector: {app: 'only-green'}, ports: ['80→http']})
  .namespace('red')
  .service('web', {ports: ['http 80→http']})
  .service('db', {type: 'ExternalName', selector: null, externalName: 'db.green.svc.cluster.local'})
  .slice('db-in-red', {service: 'db', ports: ['sql 5432'], endpoints: ['192.168.77.221']})
  .namespace('blue-green')
  .pods('web', 1, {...web, hostname: 'web', subdomain: 'web'})
  .service('web', {clusterIP: 'None', ports: ['http 80→http']})
  .service('web-blue', {selector: {app: 'web'}, ports: ['http 80→http']})
