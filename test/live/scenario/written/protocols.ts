import {scenario} from '../scenario.ts'

/** UDP, SCTP, and one number under several protocols. */
export const protocols = scenario('protocols')
  .pods('dns', 2, {ports: {dns: '5353/UDP', 'dns-tcp': 5353, metrics: 9153}})
  .pods('sctp', 1, {ports: {diameter: '3868/SCTP', web: 8080}})
  .pods('same-name', 2, {labels: {app: 'same-name'}, ports: [{port: '7000/UDP'}, {port: 7000}]})
  .pods('game', 2, {ports: {game: '7777/UDP'}})
  .service('dns', {ports: ['dns 53→dns/UDP', 'dns-tcp 53→dns-tcp', 'metrics 9153→metrics']})
  .service('dns-udp', {selector: {app: 'dns'}, ports: ['53→dns/UDP']})
  .service('dns-wrong-protocol', {selector: {app: 'dns'}, ports: ['53→dns/TCP']})
  .service('dns-numbers', {selector: {app: 'dns'}, ports: ['udp 53→5353/UDP', 'tcp 53→5353/TCP', 'sctp 53→5353/SCTP']})
  .service('dns-headless', {selector: {app: 'dns'}, clusterIP: 'None', ports: ['dns 53→dns/UDP', 'dns-tcp 53→dns-tcp']})
  .service('sctp', {ports: ['diameter 3868→diameter/SCTP']})
  .service('sctp-and-web', {selector: {app: 'sctp'}, ports: ['diameter 3868→diameter/SCTP', 'web 80→web']})
  .service('sctp-headless', {selector: {app: 'sctp'}, clusterIP: 'None', ports: ['diameter 3868→diameter/SCTP']})
  .service('same-name-udp', {selector: {app: 'same-name'}, ports: ['7000→port/UDP']})
  .service('same-name-tcp', {selector: {app: 'same-name'}, ports: ['7000→port']})
  .service('same-name-both', {selector: {app: 'same-name'}, ports: ['u 7000→port/UDP', 't 7000→port']})
  .service('game', {selector: {app: 'game'}, type: 'NodePort', ports: ['7777→game/UDP@30077']})
  .service('game-same-node-port', {selector: {app: 'game'}, type: 'NodePort', ports: ['u 7777→7777/UDP@30078', 't 7777→7777@30078']})
  .service('game-balancer', {
    selector: {app: 'game'},
    type: 'LoadBalancer',
    ports: ['game 7777→game/UDP'],
    ingress: [{ip: '203.0.113.70'}],
  })
