import {textOf, valueAt} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {assignedAddresses} from '../../network/entry/balancer-front.ts'
import {classOf, cloudsOfAnnotations} from '../../network/entry/balancers.ts'
import type {ExposedEntry} from '../exposure/exposed-service.ts'
import type {Graph} from './graph.ts'

/**
 * Whether it is not by a guess that a way leads from the internet: somebody said which cloud it is, the Service has an address, or says itself which cloud
 * it is for. What another manifest of a repository shows may be of another cluster, and before nodes with public addresses there is a firewall as a rule.
 */
export function isSurelyPublic({facts}: Graph, {via, service, place}: ExposedEntry): boolean {
  if (via === 'NodePort' || via === 'HostPort' || via === 'HostNetwork') return false
  if (place === undefined) return true
  if (via !== 'LoadBalancer' || !service || isSaid(facts.cloud?.evidence) || facts.cloud?.evidence.startsWith('node ')) return true
  return assignedAddresses(service).length > 0 || cloudsOfAnnotations(service).length > 0 || hasKnownClass(service)
}

/**
 * Whether a Service speaks against the cloud that some manifest of the input led to: it says that it is for another, or it is one of a running cluster
 * that nobody gave an address.
 */
export function isOfAnotherCloud({facts}: Graph, {via, service}: ExposedEntry): boolean {
  if (via !== 'LoadBalancer' || !service || !facts.cloud || isSaid(facts.cloud.evidence)) return false
  const own = cloudsOfAnnotations(service)
  if (own.length > 0) return !own.includes(facts.cloud.name)
  return service.uid !== undefined && !facts.cloud.evidence.startsWith('node ') && assignedAddresses(service).length === 0
}

export function isSaid(evidence: string | undefined): boolean {
  return evidence?.startsWith('said ') === true
}

function hasKnownClass({object}: Service): boolean {
  const name = textOf(valueAt(object, 'spec', 'loadBalancerClass'))
  return name !== undefined && classOf(name) !== undefined
}
