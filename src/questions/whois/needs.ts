import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import {clusterIPRangesOf} from '../../network/cluster-ips.ts'
import {contains} from '../../network/proxy/address-range.ts'
import {readsOfAddress} from '../reads/address-reads.ts'
import {readsOfDns} from '../reads/dns-reads.ts'
import {readsOfName} from '../reads/name-reads.ts'
import type {LiveScope, Needs} from '../reads/needs.ts'
import {NODES} from '../reads/node-reads.ts'
import {readsBehindService} from '../reads/service-reads.ts'
import {unlessMistaken} from '../reads/unless-mistaken.ts'
import {parseQuestion, type Question} from './question.ts'
import {findOwners, type WhoisParameters} from './whois.ts'

/** What `whois` has to read: all Services and, for addresses and chains, all their endpoints, for chains are named after them; then the owners' pods. */
export function whoisNeeds(parameters: WhoisParameters, search: boolean): Needs {
  const question = unlessMistaken(() => parseQuestion(parameters.words))
  const scope = {namespace: parameters.namespace, search}
  if (!question) return () => []
  return (soFar) => {
    const owners = findOwners(soFar, question, parameters.namespace).owners
    const services = owners.flatMap(({service, endpointOf = []}) => [
      ...(service ? [service] : []),
      ...endpointOf.map((one) => one.service),
    ])
    return [...readsToFindOwners(soFar, question, scope), ...services.flatMap((service) => readsBehindService(soFar, service, scope))]
  }
}

function readsToFindOwners(soFar: Cluster, question: Question, scope: LiveScope): readonly Read[] {
  switch (question.kind) {
    case 'address':
      return readsOfAsked(soFar, question.address.text, scope)
    case 'node-port':
      return [{kind: 'Service'}]
    case 'chain':
      return [{kind: 'Service'}, {kind: 'EndpointSlice'}, NODES]
    case 'name':
      return [...readsOfDns(soFar), ...readsOfName(soFar, question.name.labels, scope), NODES, {kind: 'Ingress'}]
  }
}

/** Whoever has an address, and whether it is a cluster IP, which no pod has: then nobody need look among them. */
function readsOfAsked(soFar: Cluster, address: string, {search}: LiveScope): readonly Read[] {
  const isClusterIP = clusterIPRangesOf(soFar).some(({range}) => contains(range, address))
  return [...readsOfAddress(soFar, address, {search: search && !isClusterIP}), {kind: 'ServiceCIDR'}, {kind: 'IPAddress', name: address}]
}
