import type {Cluster} from '../../cluster/cluster.ts'
import {matchesLabels} from '../../cluster/label-selector.ts'
import type {Read} from '../../cluster/read.ts'
import {readsOfPolicedDns} from '../reads/dns-reads.ts'
import {meshReads} from '../reads/mesh-reads.ts'
import type {LiveScope, Needs} from '../reads/needs.ts'
import {policyReads} from '../reads/policy-reads.ts'
import {readsOfScope} from '../reads/scope-reads.ts'
import {readsBehindService, readsOfNamedService} from '../reads/service-reads.ts'
import {unlessMistaken} from '../reads/unless-mistaken.ts'
import {readsOfPods} from '../reads/workload-reads.ts'
import {parseTargets, type Target} from '../target.ts'
import type {ResolveParameters} from './resolve.ts'

/** What `resolve` has to read: for named Services what stands behind them, for pods the Services of their namespace, else everything in scope. */
export function resolveNeeds(parameters: ResolveParameters, search: boolean): Needs {
  const scope = {...parameters, search}
  const targets = unlessMistaken(() => parseTargets(parameters.targets, []))
  if (parameters.policies) return (soFar) => (targets ?? []).flatMap((target) => readsOfPoliced(soFar, target, scope))
  const isOfKind = targets?.some(({kind, name}) => kind === 'Service' && name === undefined)
  if (!targets || targets.length === 0 || isOfKind) return (soFar) => readsOfScope(soFar, scope)
  return (soFar) => targets.flatMap((target) => readsOfTarget(soFar, target, scope))
}

function readsOfTarget(soFar: Cluster, {kind, name}: Target, scope: LiveScope): readonly Read[] {
  if (kind === 'Service' && name !== undefined) return readsOfNamedService(soFar, name, scope)
  const {namespace} = scope
  const selecting = soFar.services.filter((service) => {
    const {selector} = service
    return selector && soFar.pods.inNamespace(service.namespace).some((pod) => matchesLabels(selector, pod.labels))
  })
  return [
    ...readsOfPods(soFar, kind, name, scope),
    {kind: 'Service', namespace},
    // A Service without selector names its pods in slices.
    {kind: 'EndpointSlice', namespace},
    ...selecting.flatMap((service) => readsBehindService(soFar, service, scope)),
  ]
}

/** Pods, their Services, and the policies of their namespaces. Whose policies are refused is for the question to say. */
function readsOfPoliced(soFar: Cluster, target: Target, scope: LiveScope): readonly Read[] {
  if (target.kind === 'Service') return []
  const {namespace} = scope
  const namespaces = namespace === undefined ? soFar.pods.all.map((pod) => pod.namespace) : [namespace]
  const isOfAll = namespace === undefined && target.name === undefined
  return [
    ...readsOfTarget(soFar, target, scope),
    ...policyReads(isOfAll ? undefined : namespaces),
    ...meshReads(soFar),
    ...readsOfPolicedDns(soFar),
  ]
}
