import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import {describeLeftover} from './leftover-sentence.ts'
import type {About, Fate, Observation} from './observation.ts'
import type {Group, ProblemKind} from './problem.ts'

interface Told {
  readonly kind: ProblemKind
  /** Whether something is missing and nothing in its place. */
  readonly lost: boolean
  readonly observations: Group['observations']
  readonly routed: RoutedPort
}

type Sentences = {readonly [Kind in About['kind']]: (about: Extract<About, {kind: Kind}>, told: Told) => string}

/** What a difference does to packets, as a sentence about one Service port. */
export function sentenceOf(kind: ProblemKind, observations: Group['observations'], routed: RoutedPort): string {
  const [{about}] = observations
  // The table has for each kind of subject the function that takes it, which the compiler cannot follow here.
  const tell = SENTENCES[about.kind] as (about: About, told: Told) => string
  return tell(about, {kind, lost: kind === 'missing', observations, routed})
}

const SENTENCES: Sentences = {
  entry: ({at, via}, {observations}) => describeEntry(at, via, observations),
  endpoint: ({endpoint}, {kind, routed}) => {
    if (kind === 'missing') return `no connection goes to endpoint ${nameOf(endpoint, routed)}`
    if (kind === 'stale') return `connections still go to ${endpoint}, which ${whyStale(endpoint, routed)}`
    return `endpoint ${nameOf(endpoint, routed)} gets another share of the connections than the others`
  },
  translation: ({endpoint}, {lost, observations, routed}) => {
    const targets = observations.flatMap(({side, target}) => (side === 'stale' && target !== undefined ? [target] : []))
    const elsewhere = targets.find((target) => target !== endpoint)
    const connections = `connections to endpoint ${nameOf(endpoint, routed)}`
    if (elsewhere !== undefined) return `${connections} go to ${elsewhere} instead`
    return lost ? `${connections} are sent nowhere: their destination is not changed` : `${connections} are sent there by another rule`
  },
  hairpin: ({endpoint}, {lost, routed}) =>
    lost
      ? `endpoint ${nameOf(endpoint, routed)} cannot reach itself: its connections are not masqueraded`
      : `connections from endpoint ${nameOf(endpoint, routed)} are masqueraded by a rule that nobody expects`,
  affinity: ({endpoint}, {lost, routed}) =>
    `clients ${lost ? 'do not stay' : 'stay otherwise than they should'} with endpoint ${nameOf(endpoint, routed)} (sessionAffinity)`,
  choice: () => 'its endpoints are chosen in another order, and so with other shares',
  masquerade: (_, {kind, lost}) =>
    lost
      ? 'connections to its cluster IP from elsewhere than pods are not masqueraded'
      : `connections to its cluster IP are masqueraded ${kind === 'stale' ? 'that should not be' : 'otherwise than they should'}`,
  'external-masquerade': (_, {lost}) =>
    lost
      ? 'connections from outside are not masqueraded, so that answers from other nodes are lost'
      : 'connections from outside are masqueraded that should keep their source',
  'external-route': (_, {lost}) =>
    lost ? 'connections from outside find no way to its endpoints' : 'connections from outside go to other endpoints than they should',
  'source-range': ({range}, {lost}) => {
    if (range === 'its sources') return 'other sources are let in than loadBalancerSourceRanges says'
    return lost
      ? `clients in ${range} are shut out, though loadBalancerSourceRanges lets them in`
      : `clients in ${range} are let in, though loadBalancerSourceRanges does not name them`
  },
  firewall: ({at}, {kind, lost}) =>
    lost
      ? `loadBalancerSourceRanges does not hold at ${at}: everybody is let in`
      : `loadBalancerSourceRanges is enforced at ${at} ${kind === 'stale' ? 'though the Service states none' : 'by another rule'}`,
  'health-check': ({at}, {lost}) =>
    lost
      ? `the health check of load balancers at node port ${at} is not let in`
      : `node port ${at} is open for a health check that it has not`,
  'cluster-ip': ({at}, {lost}) => (lost ? `${at} is not known to be a cluster IP` : `${at} is taken for a cluster IP`),
  bound: ({at}, {lost}) =>
    lost
      ? `connections to ports of ${at} that no Service has are not refused, and reach programs of the node itself`
      : `connections to ports of ${at} that no Service has are refused, though it is an address of the node itself`,
  admission: ({at, via}) => `new connections from pods and from outside to ${at} (${via}) are refused`,
  'node-access': ({at}, {lost}) =>
    lost
      ? `the node itself is not let in at ${at}, though loadBalancerSourceRanges lets it in`
      : `the node itself is let in at ${at}, though loadBalancerSourceRanges does not let it in`,
  unnoticed: ({at, set}, {routed}) =>
    `${/^\d+\//.test(at) ? 'node port ' : ''}${at} is not in ${set} (no connection notices it, since its policy is ${routed.externalPolicy})`,
  scheduler: ({scheduler}) => `its endpoints are chosen by another scheduler (${scheduler})`,
  persistence: ({wanted, found}) => `clients ${describeStay(wanted, found)} (sessionAffinity)`,
  weight: ({endpoint, weight}, {routed}) =>
    weight === 0
      ? `endpoint ${nameOf(endpoint, routed)} gets no new connection: its weight is 0`
      : `endpoint ${nameOf(endpoint, routed)} gets another share of the connections than the others: its weight is ${weight}`,
  forwarding: ({endpoint, flag}, {routed}) =>
    `endpoint ${nameOf(endpoint, routed)} is sent connections by ${flag === '-i' ? 'tunnelling' : 'direct routing'} instead of masquerading`,
  leftover: (about, {observations}) => describeLeftover(about, observations),
  set: ({name}) => `the set ${name} differs`,
  chain: ({chain, role}, {kind, lost}) =>
    `${role} is ${lost ? 'missing' : kind === 'stale' ? 'there that should not be' : 'another one'} (${chain})`,
  frame: ({chain}) => `${chain} differs`,
}

function describeStay(wanted: number | null, found: number | null): string {
  if (found === null) return 'do not stay with an endpoint'
  const stay = `stay with an endpoint for ${describeSeconds(found)}`
  return wanted === null ? `${stay}, though the Service asks for none` : `${stay}, and should for ${describeSeconds(wanted)}`
}

/** `3 h`, `5 min`, `90 s`. */
function describeSeconds(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`
}

const FATES: Readonly<Record<Fate, string>> = {led: 'led to its endpoints', refused: 'refused', dropped: 'dropped'}

/** Local policies have two rules at one address: one that leads on, and one that drops who is not from here. */
function describeEntry(at: string, via: string, observations: Group['observations']): string {
  const fates = (side: Observation['side']) => [...new Set(observations.flatMap((one) => (one.side === side ? (one.fate ?? []) : [])))]
  const [wanted, found] = [fates('missing'), fates('stale')]
  const place = via === 'node port' ? `node port ${at}` : `${at} (${via})`
  if (wanted.length > 0 && found.length > 0 && wanted.join() === found.join())
    return `connections to ${place} are led elsewhere than they should`
  const instead = found.length > 0 ? `connections to ${place} are ${found.map((fate) => FATES[fate]).join(' and ')}` : ''
  if (wanted.length === 0) return `${instead}, and should not be`
  const should = wanted.map((fate) => FATES[fate]).join(' and ')
  return instead === '' ? `connections to ${place} are not ${should}` : `${instead}, and should be ${should}`
}

/** `10.244.0.2:8080 (web-0)`. */
function nameOf(endpoint: string, {endpoints}: RoutedPort): string {
  const target = endpoints.find(({text}) => text === endpoint)?.target
  return target ? `${endpoint} (${target.name})` : endpoint
}

function whyStale(endpoint: string, {endpoints}: RoutedPort): string {
  const found = endpoints.find(({text}) => text === endpoint)
  if (!found) return 'is no endpoint of it'
  const name = found.target ? `${found.target.name}, ` : ''
  if (found.isTerminating) return `is ${name}an endpoint that terminates`
  return found.isReady ? `is ${name}an endpoint that this node should not use` : `is ${name}an endpoint that is not ready`
}
