import type {Service} from '../../../cluster/service.ts'
import {annotationOf, type Balancer, type Placement, placed, say, unplaced} from './balancer.ts'
import {type AllowedSources, doubtfulSources} from './sources.ts'

/** The prefix of today, and that of the first releases. */
const PREFIXES = ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-', 'service.beta.kubernetes.io/alicloud-loadbalancer-']

/**
 * On the internet unless `address-type` is "intranet"; a load balancer that exists already (`id`) has the type that it has
 * (docs/usage.md of kubernetes/cloud-provider-alibaba-cloud, examples 1, 2, 7 and 19).
 */
export const ALIBABA: Balancer = {cloud: 'alibaba', title: 'Alibaba Cloud', prefixes: PREFIXES, placementOf, sourcesOf}

function settingOf(service: Service, suffix: string): {readonly key: string; readonly value: string} | undefined {
  for (const prefix of PREFIXES) {
    const value = annotationOf(service, prefix + suffix)
    if (value !== undefined) return {key: prefix + suffix, value}
  }
  return undefined
}

function placementOf(service: Service): Placement {
  const existing = settingOf(service, 'id')
  if (existing) return unplaced(`is load balancer ${existing.value} public?`, say(existing.key, existing.value))
  const type = settingOf(service, 'address-type')
  if (!type) return placed('public', 'Alibaba Cloud gives a public address where nothing else is said')
  if (type.value === 'intranet') return placed('private', say(type.key, type.value))
  if (type.value.toLowerCase() === 'internet') return placed('public', say(type.key, type.value))
  return unplaced('"intranet" or "internet"? it must be one of them, spelt so', say(type.key, type.value))
}

function sourcesOf(service: Service): AllowedSources {
  const list = settingOf(service, 'acl-id')
  if (list && settingOf(service, 'acl-status')?.value === 'on' && settingOf(service, 'acl-type')?.value === 'white')
    return {
      kind: 'some',
      ranges: [],
      words: [`access list ${list.value}`],
      evidence: [`${say(list.key, list.value)}, a list of those let in`],
    }
  return doubtfulSources(service, 'Alibaba Cloud')
}
