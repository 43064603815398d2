import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {groupBy} from '../../cluster/group-by.ts'
import type {ProxyModel, RoutedPort} from '../../network/proxy/proxy-model.ts'
import {isNodeAddressKnown} from './node-address.ts'
import {nameOfPort, type Observation, type PortName, portNameKey} from './observation.ts'
import {type Opening, openingsOf} from './open-port.ts'
import {indexPorts} from './port-index.ts'
import {describeFrame, describeGroup, describeOrphan, describeUnprogrammed} from './problem-wording.ts'

export type ProblemKind = 'missing' | 'stale' | 'altered' | 'order'

/** A difference as a person would tell it, with the rules that it was seen in. */
export interface Problem {
  readonly kind: ProblemKind
  readonly family: AddressFamily
  /** Null for what all Services share. */
  readonly port: PortName | null
  readonly endpoint: string | null
  readonly sentence: string
  readonly seenIn: readonly Observation[]
}

/** Why a difference says nothing: what the input leaves open, the Services of a namespace, the zone of the node, its address. */
export type NotJudged = Opening | 'not-listed' | 'node' | 'node-address'

/** Differences, and those that the input does not suffice to judge. */
export interface Judged {
  readonly problems: readonly Problem[]
  readonly open: readonly {readonly port: PortName; readonly reason: NotJudged}[]
}

/** Observations about one thing. */
export interface Group {
  readonly port: PortName | null
  readonly family: AddressFamily
  readonly observations: readonly [Observation, ...Observation[]]
}

/** Makes problems of observations: about one thing one, and one where nothing of a Service is there, or all of it should not be. */
export function judgeObservations(cluster: Cluster, model: ProxyModel, observations: readonly Observation[]): Judged {
  const problems: Problem[] = []
  const open: {port: PortName; reason: NotJudged}[] = []
  for (const family of ['IPv4', 'IPv6'] as const) {
    const index = indexPorts(model.families[family])
    const own = withPorts(observations.filter((observation) => observation.family === family))
    // Not every rule tells the protocol, so ports that the input lacks go by their names alone.
    const settle = (port: PortName) => {
      const routed = index.byName(port)
      return routed ? nameOfPort(routed) : {...port, protocol: null}
    }
    for (const same of groupBy(own, ({port}) => (port ? portNameKey(settle(port)) : '')).values()) {
      const port = same[0].port && settle(same[0].port)
      if (!port) {
        problems.push(...[...groupBy(same, aboutKey).values()].map((group) => describeFrame({port, family, observations: group})))
        continue
      }
      const routed = index.byName(port)
      const reason = whyOpen(cluster, model, port, routed)
      if (reason !== undefined) {
        open.push({port, reason})
        continue
      }
      const [first, ...others] = same.filter((one) => !isUndecided(one, model))
      if (others.length + (first ? 1 : 0) < same.length) open.push({port, reason: 'node-address'})
      if (first) problems.push(...judgePort(cluster, port, routed, family, [first, ...others]))
    }
  }
  return {problems: [...problems].sort(inOrder), open}
}

/** Why a difference is none of kube-proxy's: the input does not decide what should be. */
function whyOpen({services, nodes}: Cluster, {node}: ProxyModel, {namespace}: PortName, routed?: RoutedPort): NotJudged | undefined {
  if (routed) return openingsOf(routed)[0] ?? (!nodes.has(node.name) && hasHints(routed) ? 'node' : undefined)
  // Where the Services of a namespace are listed, all of them are.
  return services.some((service) => service.namespace === namespace) ? undefined : 'not-listed'
}

/** Source ranges are held against the address of the node. */
function isUndecided({about}: Observation, {node}: ProxyModel): boolean {
  return about.kind === 'node-access' && !isNodeAddressKnown(node)
}

function hasHints({endpoints}: RoutedPort): boolean {
  return endpoints.some(({hints}) => hints.forZones.length > 0 || hints.forNodes.length > 0)
}

function judgePort(
  cluster: Cluster,
  port: PortName,
  routed: RoutedPort | undefined,
  family: AddressFamily,
  observations: readonly [Observation, ...Observation[]],
): readonly Problem[] {
  const all = {port, family, observations}
  if (!routed) return [describeOrphan(cluster, all)]
  if (isUnprogrammed(observations, routed)) return [describeUnprogrammed(all)]
  const groups = [...groupBy(observations, aboutKey).values()].map((group): Group => ({port, family, observations: group}))
  return withoutConsequences(groups).map((group) => describeGroup(group, routed))
}

/** Whether neither a way in nor a way to any of its endpoints is left. */
function isUnprogrammed(observations: readonly Observation[], {usable}: RoutedPort): boolean {
  if (usable.reachable.length === 0 || observations.some(({side}) => side !== 'missing')) return false
  const lost = (kind: Observation['about']['kind']) => observations.filter(({about}) => about.kind === kind).map(({about}) => about)
  const endpoints = new Set(lost('endpoint').map((about) => 'endpoint' in about && about.endpoint))
  return lost('entry').length > 0 && (lost('chain').length > 0 || usable.reachable.every(({text}) => endpoints.has(text)))
}

/**
 * Where endpoints come or go, the shares of the others change as well, and what else an endpoint that is not chosen has or lacks does not matter:
 * that is seen in the same problem.
 */
function withoutConsequences(groups: readonly Group[]): readonly Group[] {
  const causes = groups.filter((group) => group.observations[0].about.kind === 'endpoint' && sideOf(group) !== undefined)
  const causeOf = (group: Group): Group | undefined => {
    const [{about}] = group.observations
    if (!('endpoint' in about) || causes.includes(group)) return undefined
    if (about.kind === 'endpoint') return causes[0]
    const same = causes.find(({observations: [first]}) => 'endpoint' in first.about && first.about.endpoint === about.endpoint)
    return same && sideOf(same) === sideOf(group) ? same : undefined
  }
  return groups.flatMap((group) => {
    if (causeOf(group)) return []
    const [first, ...rest] = group.observations
    const seenToo = groups.filter((other) => causeOf(other) === group).flatMap(({observations}) => observations)
    return [{...group, observations: [first, ...rest, ...seenToo] as const}]
  })
}

/** Undefined where something is missing and something else is there in its place. */
function sideOf({observations}: Group): Observation['side'] | undefined {
  const [{side}] = observations
  return side !== 'altered' && observations.every((observation) => observation.side === side) ? side : undefined
}

/** An endpoint or an address that only a shared set names belongs to the Service whose other rules differ by it. */
function withPorts(observations: readonly Observation[]): readonly Observation[] {
  const ports = new Map<string, PortName>()
  for (const {port, about} of observations) {
    if (port && 'endpoint' in about) ports.set(about.endpoint, port)
    if (port && about.kind === 'entry') ports.set(about.at.replace(/:\d+\/\w+$/, '').replace(/[[\]]/g, ''), port)
  }
  const nameOf = (about: Observation['about']) =>
    'endpoint' in about ? about.endpoint : about.kind === 'cluster-ip' || about.kind === 'bound' ? about.at : ''
  return observations.map((observation) => {
    const found = observation.port === null ? ports.get(nameOf(observation.about)) : undefined
    return found ? {...observation, port: found} : observation
  })
}

function aboutKey({about}: Observation): string {
  // What an address is to a Service that no longer has it cannot be told.
  return JSON.stringify(about.kind === 'entry' ? {kind: about.kind, at: about.at} : about)
}

/** What all Services share comes first, then Service by Service. */
function inOrder(a: Problem, b: Problem): number {
  return compare(a.port ? portNameKey(a.port) : '', b.port ? portNameKey(b.port) : '') || compare(a.family, b.family)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
