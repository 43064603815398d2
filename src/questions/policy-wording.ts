import {formatLabelSelector, type LabelSelector, SELECTS_NOTHING} from '../cluster/label-selector.ts'
import type {Doubt} from '../network/policy/doubt.ts'
import type {ForeignPolicy} from '../network/policy/foreign-policy.ts'
import type {Because} from '../network/policy/judgement.ts'
import {NAME_LABEL} from '../network/policy/namespace-labels.ts'
import type {Direction, IPBlock, NamespaceSet, Peer, PodSet, Policy, PolicyPort, Rule, Selector} from '../network/policy/policy.ts'
import {enumerate} from './naming.ts'

/** `shop/allow-frontends`; one of the whole cluster bears its kind, for nothing else tells it from others: `AdminNetworkPolicy strict`. */
export function nameOfPolicy({kind, namespace, name}: Pick<Policy, 'kind' | 'namespace' | 'name'>): string {
  return namespace === null ? `${kind} ${name}` : `${namespace}/${name}`
}

/** `CiliumNetworkPolicy shop/edge`: its kind belongs to it, for it is none that everybody knows. */
export function nameOfForeignPolicy({reference: {kind, namespace, name}}: Pick<ForeignPolicy, 'reference'>): string {
  return `${kind} ${namespace === null ? name : `${namespace}/${name}`}`
}

/** `rule 1: from app=client to port http`; what only rules of the cluster have, an action and a name, stands behind the number. */
export function describeRule({tier}: Pick<Policy, 'tier'>, rule: Rule, direction: Direction): string {
  const action = tier === 'namespace' ? '' : ` (${rule.action})`
  const name = rule.name === undefined ? '' : ` ${rule.name}`
  return `rule ${rule.index + 1}${name}${action}: ${describeScope(rule, direction)}`
}

/** What a rule is about: `from app=client to port http`, `to app=db, port 5432`, `to anyone`. */
export function describeScope({peers, ports}: Pick<Rule, 'peers' | 'ports'>, direction: Direction): string {
  const who = peers === 'anyone' ? 'anyone' : peers.length === 0 ? 'nobody' : alternatives(peers.map(describePeer))
  if (direction === 'ingress') return `from ${who}${ports === 'any' ? '' : ` to ${describePorts(ports)}`}`
  return `to ${who}${ports === 'any' ? '' : `, ${describePorts(ports)}`}`
}

/** `app=client`, `any pod of namespace ops`, `app=api of namespaces team=a`, `10.0.0.0/8 except 10.1.0.0/16`. */
export function describePeer(peer: Peer): string {
  switch (peer.kind) {
    case 'pods':
      return describePods(peer.pods)
    case 'ip-block':
      return describeBlock(peer.block)
    case 'nodes':
      return peer.selector?.length === 0 ? 'any node' : `nodes ${describeSelector(peer.selector)}`
    case 'domain-names':
      return alternatives(peer.names)
    case 'not-understood':
      return 'a peer that is not valid'
    case 'nobody':
      return 'nobody'
  }
}

/** `port 80, 53/UDP or http`, `any TCP port`, `any port`; TCP, which is meant where nothing is stated, is left out. */
export function describePorts(ports: Rule['ports']): string {
  if (ports === 'any') return 'any port'
  const isWhole = (port: PolicyPort) => port.kind === 'all' || port.kind === 'not-understood'
  const some = ports.filter((port) => !isWhole(port)).map(describePort)
  const whole = ports.filter(isWhole).map(describePort)
  return alternatives([...some.map((text, index) => (index === 0 ? `port ${text}` : text)), ...whole])
}

function describePort(port: PolicyPort): string {
  switch (port.kind) {
    case 'all':
      return `any ${port.protocol} port`
    case 'range':
      return `${port.first === port.last ? port.first : `${port.first}-${port.last}`}${suffixOf(port.protocol)}`
    case 'named':
      return `${port.name}${suffixOf(port.protocol)}`
    case 'not-understood':
      return 'a port that is not valid'
  }
}

function suffixOf(protocol: string | undefined): string {
  return protocol === undefined || protocol === 'TCP' ? '' : `/${protocol}`
}

function describePods({namespaces, pods}: PodSet): string {
  const who = pods?.length === 0 ? 'any pod' : pods === SELECTS_NOTHING ? 'no pod' : describeSelector(pods)
  const where = describeNamespaces(namespaces)
  // A selector without namespaces is for those of the policy's own, as everybody knows who writes one.
  return namespaces.kind === 'named' && pods?.length !== 0 ? who : `${who}${where}`
}

/** ` of namespace shop`; nothing for all of them where that is no surprise. */
function describeNamespaces(set: NamespaceSet): string {
  switch (set.kind) {
    case 'named':
      return ` of namespace ${set.namespace}`
    case 'selected': {
      const [only, other] = set.selector ?? []
      if (set.selector?.length === 0) return ' of any namespace'
      if (only?.key === NAME_LABEL && only.operator === 'In' && !other) return ` of namespace ${alternatives(only.values)}`
      return ` of namespaces ${describeSelector(set.selector)}`
    }
    case 'same-labels':
      return ` of namespaces with its own ${enumerate(set.keys)}`
    case 'not-same-labels':
      return ` of namespaces with another ${alternatives(set.keys)}`
  }
}

function describeSelector(selector: Selector): string {
  return selector === undefined ? '(selector not valid)' : formatLabels(selector)
}

function formatLabels(selector: LabelSelector): string {
  return selector === SELECTS_NOTHING ? '(none)' : formatLabelSelector(selector)
}

function describeBlock({text, except}: IPBlock): string {
  return except.length === 0 ? text : `${text} except ${enumerate(except.map((range) => range.text))}`
}

/** `a, b or c`; of many the first, and how many more there are. Commas stand within selectors too, so the last word is never one. */
function alternatives(words: readonly string[], most = 3): string {
  if (words.length > most) return `${words.slice(0, most - 1).join(', ')} or ${words.length - most + 1} more`
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** Why one end lets a connection pass or not, without a full stop: `shop/allow-frontends, rule 1: from app=client to port http`. */
export function describeBecause(because: Because, direction: Direction): string {
  switch (because.kind) {
    case 'exempt':
      return EXEMPT[because.why]
    case 'rule':
      return `${nameOfPolicy(because.policy)}, ${describeRule(because.policy, because.rule, direction)}`
    case 'isolated':
      return `no rule of ${enumerate(because.policies.map(nameOfPolicy))} lets it pass`
    case 'default':
      return 'no policy says anything about it'
    case 'open': {
      const {policy, rule, doubt} = because
      const place = policy && (rule ? `${nameOfPolicy(policy)}, rule ${rule.index + 1}` : nameOfPolicy(policy))
      return place !== undefined && doubt.kind !== 'order' ? `${place}: ${describeDoubt(doubt)}` : describeDoubt(doubt)
    }
  }
}

/** Said where no policy of the cluster, which may forbid both, does. */
const EXEMPT: Readonly<Record<Extract<Because, {kind: 'exempt'}>['why'], string>> = {
  self: 'a pod always reaches itself',
  'own-node': 'no NetworkPolicy keeps a pod and its own node apart',
  'no-pod': 'no policy is for it: it is no pod of the pod network',
}

/** Why it cannot be told, and what would settle it, in one sentence without a full stop. */
export function describeDoubt(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'namespace-labels':
      return `Namespace ${doubt.namespace}, whose label ${doubt.key} decides, is not in the input: kubectl get namespaces -o yaml`
    case 'namespace-not-stated':
      return `a manifest names no namespace, and whether ${doubt.namespace} is meant decides: -n says which`
    case 'pod-labels':
      return `label ${doubt.key} is given to the pods when they are made: kubectl get pods -o yaml shows them`
    case 'address':
      return `whether its address is in ${doubt.block} is not stated: kubectl get pods,nodes -o yaml shows it`
    case 'part':
      return `only some of them are in ${doubt.block}: ask about one address`
    case 'rewritten':
      return describeRewritten(doubt)
    case 'port':
      return 'the port of the pod at which it ends is not known: kubectl get pods -o yaml shows it'
    case 'own-node':
      return "the node may be the pod's own, which no NetworkPolicy keeps out: kubectl get pods -o yaml shows where it runs"
    case 'not-understood':
      return doubt.message
    case 'order':
      return `${doubt.policies.map(nameOfPolicy).join(' and ')} disagree, and nothing says which comes first: ${describeOrder(doubt.policies)}`
    case 'domain-names':
      return `which addresses ${alternatives(doubt.names)} stands for is known to the network plugin alone`
    case 'foreign':
      return `${nameOfForeignPolicy(doubt.policy)} of ${doubt.policy.product} may say otherwise, and is not judged`
    case 'unread':
      return doubt.message
    case 'plugin':
      return `${doubt.name} matches no block of addresses with what is inside of the cluster`
  }
}

function describeRewritten({address, what}: Extract<Doubt, {kind: 'rewritten'}>): string {
  const whose = what === 'destination' ? `the Service's ${address ?? 'address'}` : `the node's ${address ?? 'address'}`
  const other = what === 'destination' ? "or the pod's" : "or the client's"
  return `whether policies see ${whose} ${other} is left to the network plugin`
}

function describeOrder([one, other]: readonly [Policy, Policy]): string {
  return one.kind === other.kind ? `give them other priorities than ${one.priority}` : 'use one of the two APIs'
}
