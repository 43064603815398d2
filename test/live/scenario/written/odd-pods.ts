import {scenario} from '../scenario.ts'

/** Pods that are not simply running: finished, waiting, without an address, on a node that is not there. */
export const oddPods = scenario('odd-pods')
  .pods('phases', 5, {ports: {http: 8080}, phase: ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']})
  .pods('phases-ready', 5, {ports: {http: 8080}, phase: ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'], ready: true})
  .pods('starting', 2, {ports: {http: 8080}, phase: 'Pending', addresses: []})
  .pods('running-without-address', 1, {labels: {app: 'starting'}, ports: {http: 8080}, addresses: []})
  .pods('unscheduled', 1, {ports: {http: 8080}, on: null, phase: 'Pending', addresses: []})
  .pods('unscheduled-with-address', 1, {labels: {app: 'unscheduled'}, ports: {http: 8080}, on: null, ready: false})
  .pods('lost', 2, {ports: {http: 8080}, on: ['node-lost', 'node-a']})
  .pods('all-lost', 1, {ports: {http: 8080}, on: 'node-lost'})
  .pods('lost-other-port', 1, {labels: {app: 'lost'}, ports: {http: 8090}, on: 'node-lost'})
  .pods('finished', 2, {ports: {http: 8080}, phase: ['Succeeded', 'Failed']})
  .pods('no-labels', 1, {labels: {}, ports: {http: 8080}})
  .service('phases', {ports: ['80→http']})
  .service('phases-published', {selector: {app: 'phases'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('phases-ready', {ports: ['80→http']})
  .service('phases-headless', {selector: {app: 'phases'}, clusterIP: 'None', ports: ['http 80→http']})
  .service('starting', {ports: ['80→http']})
  .service('starting-published', {selector: {app: 'starting'}, clusterIP: 'None', publishNotReadyAddresses: true, ports: ['80→http']})
  .service('unscheduled', {ports: ['80→http']})
  .service('unscheduled-published', {selector: {app: 'unscheduled'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('lost', {ports: ['80→http']})
  .service('lost-published', {selector: {app: 'lost'}, publishNotReadyAddresses: true, ports: ['80→http']})
  .service('lost-close', {
    selector: {app: 'lost'},
    publishNotReadyAddresses: true,
    trafficDistribution: 'PreferSameNode',
    ports: ['80→http'],
  })
  .service('all-lost', {ports: ['80→http']})
  .service('finished', {ports: ['80→http']})
