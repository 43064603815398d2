import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {ClusterAction, ClusterPolicyApi} from './cluster-policy-api.ts'
import {readClusterPeer} from './cluster-policy-peer.ts'
import {readAdminPort, readClusterProtocol} from './cluster-policy-port.ts'
import type {Direction, PolicyProblem, Rule} from './policy.ts'
import {isStated} from './read-pod-set.ts'

interface Context {
  readonly api: ClusterPolicyApi
  readonly problems: PolicyProblem[]
  readonly isTierKnown: boolean
  /** Why no API server takes the policy. */
  readonly refused: string | undefined
}

/** Reads the rules of one direction. A rule whose action is not known becomes two, for it may let pass or deny. */
export function readClusterRules(value: unknown, direction: Direction, context: Context): readonly Rule[] {
  const {api, problems} = context
  const path: Path = ['spec', direction]
  checkNumber(itemsOf(value), api.maxItems, path, problems)
  return itemsOf(value).flatMap((rule, index) => readRule(rule, direction, index, context))
}

function readRule(value: unknown, direction: Direction, index: number, {api, problems, isTierKnown, refused}: Context): readonly Rule[] {
  const fields = fieldsOf(value)
  const path: Path = ['spec', direction, index]
  const before = problems.length
  const name = readName(fields['name'], [...path, 'name'], problems)
  const action = readAction(fields['action'], [...path, 'action'], api, problems)
  const peers = readPeers(fields, direction, action, path, api, problems)
  const ports = readPorts(fields, path, api, problems)
  checkNamedPorts(fields, direction, path, api, problems)
  // Problems deeper down leave open only what they are about.
  const own = problems.slice(before).find(({path: {length}, word}) => length === path.length + 1 && word !== 'limit')?.message
  const why = refused ?? own
  const rule = {index, name, path, ...(why === undefined ? {} : {refused: why})}
  const closed = peers.isUnderstood ? undefined : failClosed(action)
  if (closed) return [{...rule, ...closed}]
  const actions: readonly ClusterAction[] =
    action === undefined ? ['allow', 'deny'] : action === 'pass' && !isTierKnown ? ['pass', 'allow'] : [action]
  return actions.map((one) => ({...rule, action: one, peers: peers.peers, ports}))
}

/**
 * "For 'Allow' rules, 'fail closed' means: 'treat the rule as matching no traffic'. For 'Deny' and 'Pass' rules, 'fail closed' means: 'treat the rule as a
 * Deny all rule'" (AdminNetworkPolicyIngressPeer and the others).
 */
function failClosed(action: ClusterAction | undefined): Pick<Rule, 'action' | 'peers' | 'ports'> | undefined {
  if (action === undefined) return undefined
  return action === 'allow' ? {action, peers: [{kind: 'nobody'}], ports: 'any'} : {action: 'deny', peers: 'anyone', ports: 'any'}
}

function readName(value: unknown, path: Path, problems: PolicyProblem[]): string | undefined {
  const name = textOf(value)
  if (name !== undefined && name.length > 100)
    problems.push({word: 'limit', message: `the name of the rule has ${name.length} characters`, path, fix: 'at most 100 are taken'})
  return name
}

function readAction(value: unknown, path: Path, {kind, actions}: ClusterPolicyApi, problems: PolicyProblem[]): ClusterAction | undefined {
  const action = typeof value === 'string' ? actions.get(value) : undefined
  if (action) return action
  const words = [...actions.keys()]
  problems.push({
    word: 'action',
    message: value === undefined ? 'the rule has no action' : `${JSON.stringify(value)} is no action of a ${kind}`,
    path,
    fix: `actions are ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`,
  })
  return undefined
}

function readPeers(
  fields: Readonly<Record<string, unknown>>,
  direction: Direction,
  action: ClusterAction | undefined,
  path: Path,
  api: ClusterPolicyApi,
  problems: PolicyProblem[],
): {readonly peers: Rule['peers']; readonly isUnderstood: boolean} {
  const key = direction === 'ingress' ? 'from' : 'to'
  const stated = itemsOf(fields[key])
  const place = [...path, key]
  if (stated.length === 0) {
    const message = `the rule does not say ${direction === 'ingress' ? 'from' : 'to'} whom`
    problems.push({word: 'peer', message, path: place, fix: `${key} has at least one peer; namespaces: {} is every pod`})
    return {peers: 'anyone', isUnderstood: true}
  }
  checkNumber(stated, api.maxItems, place, problems)
  const peers = stated.map((peer, index) => readClusterPeer(peer, {direction, action, path: [...place, index], api, problems}))
  return {peers: peers.flatMap((read) => read ?? []), isUnderstood: !peers.includes(undefined)}
}

function readPorts(
  fields: Readonly<Record<string, unknown>>,
  path: Path,
  {kind, portsField, maxItems}: ClusterPolicyApi,
  problems: PolicyProblem[],
): Rule['ports'] {
  const other = portsField === 'ports' ? 'protocols' : 'ports'
  const foreign = {word: 'field', message: `a rule of a ${kind} has no ${other}`, path: [...path, other], fix: `it has ${portsField}`}
  if (isStated(fields[other])) problems.push(foreign)
  if (!isStated(fields[portsField])) return 'any'
  const stated = itemsOf(fields[portsField])
  const place = [...path, portsField]
  checkNumber(stated, maxItems, place, problems)
  if (stated.length > 0)
    return stated.map((port, index) => (portsField === 'ports' ? readAdminPort : readClusterProtocol)(port, [...place, index], problems))
  const fix = `leave ${portsField} out to mean every port`
  problems.push({word: 'port', message: `${portsField} has no item`, path: place, fix})
  return 'any'
}

/** "networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames" (XValidation). */
function checkNamedPorts(
  fields: Readonly<Record<string, unknown>>,
  direction: Direction,
  path: Path,
  {portsField}: ClusterPolicyApi,
  problems: PolicyProblem[],
): void {
  if (direction === 'ingress') return
  const field = portsField === 'ports' ? 'namedPort' : 'destinationNamedPort'
  const hasNoNames = itemsOf(fields['to']).some((peer) => ['networks', 'nodes', 'domainNames'].some((key) => isStated(fieldsOf(peer)[key])))
  if (!hasNoNames || !itemsOf(fields[portsField]).some((port) => isStated(fieldsOf(port)[field]))) return
  problems.push({
    word: 'named-port',
    message: `networks, nodes and domainNames have no named ports, and the rule has a ${field}`,
    path: [...path, portsField],
    fix: 'write the number, or a rule of its own for the pods',
  })
}

/** What goes beyond a limit is named and judged all the same. */
export function checkNumber(items: readonly unknown[], most: number, path: Path, problems: PolicyProblem[]): void {
  if (items.length <= most) return
  problems.push({word: 'limit', message: `${String(path.at(-1))} has ${items.length} items`, path, fix: `at most ${most} are taken`})
}
