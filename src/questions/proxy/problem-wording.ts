import type {Cluster} from '../../cluster/cluster.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import {describeLeftover} from './leftover-sentence.ts'
import type {About, Observation, PortName} from './observation.ts'
import type {Group, Problem, ProblemKind} from './problem.ts'
import {sentenceOf} from './problem-sentence.ts'

/** A group as a sentence about one Service port, as far as the kernel's rules go: what happens to packets. */
export function describeGroup({port, family, observations}: Group, routed: RoutedPort): Problem {
  const [{about}] = observations
  // Beside what it is about, it may have been seen in rules about other endpoints.
  const own = observations.filter((one) => JSON.stringify(one.about) === JSON.stringify(about))
  const kind = kindOf(about.kind === 'entry' ? observations : own)
  return {
    kind,
    family,
    port,
    endpoint: 'endpoint' in about ? about.endpoint : null,
    sentence: sentenceOf(kind, observations, routed),
    seenIn: observations,
  }
}

/** Rules of a Service or a port that the input does not have, or that kube-proxy should not have rules for. */
export function describeOrphan({services}: Cluster, {port, family, observations}: Group): Problem {
  const service = services.find(({namespace, name}) => namespace === port?.namespace && name === port.name)
  const why = service ? whyWithoutRules(service.type, service.headless, port) : 'there is no such Service'
  return {kind: 'stale', family, port, endpoint: null, sentence: `it is still programmed, though ${why}`, seenIn: observations}
}

function whyWithoutRules(type: string, headless: boolean, port: PortName | null): string {
  if (headless) return 'the Service is headless'
  if (type === 'ExternalName') return 'the Service is an ExternalName'
  return port?.port == null ? 'the Service has no such port' : `the Service has no port ${port.port} in this family`
}

export function describeUnprogrammed({port, family, observations}: Group): Problem {
  return {kind: 'missing', family, port, endpoint: null, sentence: 'nothing of it is programmed', seenIn: observations}
}

/** What all Services share, and what none has. */
export function describeFrame({port, family, observations}: Group): Problem {
  const kind = kindOf(observations)
  return {kind, family, port, endpoint: null, sentence: sharedSentence(kind, observations), seenIn: observations}
}

function sharedSentence(kind: ProblemKind, observations: Group['observations']): string {
  const [{about}] = observations
  if (about.kind === 'entry' && kind === 'stale') return `connections to ${about.at} are still taken, though no Service has it`
  if (about.kind === 'leftover') return describeLeftover(about, observations)
  if (about.kind === 'hairpin' && kind === 'stale')
    return `connections of ${about.endpoint} to itself are still masqueraded, though no Service has it`
  if (about.kind === 'set') return setSentence(about, kind)
  const chain = about.kind === 'frame' ? about.chain : 'at' in about ? about.at : about.kind
  const what = about.kind === 'frame' ? (about.purpose ?? FRAME[chain]) : ROLES[about.kind]
  return `${chain}: ${frameSentence(kind, observations.length === 1 ? 'a rule is' : 'rules are', what)}`
}

function setSentence({name, types}: Extract<About, {kind: 'set'}>, kind: ProblemKind): string {
  if (types) return `the set ${name} is of another type than it should: ${types.found}, not ${types.wanted}`
  return `the set ${name} is ${kind === 'missing' ? 'missing' : 'there that nobody expects'}`
}

function frameSentence(kind: ProblemKind, rules: string, what: string | undefined): string {
  if (kind === 'order') return 'its rules are in another order'
  if (kind === 'stale') return `${rules} there that nobody expects`
  return `${rules} ${kind}${what === undefined ? '' : `, by which ${what}`}`
}

/** What a rule or an entry is for that names no Service. */
const ROLES: Readonly<Partial<Record<Observation['about']['kind'], string>>> = {
  'cluster-ip': 'it is known as a cluster IP',
}

/** What the chains that all Services share are for; of ipvs mode, where that is the same as in iptables mode. */
const FRAME: Readonly<Record<string, string>> = {
  PREROUTING: 'packets come to Services',
  'KUBE-SERVICES': 'packets come to Services',
  OUTPUT: 'packets of the node come to Services',
  INPUT: 'packets come to what is refused or dropped',
  FORWARD: 'packets come to what is refused, dropped or let through',
  POSTROUTING: 'packets come to masquerading',
  'KUBE-MARK-MASQ': 'packets are marked for masquerading',
  'KUBE-POSTROUTING': 'marked packets are masqueraded',
  'KUBE-FORWARD':
    'packets of Services are forwarded, and invalid ones dropped (unless conntrack.tcpBeLiberal is set, or the sysctl of that name)',
  'KUBE-FIREWALL': 'nobody outside reaches node ports on loopback',
  'KUBE-NODEPORTS': 'packets come to node ports',
  'KUBE-PROXY-FIREWALL': 'loadBalancerSourceRanges hold',
  services: 'packets come to Services',
  masquerading: 'marked packets are masqueraded',
  'mark-for-masquerade': 'packets are marked for masquerading',
  'cluster-ips-check': 'packets to ports that Services lack are refused',
  'service-endpoints-check': 'packets to Services without endpoints are refused',
  'nodeport-endpoints-check': 'packets to node ports without endpoints are refused',
  'firewall-check': 'loadBalancerSourceRanges hold',
  'nodeport-ips': "the node's addresses answer on node ports",
  'reject-chain': 'packets are refused',
  'nat-prerouting': 'packets come to Services',
  'nat-output': 'packets of the node come to Services',
  'nat-postrouting': 'packets come to masquerading',
}

function kindOf(observations: readonly Observation[]): ProblemKind {
  const sides = new Set(observations.map(({side}) => side))
  if (sides.has('altered')) return 'altered'
  if (sides.has('missing')) return sides.has('stale') ? 'altered' : 'missing'
  return sides.has('stale') ? 'stale' : 'order'
}
