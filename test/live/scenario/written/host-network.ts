import {scenario} from '../scenario.ts'

/** Pods on the node's own network: their address is the node's, and several share it. */
export const hostNetwork = scenario('host-network')
  .pods('agent', 3, {hostNetwork: true, ports: {metrics: 9100}})
  .pods('proxy', 2, {hostNetwork: true, ports: {http: 8181, https: 8443}, on: ['node-a', 'node-b'], ready: [true, false]})
  .pods('second-agent', 1, {hostNetwork: true, labels: {app: 'agent', role: 'second'}, ports: {metrics: 9101}, on: 'node-a'})
  .pods('beside', 2, {labels: {app: 'proxy', network: 'pod'}, ports: {http: 8181, https: 8443}, on: 'node-c'})
  .pods('resolver', 1, {hostNetwork: true, ports: {dns: '5300/UDP', 'dns-tcp': 5300}, on: 'node-b', dnsPolicy: 'ClusterFirstWithHostNet'})
  .service('agent', {ports: ['metrics 9100→metrics']})
  .service('agent-by-number', {selector: {app: 'agent'}, ports: ['9100']})
  .service('agent-headless', {selector: {app: 'agent'}, clusterIP: 'None', ports: ['metrics 9100→metrics']})
  .service('agent-local', {selector: {app: 'agent'}, internalTrafficPolicy: 'Local', ports: ['9100→metrics']})
  .service('proxy', {ports: ['http 80→http', 'https 443→https']})
  .service('proxy-node-port', {selector: {app: 'proxy'}, type: 'NodePort', ports: ['http 80→http', 'https 443→https']})
  .service('proxy-local', {selector: {app: 'proxy'}, type: 'NodePort', externalTrafficPolicy: 'Local', ports: ['80→http']})
  .service('resolver', {ports: ['dns 53→dns/UDP', 'dns-tcp 53→dns-tcp']})
  .service('agent-ipv6', {selector: {app: 'agent'}, ipFamilies: ['IPv6'], ports: ['9100→metrics']})
