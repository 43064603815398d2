import {scenario} from '../scenario.ts'

/** Names for single pods: StatefulSets, hostnames that belong to the Service and some that do not. */
export const headless = scenario('headless')
  .pods('db', 3, {statefulSetOf: 'db', ports: {mysql: 3306}, labels: {app: 'db'}, ready: [true, true, false]})
  .pods('queue', 3, {statefulSetOf: 'queue', ports: {amqp: 5672, epmd: 4369}, terminating: [false, false, true]})
  .pods('named', 3, {
    labels: {app: 'named'},
    ports: {http: 8080},
    hostname: ['one', 'two', 'three'],
    subdomain: ['named', 'named', 'elsewhere'],
  })
  .pods('twins', 2, {labels: {app: 'twins'}, ports: {http: 8080}, hostname: 'twin', subdomain: 'twins'})
  .pods('no-hostname', 1, {labels: {app: 'twins'}, ports: {http: 8080}, subdomain: 'twins'})
  .pods('no-subdomain', 1, {labels: {app: 'twins'}, ports: {http: 8080}, hostname: 'alone'})
  .pods('plain', 2, {ports: {http: 8080}})
  .service('db', {clusterIP: 'None', ports: ['mysql 3306→mysql']})
  .service('db-published', {selector: {app: 'db'}, clusterIP: 'None', publishNotReadyAddresses: true, ports: ['mysql 3306→mysql']})
  .service('db-read', {selector: {app: 'db'}, ports: ['mysql 3306→mysql']})
  .service('db-0', {selector: {'statefulset.kubernetes.io/pod-name': 'db-0'}, ports: ['3306']})
  .service('db-9', {selector: {'statefulset.kubernetes.io/pod-name': 'db-9'}, ports: ['3306']})
  .service('db-first', {selector: {'apps.kubernetes.io/pod-index': '0', app: 'db'}, ports: ['3306']})
  .service('queue', {clusterIP: 'None', ports: ['amqp 5672→amqp', 'epmd 4369→epmd']})
  .service('queue-no-ports', {selector: {app: 'queue'}, clusterIP: 'None'})
  .service('named', {clusterIP: 'None', ports: ['http 80→http']})
  .service('elsewhere', {selector: {app: 'named'}, clusterIP: 'None', ports: ['http 80→http']})
  .service('twins', {clusterIP: 'None', ports: ['http 80→http']})
  .service('plain', {clusterIP: 'None', ports: ['http 80→http']})
  .service('plain-unnamed-port', {selector: {app: 'plain'}, clusterIP: 'None', ports: ['80→http']})
  .service('plain-no-ports', {selector: {app: 'plain'}, clusterIP: 'None'})
  .service('plain-wrong-port', {selector: {app: 'plain'}, clusterIP: 'None', ports: ['https 443→https']})
  .service('nobody', {clusterIP: 'None', ports: ['http 80→http']})
  .service('nobody-no-ports', {selector: {app: 'nobody'}, clusterIP: 'None'})
