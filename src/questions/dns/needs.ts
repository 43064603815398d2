import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import {readsOfAddress} from '../reads/address-reads.ts'
import {readsBehindAlias} from '../reads/alias-reads.ts'
import {readsOfCaller} from '../reads/caller-reads.ts'
import {DNS_SERVER, readsOfDns} from '../reads/dns-reads.ts'
import {readsOfName} from '../reads/name-reads.ts'
import type {LiveScope, Needs} from '../reads/needs.ts'
import {readsOfNamedService, servicesCalled} from '../reads/service-reads.ts'
import {unlessMistaken} from '../reads/unless-mistaken.ts'
import type {DnsParameters} from './dns.ts'
import {parseQuestion, type Question} from './question.ts'

/** What `dns` has to read: how DNS is set up, who asks, and the Services that the name may be of, with their endpoints. */
export function dnsNeeds(parameters: DnsParameters, search: boolean): Needs {
  const scope = {namespace: parameters.namespace, search}
  const question = unlessMistaken(() => parseQuestion(parameters.words, parameters.types))
  return (soFar) => [
    ...readsOfDns(soFar),
    ...(parameters.from === undefined ? [] : [...readsOfCaller(soFar, parameters.from, scope), DNS_SERVER]),
    ...(question ? readsOfQuestion(soFar, question, scope) : []),
  ]
}

function readsOfQuestion(soFar: Cluster, question: Question, scope: LiveScope): readonly Read[] {
  switch (question.kind) {
    case 'service':
      return question.target.name === undefined ? [] : readsOfServiceNames(soFar, question.target.name, scope)
    case 'name':
      return readsOfName(soFar, question.name.labels, scope)
    case 'address':
      return readsOfAddress(soFar, question.address.text, scope)
  }
}

/** A Service with all its names; of the pods of a headless one those names too that other Services give them. */
function readsOfServiceNames(soFar: Cluster, name: string, scope: LiveScope): readonly Read[] {
  const named = servicesCalled(soFar, name, scope.namespace)
  const isHeadless = named.some(({headless}) => headless)
  return [
    ...readsOfNamedService(soFar, name, scope),
    ...named.flatMap((service) => readsBehindAlias(soFar, service, scope)),
    // Whether a short target is a name of the cluster that lacks its end.
    ...(named.some(({type}) => type === 'ExternalName') ? ([{kind: 'Service'}, {kind: 'Namespace', metadataOnly: true}] as const) : []),
    ...(isHeadless ? ([{kind: 'Service'}, {kind: 'EndpointSlice'}] as const) : []),
  ]
}
