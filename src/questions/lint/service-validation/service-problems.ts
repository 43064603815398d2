import {fieldsOf, itemsOf, textOf} from '../../../cluster/fields.ts'
import type {WireObject} from '../../../cluster/object.ts'
import type {ClusterIPRange} from '../../../network/cluster-ips.ts'
import {checkAccess} from './access-problems.ts'
import type {ApiProblem, Refuse} from './api-problem.ts'
import {invalid, unsupported} from './api-problem.ts'
import {checkClusterIPs} from './cluster-ip-problems.ts'
import {checkLabels, checkMetadata} from './metadata-problems.ts'
import {dnsSubdomainProblems} from './name-syntax.ts'
import {checkPorts} from './port-problems.ts'
import {SERVICE_SHAPE} from './service-shape.ts'
import {checkShape} from './shape.ts'

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const AFFINITIES = ['ClientIP', 'None']
/** A day. */
const MAX_AFFINITY_SECONDS = 86_400

/**
 * Why the API server would not take a Service, in its words: what ValidateService of Kubernetes 1.37 says, after decoding and defaults. What
 * cannot be decoded is not looked at any further. Nothing for one that it would take.
 * @param ranges the Service ranges that the cluster is known to have: addresses are only held against those
 */
export function serviceProblems(object: WireObject, ranges: readonly ClusterIPRange[]): readonly ApiProblem[] {
  const problems: ApiProblem[] = []
  const refuse: Refuse = (path, reason, fix, change) => problems.push({path, reason, fix, ...(change && {change})})
  const version = textOf(object['apiVersion'])
  if (version !== undefined && version !== 'v1')
    refuse(['apiVersion'], `no kind "Service" is registered for version "${version}"`, 'write apiVersion: v1', {kind: 'set', to: 'v1'})
  if (!checkShape(object, SERVICE_SHAPE, [], refuse)) return problems
  const metadata = fieldsOf(object['metadata'])
  const spec = fieldsOf(object['spec'])
  const type = textOf(spec['type']) ?? 'ClusterIP'
  checkMetadata(metadata, refuse)
  const isHeadless = spec['clusterIP'] === 'None' && itemsOf(spec['clusterIPs']).length < 2
  if (itemsOf(spec['ports']).length === 0 && !isHeadless && type !== 'ExternalName')
    refuse(['spec', 'ports'], 'Required value', 'state its ports, or clusterIP: None')
  if (type === 'ExternalName') checkName(textOf(spec['externalName']) ?? '', refuse)
  checkPorts(spec, type, refuse)
  checkLabels(spec['selector'], ['spec', 'selector'], refuse)
  checkAffinity(spec['sessionAffinity'], fieldsOf(fieldsOf(spec['sessionAffinityConfig'])['clientIP'])['timeoutSeconds'], refuse)
  checkClusterIPs(spec, type, ranges, refuse)
  if (!TYPES.includes(type)) {
    const nearest = TYPES.find((one) => one.toLowerCase() === type.toLowerCase())
    const fix = nearest === undefined ? 'write one of those (headless is clusterIP: None)' : `write ${nearest}`
    refuse(['spec', 'type'], unsupported(type, TYPES), fix, nearest === undefined ? undefined : {kind: 'set', to: nearest})
  }
  checkAccess(spec, metadata, type, refuse)
  return problems
}

/** A dot at the end says that it is whole. */
function checkName(externalName: string, refuse: Refuse): void {
  const name = externalName.replace(/\.$/, '')
  const path = ['spec', 'externalName']
  if (name === '') refuse(path, 'Required value', 'state the DNS name that it stands for')
  else
    for (const problem of dnsSubdomainProblems(name))
      refuse(path, invalid(name, problem), 'write a DNS name alone, without scheme, port or path')
}

function checkAffinity(affinity: unknown, seconds: unknown, refuse: Refuse): void {
  const stated = textOf(affinity) ?? 'None'
  if (!AFFINITIES.includes(stated)) refuse(['spec', 'sessionAffinity'], unsupported(stated, AFFINITIES), 'write ClientIP or None')
  if (stated === 'ClientIP' && typeof seconds === 'number' && (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS))
    refuse(
      ['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'],
      invalid(seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`),
      `state 1 to ${MAX_AFFINITY_SECONDS} seconds`,
    )
}
