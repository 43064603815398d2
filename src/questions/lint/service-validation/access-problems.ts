import {type Fields, fieldsOf, itemsOf, textOf} from '../../../cluster/fields.ts'
import {labelKeyProblems} from '../../../cluster/label-syntax.ts'
import type {Path} from '../../../cluster/object.ts'
import {parseRange} from '../../../network/proxy/address-range.ts'
import {addressProblem, HOST_BITS, rangeProblem, specialAddressProblem} from './address-syntax.ts'
import {invalid, type Refuse, unsupported} from './api-problem.ts'
import {nodePortProblem} from './port-problems.ts'

const TRAFFIC_POLICIES = ['Cluster', 'Local']
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges'

/** Who is let in, and which way traffic goes: the fields that belong to some types only. */
export function checkAccess(spec: Fields, metadata: Fields, type: string, refuse: Refuse): void {
  const balanced = type === 'LoadBalancer'
  const forbid = (path: Path) =>
    refuse(path, "Forbidden: may only be used when `type` is 'LoadBalancer'", 'leave it out, or let type be LoadBalancer')
  for (const [index, value] of itemsOf(spec['externalIPs']).entries()) {
    const text = typeof value === 'string' ? value : ''
    const problem = addressProblem(text) ?? specialAddressProblem(text)
    if (problem !== undefined)
      refuse(['spec', 'externalIPs', index], invalid(text, problem), 'state an address that is routed to the nodes')
  }
  checkSourceRanges(spec, metadata, balanced, forbid, refuse)
  if (typeof spec['allocateLoadBalancerNodePorts'] === 'boolean' && !balanced) forbid(['spec', 'allocateLoadBalancerNodePorts'])
  const balancerClass = spec['loadBalancerClass']
  if (typeof balancerClass === 'string' && !balanced) forbid(['spec', 'loadBalancerClass'])
  else if (typeof balancerClass === 'string')
    for (const problem of labelKeyProblems(balancerClass))
      refuse(['spec', 'loadBalancerClass'], invalid(balancerClass, problem), 'write it as example.com/name')
  checkTraffic(spec, type, refuse)
  const {[HINTS]: hints, [MODE]: mode} = fieldsOf(metadata['annotations'])
  if (typeof hints === 'string' && typeof mode === 'string' && hints !== mode)
    refuse(
      ['metadata', 'annotations', MODE],
      invalid(mode, `must match annotations[${HINTS}] when both are specified`),
      `leave ${HINTS} out`,
    )
}

const HINTS = 'service.kubernetes.io/topology-aware-hints'
const MODE = 'service.kubernetes.io/topology-mode'

function checkSourceRanges(spec: Fields, metadata: Fields, balanced: boolean, forbid: (path: Path) => void, refuse: Refuse): void {
  const check = (path: Path, value: unknown) => {
    const text = typeof value === 'string' ? value.trim() : ''
    const problem = rangeProblem(text)
    const network = parseRange(text)?.text
    if (problem !== undefined && network !== undefined && problem === HOST_BITS)
      refuse(
        path,
        invalid(text, problem),
        `write ${network}, or the one address that is meant`,
        path[0] === 'spec' ? {kind: 'set', to: network} : undefined,
      )
    else if (problem !== undefined) refuse(path, invalid(text, problem), 'write ranges as 203.0.113.0/24, one an item')
  }
  const ranges = itemsOf(spec['loadBalancerSourceRanges'])
  if (ranges.length > 0) {
    if (!balanced) forbid(['spec', 'loadBalancerSourceRanges'])
    for (const [index, range] of ranges.entries()) check(['spec', 'loadBalancerSourceRanges', index], range)
    return
  }
  const annotation = fieldsOf(metadata['annotations'])[SOURCE_RANGES]
  if (typeof annotation !== 'string') return
  const path = ['metadata', 'annotations', SOURCE_RANGES]
  if (!balanced) forbid(path)
  if (annotation.trim() !== '') for (const range of annotation.split(',')) check(path, range)
}

function checkTraffic(spec: Fields, type: string, refuse: Refuse): void {
  const external = textOf(spec['externalTrafficPolicy'])
  const isOpen = type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && itemsOf(spec['externalIPs']).length > 0)
  if (external !== undefined && !isOpen)
    refuse(
      ['spec', 'externalTrafficPolicy'],
      invalid(external, 'may only be set for externally-accessible services'),
      'leave it out, or let type be NodePort or LoadBalancer',
    )
  else if (external !== undefined && !TRAFFIC_POLICIES.includes(external))
    refuse(['spec', 'externalTrafficPolicy'], unsupported(external, TRAFFIC_POLICIES), 'write Cluster or Local')
  checkHealthPort(spec['healthCheckNodePort'], type === 'LoadBalancer' && external === 'Local', refuse)
  const internal = spec['internalTrafficPolicy']
  if (typeof internal === 'string' && !TRAFFIC_POLICIES.includes(internal))
    refuse(['spec', 'internalTrafficPolicy'], unsupported(internal, TRAFFIC_POLICIES), 'write Cluster or Local, or leave it out')
  const distribution = spec['trafficDistribution']
  if (typeof distribution === 'string' && !DISTRIBUTIONS.includes(distribution))
    refuse(['spec', 'trafficDistribution'], unsupported(distribution, DISTRIBUTIONS), 'write one of those, or leave it out')
}

function checkHealthPort(value: unknown, isAsked: boolean, refuse: Refuse): void {
  if (typeof value !== 'number' || value === 0) return
  const path = ['spec', 'healthCheckNodePort']
  const range = nodePortProblem(value)
  if (!isAsked)
    refuse(path, invalid(value, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"), 'leave it out')
  else if (value < 1 || value > 65_535) refuse(path, invalid(value, 'must be between 1 and 65535, inclusive'), 'leave it out')
  else if (range !== undefined) refuse(path, `failed to allocate requested HealthCheck NodePort ${value}: ${range}`, 'leave it out')
}
