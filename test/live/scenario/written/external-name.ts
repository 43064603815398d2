import {scenario} from '../scenario.ts'

/** Names for what is outside: no endpoints, whatever else the Service says. */
export const externalName = scenario('external-name')
  .pods('web', 1, {ports: {http: 8080}})
  .service('db', {type: 'ExternalName', selector: null, externalName: 'db.example.com'})
  .service('dotted', {type: 'ExternalName', selector: null, externalName: 'db.example.com.'})
  .service('with-ports', {type: 'ExternalName', selector: null, externalName: 'api.example.com', ports: ['https 443']})
  .service('with-selector', {type: 'ExternalName', selector: {app: 'web'}, externalName: 'web.example.com', ports: ['80→http']})
  .service('inside', {type: 'ExternalName', selector: null, externalName: 'web.external-name.svc.cluster.local'})
  .service('chain', {type: 'ExternalName', selector: null, externalName: 'inside.external-name.svc.cluster.local'})
  .service('address', {type: 'ExternalName', selector: null, externalName: '192.0.2.7'})
  .service('mirrored', {type: 'ExternalName', selector: null, externalName: 'old.example.com', ports: ['80']})
  .endpoints('mirrored', [{ports: ['8080'], addresses: ['192.168.77.200']}])
  .service('with-external-ip', {
    type: 'ExternalName',
    selector: null,
    externalName: 'edge.example.com',
    externalIPs: ['198.51.100.9'],
    ports: ['80'],
  })
  .service('web', {ports: ['http 80→http']})
