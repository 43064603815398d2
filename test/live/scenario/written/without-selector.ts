import {scenario} from '../scenario.ts'

const OUTSIDE = '192.168.77.200'

/** Endpoints that somebody else writes: slices, Endpoints that are mirrored into slices, both, and neither. */
export const withoutSelector = scenario('without-selector')
  .pods('backend', 2, {ports: {http: 8080}})
  .service('nothing', {selector: null, ports: ['80→8080']})
  .service('by-slice', {selector: null, ports: ['80→8080']})
  .slice('by-slice-1', {
    service: 'by-slice',
    ports: ['8080'],
    endpoints: [OUTSIDE, {addresses: ['192.168.77.201'], conditions: {ready: false}}],
  })
  .service('slice-named-ports', {selector: null, ports: ['http 80', 'https 443']})
  .slice('slice-named-ports-a', {
    service: 'slice-named-ports',
    ports: ['http 8080', 'https 8443'],
    endpoints: [{addresses: [OUTSIDE], nodeName: 'node-a', zone: 'zone-a', hostname: 'first', hints: {forZones: [{name: 'zone-a'}]}}],
  })
  .slice('slice-named-ports-b', {service: 'slice-named-ports', ports: ['http 9080'], endpoints: ['192.168.77.202']})
  .service('slice-both-families', {selector: null, ipFamilyPolicy: 'RequireDualStack', ports: ['http 80']})
  .slice('slice-both-families-4', {service: 'slice-both-families', ports: ['http 8080'], endpoints: [OUTSIDE]})
  .slice('slice-both-families-6', {
    service: 'slice-both-families',
    addressType: 'IPv6',
    ports: ['http 8080'],
    endpoints: ['fd77::c8'],
  })
  .service('slice-of-names', {selector: null, ports: ['http 80']})
  .slice('slice-of-names-1', {service: 'slice-of-names', addressType: 'FQDN', ports: ['http 80'], endpoints: ['db.example.com']})
  .service('slice-conditions', {selector: null, ports: ['80']})
  .slice('slice-conditions-1', {
    service: 'slice-conditions',
    ports: ['80'],
    endpoints: [
      {addresses: ['192.168.77.210'], conditions: {}},
      {addresses: ['192.168.77.211'], conditions: {ready: false, serving: true, terminating: true}},
      {addresses: ['192.168.77.212'], conditions: {ready: true, serving: true, terminating: false}},
      {addresses: ['192.168.77.213'], conditions: {ready: false, serving: false, terminating: true}},
    ],
  })
  .service('headless-by-slice', {selector: null, clusterIP: 'None', ports: ['http 80']})
  .slice('headless-by-slice-1', {
    service: 'headless-by-slice',
    ports: ['http 8080'],
    endpoints: [{addresses: [OUTSIDE], hostname: 'outside'}, '192.168.77.203'],
  })
  .service('mirrored', {selector: null, ports: ['http 80']})
  .endpoints('mirrored', [{ports: ['http 8080'], addresses: [OUTSIDE], notReadyAddresses: ['192.168.77.204']}])
  .service('mirrored-six', {selector: null, ipFamilies: ['IPv6'], ports: ['http 80']})
  .endpoints('mirrored-six', [{ports: ['http 8080'], addresses: ['fd77::c9', 'FD77:0::CA']}])
  .service('mirrored-mixed', {selector: null, ipFamilyPolicy: 'RequireDualStack', ports: ['http 80']})
  .endpoints('mirrored-mixed', [{ports: ['http 8080 kubernetes.io/h2c'], addresses: [OUTSIDE, 'fd77::cb']}])
  .service('mirrored-subsets', {selector: null, ports: ['http 80', 'metrics 81']})
  .endpoints('mirrored-subsets', [
    {ports: ['http 8080', 'metrics 9090'], addresses: [OUTSIDE, '192.168.77.205']},
    {ports: ['http 8090'], addresses: ['192.168.77.206'], notReadyAddresses: ['192.168.77.205']},
    {ports: ['http 8080', 'metrics 9090'], notReadyAddresses: ['192.168.77.207']},
  ])
  .service('mirrored-app-protocols', {selector: null, ports: ['http 80', 'h2c 81']})
  .endpoints('mirrored-app-protocols', [
    {ports: ['h2c 8081 kubernetes.io/h2c'], addresses: [OUTSIDE]},
    {ports: ['http 8080', 'h2c 8081 kubernetes.io/h2c'], addresses: ['192.168.77.205']},
  ])
  .service('mirrored-same-port', {selector: null, ports: ['http 80', 'metrics 81']})
  .endpoints('mirrored-same-port', [
    {ports: ['http 8080'], addresses: [OUTSIDE]},
    {ports: ['http 8080', 'metrics 9090'], addresses: ['192.168.77.205']},
  ])
  .service('mirrored-twice', {selector: null, ports: ['80']})
  .endpoints('mirrored-twice', [
    {ports: ['8080'], addresses: [OUTSIDE, OUTSIDE]},
    {ports: ['8080'], addresses: [OUTSIDE], notReadyAddresses: ['192.168.77.208']},
  ])
  .service('mirrored-ready-and-not', {selector: null, ports: ['80']})
  .endpoints('mirrored-ready-and-not', [{ports: ['8080'], addresses: [OUTSIDE], notReadyAddresses: [OUTSIDE]}])
  .service('mirrored-targets', {selector: null, ports: ['80']})
  .endpoints('mirrored-targets', [
    {
      ports: ['8080'],
      addresses: [
        {ip: '10.244.0.2', nodeName: 'node-a', hostname: 'one', targetRef: {kind: 'Pod', namespace: 'without-selector', name: 'backend-0'}},
        {ip: '10.244.1.2', nodeName: 'node-b', targetRef: {kind: 'Pod', namespace: 'without-selector', name: 'backend-1'}},
      ],
    },
  ])
  .service('mirrored-no-ports', {selector: null, clusterIP: 'None'})
  .endpoints('mirrored-no-ports', [{addresses: [OUTSIDE]}])
  .service('mirrored-empty', {selector: null, ports: ['80']})
  .endpoints('mirrored-empty', [])
  .service('mirrored-udp', {selector: null, ports: ['dns 53/UDP', 'dns-tcp 53']})
  .endpoints('mirrored-udp', [{ports: ['dns 5353/UDP', 'dns-tcp 5353'], addresses: [OUTSIDE]}])
  .service('skip-mirror', {selector: null, ports: ['80']})
  .endpoints('skip-mirror', [{ports: ['8080'], addresses: [OUTSIDE]}], {labels: {'endpointslice.kubernetes.io/skip-mirror': 'true'}})
  .service('election', {selector: null, ports: ['80']})
  .endpoints('election', [{ports: ['8080'], addresses: [OUTSIDE]}], {annotations: {'control-plane.alpha.kubernetes.io/leader': '{}'}})
  .service('both', {selector: null, ports: ['http 80']})
  .slice('both-by-hand', {service: 'both', ports: ['http 8080'], endpoints: ['192.168.77.209']})
  .endpoints('both', [{ports: ['http 8080'], addresses: [OUTSIDE]}])
  .service('selector-and-slice', {selector: {app: 'backend'}, ports: ['http 80→http']})
  .slice('selector-and-slice-extra', {service: 'selector-and-slice', ports: ['http 8080'], endpoints: ['192.168.77.209']})
  .endpoints('no-service', [{ports: ['8080'], addresses: [OUTSIDE]}])
  .slice('no-service-slice', {service: 'not-there', ports: ['8080'], endpoints: [OUTSIDE]})
