import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {DomainName} from './domain-name.ts'
import {MAX_NAME_LENGTH} from './domain-name.ts'

/** How somebody's names are looked up: what kubelet writes into a pod's /etc/resolv.conf. */
export interface Resolver {
  /** Who is asked: the cluster's DNS, what the node is set up with, or servers that the pod names. */
  readonly server: 'cluster' | 'node' | 'own'
  /** As it works out: `ClusterFirst` of a pod on its node's network is `Default`. Null for a node itself. */
  readonly policy: string | null
  /** As the pod states it. */
  readonly statedPolicy: string | null
  /** Those that the pod states and kubelet writes; before them are the cluster's or the node's own, unless the policy is None. */
  readonly nameservers: readonly string[]
  /** The domains that are tried with a name, in order. Those of the node itself are not in the input. */
  readonly searches: readonly string[]
  /** How many dots a name must have to be asked as it stands before any search domain. */
  readonly ndots: number
  /** What the pod states and does not get. */
  readonly excess: Excess
}

/** What is left out, by the limit that leaves it out. */
interface Excess {
  readonly nameservers: readonly string[]
  /** Search domains beyond the 32nd. */
  readonly searches: readonly string[]
  /** Those beyond 2,048 characters. */
  readonly characters: readonly string[]
  /** Those of more characters than a name may have. */
  readonly long: readonly string[]
  readonly ndots: number | undefined
}

/** Kubernetes' own limits for resolv.conf (pkg/apis/core/validation) and that of the resolvers for ndots (RES_MAXNDOTS). */
const MAX_NAMESERVERS = 3
const MAX_SEARCHES = 32
const MAX_SEARCH_CHARACTERS = 2048
const MAX_NDOTS = 15

/** Where the DNS caches of a node listen for pods: NodeLocal DNSCache's usual address, and that of AKS LocalDNS. */
const NODE_CACHES = ['169.254.20.10', '169.254.10.11']

/** What kubelet gives a pod (pkg/kubelet/network/dns GetPodDNS). `clusterServers` are the addresses of the cluster's DNS, where the input has them. */
export function resolverOfPod(
  {spec, namespace}: Pick<Pod, 'spec' | 'namespace'>,
  domain: string,
  clusterServers: readonly string[],
): Resolver {
  const fields = fieldsOf(spec)
  const statedPolicy = textOf(fields['dnsPolicy']) ?? 'ClusterFirst'
  const policy = policyOf(statedPolicy, fields['hostNetwork'] === true)
  const config = fieldsOf(fields['dnsConfig'])
  const stated = [...new Set(textsOf(config['nameservers']))]
  // kubelet writes the cluster's first; how many the node has is not in the input.
  const room = MAX_NAMESERVERS - (policy === 'ClusterFirst' ? Math.max(1, clusterServers.length) : 0)
  const nameservers = stated.slice(0, room)
  const base = policy === 'ClusterFirst' ? clusterSearches(namespace, domain) : []
  const {kept, ...dropped} = limitSearches([...new Set([...base, ...textsOf(config['searches'])])])
  const ndots = ndotsIn(itemsOf(config['options']))
  // A resolver asks the others only where the first keeps silent: what that one denies does not exist.
  const [first = ''] = nameservers
  const isOurs = clusterServers.includes(first) || NODE_CACHES.includes(first)
  return {
    server: policy === 'ClusterFirst' || (policy === 'None' && isOurs) ? 'cluster' : policy === 'None' ? 'own' : 'node',
    policy,
    statedPolicy,
    nameservers,
    searches: kept,
    ndots: Math.min(ndots ?? (policy === 'ClusterFirst' ? 5 : 1), MAX_NDOTS),
    excess: {
      nameservers: stated.slice(room),
      ...dropped,
      ndots: ndots !== undefined && ndots > MAX_NDOTS ? ndots : undefined,
    },
  }
}

/** A pod of a namespace that says nothing of DNS. */
export function resolverOfNamespace(namespace: string, domain: string): Resolver {
  return resolverOfPod({spec: {}, namespace}, domain, [])
}

/** A node's own resolver, of which the input says nothing. */
export const NODE_RESOLVER: Resolver = {
  server: 'node',
  policy: null,
  statedPolicy: null,
  nameservers: [],
  searches: [],
  ndots: 1,
  excess: {nameservers: [], searches: [], characters: [], long: [], ndots: undefined},
}

/** What the policy comes to; one that the API server would refuse is taken for ClusterFirst (getPodDNSType). */
function policyOf(stated: string, hostNetwork: boolean): 'ClusterFirst' | 'Default' | 'None' {
  if (stated === 'None' || stated === 'Default') return stated
  return stated === 'ClusterFirst' && hostNetwork ? 'Default' : 'ClusterFirst'
}

function clusterSearches(namespace: string, domain: string): readonly string[] {
  return [`${namespace}.svc.${domain}`, `svc.${domain}`, domain]
}

function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).flatMap((item) => textOf(item) ?? [])
}

/** The first 32, without those that are too long for a name, as far as one line of 2,048 characters holds them (formDNSSearchFitsLimits). */
function limitSearches(all: readonly string[]): {readonly kept: readonly string[]} & Pick<Excess, 'searches' | 'characters' | 'long'> {
  const first = all.slice(0, MAX_SEARCHES)
  const isLong = (search: string) => search.length > MAX_NAME_LENGTH
  const short = first.filter((search) => !isLong(search))
  const kept = short.filter((_, index) => short.slice(0, index + 1).join(' ').length <= MAX_SEARCH_CHARACTERS)
  return {kept, searches: all.slice(MAX_SEARCHES), characters: short.slice(kept.length), long: first.filter(isLong)}
}

/** The last one counts. What is no number reads as 0 (atoi). */
function ndotsIn(options: readonly unknown[]): number | undefined {
  const option = options.map(fieldsOf).findLast(({name}) => name === 'ndots')
  return option && (Number.parseInt(textOf(option['value']) ?? '', 10) || 0)
}

/**
 * The names that are asked one after the other until one answers, as glibc's res_search does: with enough dots first as it stands, then with each
 * search domain, then as it stands. A name with a final dot is asked as it stands only.
 */
export function namesTried(
  {name, labels, absolute}: DomainName,
  {searches, ndots}: Pick<Resolver, 'searches' | 'ndots'>,
): readonly string[] {
  if (absolute) return [name]
  const isFull = labels.length - 1 >= ndots
  // The root as a search domain is the name as it stands.
  const searched = searches.map((search) => (search === '.' ? name : `${name}.${search.replace(/\.$/, '').toLowerCase()}`))
  const names = isFull ? [name, ...searched] : [...searched, name]
  return [...new Set(names)].filter((tried) => tried.length <= MAX_NAME_LENGTH)
}
