import type {Cluster, OtherObject} from '../../cluster/cluster.ts'
import {groupBy} from '../../cluster/group-by.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import {once} from '../../cluster/once.ts'
import type {Service} from '../../cluster/service.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import {findEntryFacts} from '../../network/entry/find-entry-facts.ts'
import type {Policy} from '../../network/policy/policy.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import type {Finding} from '../../report.ts'
import {type Exposed, exposeNotable} from '../exposure/exposed-service.ts'
import type {SaidFacts} from '../exposure/said-facts.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import {findingsOf} from '../resolve/finding.ts'
import {type Judgement, judge} from '../resolve/judgement.ts'
import {incompleteServices} from './incomplete-services.ts'
import {isOrdinary} from './ordinary-service.ts'

/** What is linted. */
export interface LintScope {
  /** Undefined is all. */
  readonly namespace: string | undefined
  /** `-l`: only Services with these labels; undefined is all. */
  readonly selector: LabelSelector | undefined
}

/**
 * The resolved graph that rules read: each part is worked out once, when the first rule asks for it. No rule changes anything of it. What is out of
 * scope is still there to be looked at: only findings are for what is in scope.
 */
export interface Graph {
  readonly cluster: Cluster
  /** The Services in scope, in the order of the input, with several definitions of one where the input has them. */
  readonly services: readonly Service[]
  /** Those of them that are not ordinary (ordinary-service.ts). Rules about fields that few state look at these alone. */
  readonly special: readonly Service[]
  /** Those that would be, were they whole: no Service of the input is called as they are, so that they are no patch of it. Their names may be ''. */
  readonly incomplete: readonly OtherObject[]
  readonly facts: EntryFacts
  /** Those in scope, of all kinds: NetworkPolicies and policies of the cluster. Policies of other APIs are not among them. */
  readonly policies: readonly Policy[]
  /** Which pods each Service in scope reaches, and why not all. */
  readonly judgements: () => readonly Judgement[]
  /** Those of them that reach less than they should, or may: the ones with a cause. */
  readonly unresolved: () => readonly Judgement[]
  /** What `resolve` finds of the Services in scope, by rule. */
  readonly resolved: (rule: string) => readonly Finding[]
  /**
   * Who can come to the Services in scope, who comes to pods past Services, and which ways lead nowhere. Services that are open to every pod of the cluster,
   * and to nobody else, are not among them: nearly all are, and only where something sensitive listens there is anything to say.
   */
  readonly exposed: () => Exposed
  /** Whether an object of this namespace is in scope; null is one of the whole cluster. */
  readonly isInScope: (namespace: string | null) => boolean
}

export function createGraph(cluster: Cluster, scope: LintScope, said: SaidFacts): Graph {
  const services = servicesInScope(cluster, scope)
  const facts = findEntryFacts(cluster, said)
  const isInScope = (namespace: string | null) => scope.namespace === undefined || namespace === null || namespace === scope.namespace
  const judgements = once(() => services.map((service) => judge(cluster, service)))
  const resolved = once(() => {
    const findings = judgements().flatMap((judgement) => findingsOf(cluster, judgement))
    return groupBy(findings, ({rule}) => rule)
  })
  return {
    cluster,
    services,
    special: services.filter(({object}) => !isOrdinary(object)),
    incomplete: incompleteServices(cluster, scope),
    facts,
    policies: policiesOf(cluster).all.filter(({namespace}) => isInScope(namespace)),
    judgements,
    unresolved: once(() => judgements().filter(({cause}) => cause !== undefined)),
    resolved: (rule) => resolved().get(rule) ?? [],
    exposed: once(() => exposeNotable(cluster, facts, services)),
    isInScope,
  }
}
