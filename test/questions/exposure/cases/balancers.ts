import {BALANCER_CASES, type BalancerCase} from '../../../network/entry/balancer-cases.ts'
import type {ExposureCase} from './exposure-case.ts'
import {balanced, ONLY_ITSELF} from './objects.ts'

/** The cases of load balancers, each put as the whole question: nothing on the way from the balancer to the answer may change it. */
export const OF_BALANCERS: readonly ExposureCase[] = BALANCER_CASES.map(toCase)

function toCase({
  name,
  why,
  cloud,
  controller,
  facts = {},
  annotations = {},
  spec = {},
  assigned = [],
  live = false,
  ...truth
}: BalancerCase): ExposureCase {
  const ingress = assigned.map((text) => (/[g-z]/i.test(text) ? {hostname: text} : {ip: text}))
  const uid = live || assigned.length > 0 ? {uid: 'a-uid'} : {}
  const metadata = {name: 'web', namespace: 'shop', annotations, ...uid}
  return {
    name: `${name} (load balancer)`,
    why,
    input: [balanced({...ONLY_ITSELF, ...spec}, {}, {metadata, status: {loadBalancer: {ingress}}})],
    facts: {...(cloud && {cloud: {name: cloud, evidence: 'as was said', ...(controller && {controller})}}), ...facts},
    // What is in the cluster reaches its cluster IP, whoever is in front of it.
    reach: truth.reach === 'none' ? 'cluster' : truth.reach,
    ...(truth.asks !== undefined && {asks: truth.asks}),
    ...(truth.says !== undefined && {says: truth.says}),
    ...(truth.sources && assigned.length < 2 && {ways: [wayOf(truth), 'ClusterIP:80 cluster']}),
  }
}

function wayOf({reach, sources = []}: Pick<BalancerCase, 'reach' | 'sources'>): string {
  // Whom a load balancer lets in that lets in nobody means nothing.
  return ['LoadBalancer:80', reach, ...(sources.length > 0 ? [sources.join(', ')] : [])].join(' ')
}
