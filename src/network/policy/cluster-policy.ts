import type {OtherObject} from '../../cluster/cluster.ts'
import {fieldsOf, textOf} from '../../cluster/fields.ts'
import {referenceTo} from '../../cluster/identity.ts'
import {type ClusterPolicyApi, clusterPolicyApi} from './cluster-policy-api.ts'
import {readClusterRules} from './cluster-policy-rule.ts'
import type {Policy, PolicyProblem} from './policy.ts'
import {readClusterSubject} from './read-pod-set.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads an AdminNetworkPolicy, a BaselineAdminNetworkPolicy or a ClusterNetworkPolicy; undefined for another kind. What the validation of its resource
 * definition refuses becomes a problem with its place, and leaves open what hangs on it.
 */
export function readClusterPolicy(object: OtherObject): Policy | undefined {
  if (object.group !== 'policy.networking.k8s.io') return undefined
  const version = (textOf(object.object['apiVersion']) ?? '').split('/')[1] ?? ''
  const api = clusterPolicyApi(object.kind, version)
  if (!api) return undefined
  const spec = fieldsOf(object.object['spec'])
  const problems: PolicyProblem[] = []
  checkName(api, object.name, problems)
  const tier = readTier(api, spec, problems)
  const priority = readPriority(api, spec, problems)
  const subject = readClusterSubject(spec['subject'], api, problems)
  // What is wrong with the policy as a whole is wrong with each of its rules.
  const whole = problems.filter(({path}) => path[0] === 'metadata' || path[1] !== 'subject' || subject === undefined).at(0)?.message
  const context = {api, problems, isTierKnown: tier !== undefined, refused: whole}
  return {
    kind: api.kind,
    tier: tier ?? 'admin',
    namespace: null,
    namespaceStated: true,
    name: object.name,
    // One that is not known may come before all others.
    priority: priority ?? 0,
    subject: subject ?? {namespaces: {kind: 'selected', selector: []}, pods: []},
    ingress: readClusterRules(spec['ingress'], 'ingress', context),
    egress: readClusterRules(spec['egress'], 'egress', context),
    problems,
    reference: referenceTo(object),
    identity: object,
    origin: object.origin,
  }
}

function checkName({kind, onlyName}: ClusterPolicyApi, name: string, problems: PolicyProblem[]): void {
  if (onlyName === undefined || name === onlyName) return
  problems.push({
    word: 'name',
    message: `there is one ${kind} in a cluster, and its name is ${onlyName}, not ${name}`,
    path: ['metadata', 'name'],
    fix: `name it ${onlyName}`,
  })
}

function readTier({tier}: ClusterPolicyApi, spec: Fields, problems: PolicyProblem[]): Policy['tier'] | undefined {
  if (tier !== undefined) return tier
  const stated = spec['tier']
  if (stated === 'Admin') return 'admin'
  if (stated === 'Baseline') return 'baseline'
  problems.push({
    word: 'tier',
    message: stated === undefined ? 'it has no tier' : `${JSON.stringify(stated)} is no tier`,
    path: ['spec', 'tier'],
    fix: 'tiers are Admin and Baseline',
  })
  return undefined
}

function readPriority({hasPriority}: ClusterPolicyApi, spec: Fields, problems: PolicyProblem[]): number | undefined {
  if (!hasPriority) return 0
  const stated = spec['priority']
  if (typeof stated === 'number' && Number.isInteger(stated) && stated >= 0 && stated <= 1000) return stated
  problems.push({
    word: 'priority',
    message: stated === undefined ? 'it has no priority' : `${JSON.stringify(stated)} is no priority`,
    path: ['spec', 'priority'],
    fix: 'priorities are whole numbers from 0 to 1000; the lowest is asked first',
  })
  return undefined
}
