import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {Report} from '../../report.ts'
import {parseTargets} from '../target.ts'
import {workloadKinds} from '../workload-kinds.ts'
import {aboutPods} from './about-pods.ts'
import {aboutServices} from './about-services.ts'
import {findPods} from './asked-pod.ts'
import {findServices, servicesInScope} from './asked-service.ts'
import {describeNothing} from './not-found.ts'
import {aboutPolicies} from './policies/about-policies.ts'
import {refuseServices} from './policies/policy-targets.ts'

export interface ResolveParameters {
  /** As typed: `svc/web`, `svc/web:http`, `pods`, `web`, …; none means every Service. */
  readonly targets: readonly string[]
  /** Restricts the answer to one namespace; undefined is all. */
  readonly namespace: string | undefined
  /** `-l`: what was asked for by its own labels, as kubectl has it; Services where nothing was. */
  readonly selector: LabelSelector | undefined
  /** Whether the policies that are for pods are asked for, in place of their Services. */
  readonly policies?: boolean
}

/** Which pods do these Services reach, or which Services reach these pods, and where none, why? Throws a UserError for what is not there. */
export function resolve(cluster: Cluster, parameters: ResolveParameters): Report {
  if (parameters.policies) return resolvePolicies(cluster, parameters)
  if (parameters.targets.length === 0) {
    const all = servicesInScope(cluster, parameters).map((service) => ({service, port: undefined}))
    return aboutServices(cluster, all, false, describeNothing(cluster, ['Service'], parameters))
  }
  const targets = parseTargets(parameters.targets, workloadKinds(cluster))
  const nothing = describeNothing(
    cluster,
    targets.map(({kind}) => kind),
    parameters,
  )
  const services = targets.filter(({kind}) => kind === 'Service')
  const others = targets.filter(({kind}) => kind !== 'Service')
  const named = findServices(cluster, services, parameters)
  if (others.length === 0) {
    const byName = targets.some(({name}) => name !== undefined)
    return aboutServices(cluster, named, byName, nothing)
  }
  const pods = others.flatMap((target) => findPods(cluster, target, parameters))
  return aboutPods(cluster, pods, named, nothing)
}

/** Which policies are for these pods, and in which direction do they isolate them? */
function resolvePolicies(cluster: Cluster, parameters: ResolveParameters): Report {
  const targets = parseTargets(parameters.targets, workloadKinds(cluster))
  refuseServices(targets)
  const pods = targets.flatMap((target) => findPods(cluster, target, parameters))
  const isNamed = targets.some(({name}) => name !== undefined)
  const nothing = describeNothing(
    cluster,
    targets.map(({kind}) => kind),
    parameters,
  )
  return aboutPolicies(cluster, pods, isNamed, nothing)
}
