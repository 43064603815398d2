import type {ServicePort} from '../../cluster/service.ts'
import {shortName} from '../naming.ts'
import type {Effect, EffectKind} from './effect.ts'
import {involvedIn, type PortPair, pairPorts, type ServicePair} from './pairing.ts'
import {type OwnerState, portKey} from './side.ts'

/** What became of the ports of a Service, and of those of its pods that they lead to. */
export function portEffects(pair: ServicePair): readonly Effect[] {
  const involved = involvedIn(pair)
  return pairPorts(pair).flatMap((ports) =>
    changesOf(pair, ports).map((change) => ({...change, subject: pair.after.reference, reach: undefined, involved})),
  )
}

type PortChange = Omit<Effect, 'subject' | 'reach' | 'involved'>

function changesOf(pair: ServicePair, {before, after}: PortPair): readonly PortChange[] {
  if (before && after) return [...numberChanges(before, after), ...nameChange(before, after), ...targetChanges(pair, before, after)]
  if (after) {
    const text = describePort(after)
    return [{kind: 'port-added', severity: 'info', about: text, before: null, after: text, message: `has a new port ${text}`}]
  }
  const text = before ? describePort(before) : ''
  return [{kind: 'port-removed', severity: 'warning', about: text, before: text, after: null, message: `no longer has port ${text}`}]
}

function moved(about: string, before: string, after: string, message: string): PortChange {
  return {kind: 'port-moved' satisfies EffectKind, severity: 'warning', about, before, after, message}
}

/** A node port that is not stated is whatever the cluster picks. */
function numberChanges(before: ServicePort, after: ServicePort): readonly PortChange[] {
  const label = labelOf(before, after)
  const [was, is] = [`${before.port}`, `${after.port}`]
  const [nodeBefore, nodeAfter] = [before.nodePort, after.nodePort]
  const isNodePortMoved = nodeBefore !== null && nodeAfter !== null && nodeBefore !== nodeAfter
  return [
    ...(was === is ? [] : [moved('port', was, is, `${label} moved: ${was} → ${is}`)]),
    ...(isNodePortMoved
      ? [moved('nodePort', `${nodeBefore}`, `${nodeAfter}`, `the node port of ${label} moved: ${nodeBefore} → ${nodeAfter}`)]
      : []),
  ]
}

/** Ingresses and DNS call it by its name. */
function nameChange(before: ServicePort, after: ServicePort): readonly PortChange[] {
  if (before.port !== after.port || before.name === after.name) return []
  const message = `port ${after.port} is called otherwise: ${before.name ?? 'no name'} → ${after.name ?? 'no name'}`
  return [{kind: 'port-renamed', severity: 'info', about: String(after.port), before: before.name, after: after.name, message}]
}

/** Pods of the same workloads that are reached at other ports than before. */
function targetChanges(pair: ServicePair, before: ServicePort, after: ServicePort): readonly PortChange[] {
  const moves = new Map<string, {readonly owners: string[]; readonly from: string; readonly to: string}>()
  for (const [key, owner] of pair.after.owners) {
    const [from, to] = [portsOf(pair.before.owners.get(key), portKey(before)), portsOf(owner, portKey(after))]
    if (from === '' || to === '' || from === to) continue
    const move = moves.get(`${from} ${to}`) ?? {owners: [], from, to}
    moves.set(`${from} ${to}`, move)
    move.owners.push(shortName(owner.reference))
  }
  return [...moves.values()].map(({owners, from, to}) =>
    moved('target', from, to, `${labelOf(before, after)} leads to ${to} of ${owners.join(', ')} instead of ${from}`),
  )
}

function portsOf(owner: OwnerState | undefined, key: string): string {
  return [...(owner?.ports.get(key) ?? [])].sort((a, b) => a - b).join(', ')
}

function labelOf(before: ServicePort, after: ServicePort): string {
  const name = after.name ?? before.name
  if (name !== null) return `port ${name}`
  return before.port === after.port ? `port ${after.port}` : 'its port'
}

function describePort({name, port, protocol}: ServicePort): string {
  return `${name === null ? '' : `${name} `}${port ?? '?'}/${protocol}`
}
