import type {AddressFamily} from '../../cluster/address.ts'
import {isWhole} from '../../network/policy/ip-block.ts'
import {judgeSide, type SideVerdict} from '../../network/policy/judgement.ts'
import type {PodGroup} from '../../network/policy/pod-group.ts'
import type {Peer, PodSet, Rule} from '../../network/policy/policy.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {describePeer, nameOfPolicy} from '../policy-wording.ts'
import type {Audience, AudienceRow} from '../who/audience.ts'
import type {Destination} from '../who/destinations.ts'
import {type Admitted, distinct, doubtAdmitted, everybody, farthestOf, joinAdmitted, policiesBehind} from './admitted.ts'
import {questionOf} from './policy-doubt.ts'
import {avoiding, type Draft, draftOf, plainDraft, type Stranger, strangerOf} from './stranger.ts'

/** Who inside of the cluster may come in. `audienceOf` tells of those in the input, and is asked only where policies do not let in just anybody. */
export type InsideReach = (destinations: readonly Destination[], audienceOf: (destinations: readonly Destination[]) => Audience) => Admitted

/**
 * Pods come and go, so it is not enough to ask those of the input: a pod of any namespace is asked about, one of the same, and of each rule one such as
 * it names. `cluster` is where some pod of another namespace, or a node, may come in; `namespace` where only pods of the same may.
 */
export function createInsideReach(set: PolicySet): InsideReach {
  const known = new Map<string, Admitted>()
  const strangersAt = (destination: Destination): Admitted => {
    const {party, ingress, portKey} = destination
    if (party.kind !== 'pod' || (ingress.policies.length === 0 && !ingress.hasForeign)) return everybody('cluster')
    const key = `${ingress.index} ${portKey} ${party.group.namespaceStated} ${party.group.namespace}`
    const already = known.get(key)
    if (already) return already
    const admitted = admitStrangers(set, destination)
    known.set(key, admitted)
    return admitted
  }
  return (destinations, audienceOf) => {
    const strangers = joinAdmitted(destinations.map(strangersAt))
    const isOpen = strangers.reach === 'cluster' && strangers.sources.length === 0
    return isOpen ? strangers : withClients(strangers, audienceOf(destinations), destinations)
  }
}

/** What each stranger comes to. */
interface Answer {
  readonly reach: 'cluster' | 'namespace'
  readonly verdict: SideVerdict
  /** Whom the rule names that lets it in; undefined is anybody there. */
  readonly sources: readonly string[] | undefined
}

function admitStrangers(set: PolicySet, destination: Destination): Admitted {
  if (destination.party.kind !== 'pod') return everybody('cluster')
  const {group, family} = destination.party
  const {policies} = destination.ingress
  const {ask, askDisguised} = createAsker(set, destination, group)
  const [elsewhere, own] = [plainDraft(group, 'elsewhere'), plainDraft(group, 'own')]
  const anybody = ask(elsewhere)
  if (isOpen(anybody, family)) return {...everybody('cluster'), remarks: exceptions(destination)}
  const named = policies.flatMap((policy) =>
    (policy.ingress ?? []).flatMap((rule) =>
      (rule.action === 'allow' ? podsIn(rule) : []).flatMap((pods) => {
        const draft = draftOf(set, group, pods)
        const whom = describeSource(pods)
        return draft ? [ask(draft, [whom]), ...askDisguised(draft, whom)] : []
      }),
    ),
  )
  const neighbour = ask(own)
  const answers = [
    anybody,
    {...neighbour, sources: isOpen(neighbour, family) ? undefined : sourcesOf(neighbour.verdict)},
    ...named,
    // Whom a rule lets in is told as the rule names him.
    ...[...askDisguised(elsewhere, 'pods'), ...askDisguised(own, `pods of namespace ${group.namespace}`)].filter(
      ({verdict}) => verdict.because.kind !== 'rule',
    ),
  ]
  const open = answers.filter(({verdict}) => verdict.allowed === true)
  const doubtful = answers.filter(({verdict}) => verdict.allowed === null)
  const narrowedBy = policies.map(nameOfPolicy)
  const reach = farthestOf(open)
  const isWhole = reach === 'namespace' && open.some((one) => one.sources === undefined)
  const sources = isWhole ? [] : distinct(open.flatMap((one) => one.sources ?? sourcesOf(one.verdict) ?? 'any pod of the namespace'))
  const certain = {...everybody(reach, sources), narrowedBy, remarks: isWhole ? exceptions(destination) : []}
  if (doubtful.length === 0) return certain
  return doubtAdmitted(certain, {...everybody(farthestOf([...open, ...doubtful])), narrowedBy}, questionOf(doubtful, 'pods'))
}

/** Asks policies about strangers, as they are and with labels for which rules do not turn them away. */
interface Asker {
  readonly ask: (draft: Draft, sources?: readonly string[]) => Answer
  /** Nothing where no label helps. `whom` says who they are without it. */
  readonly askDisguised: (draft: Draft, whom: string) => readonly Answer[]
}

function createAsker(set: PolicySet, {party, port, called, ingress}: Destination, home: PodGroup): Asker {
  const shunned = ingress.policies.flatMap((policy) =>
    (policy.ingress ?? []).flatMap((rule) => (rule.action === 'allow' ? [] : podsIn(rule))),
  )
  const judge = (stranger: Stranger, sources?: readonly string[]): Answer => ({
    reach: stranger.isOwn ? 'namespace' : 'cluster',
    verdict: judgeSide(stranger.set, 'ingress', {source: {...stranger.party, family: party.family}, destination: party, port, called}),
    sources,
  })
  return {
    ask: (draft, sources) => judge(strangerOf(set, home, draft), sources),
    askDisguised: (draft, whom) => {
      const disguised = shunned.length > 0 && avoiding(set, home, draft, shunned)
      return disguised ? [judge(disguised.stranger, [`${whom} ${disguised.words}`])] : []
    },
  }
}

/** Whether whoever is let in is let in as anybody there. */
function isOpen({verdict: {allowed, because}, reach}: Answer, family: AddressFamily | undefined): boolean {
  if (allowed !== true) return false
  return because.kind !== 'rule' || because.rule.peers === 'anyone' || because.rule.peers.some((peer) => isAnyPod(peer, reach, family))
}

function isAnyPod(peer: Peer, reach: Answer['reach'], family: AddressFamily | undefined): boolean {
  switch (peer.kind) {
    case 'pods': {
      const {namespaces, pods} = peer.pods
      const isOwn = namespaces.kind === 'named' && reach === 'namespace'
      return pods?.length === 0 && (isOwn || (namespaces.kind === 'selected' && namespaces.selector?.length === 0))
    }
    case 'ip-block':
      return isWhole(peer.block) && (family === undefined || family === peer.block.family)
    default:
      return false
  }
}

function podsIn({peers}: Rule): readonly PodSet[] {
  if (peers === 'anyone') return []
  return peers.flatMap((peer) => (peer.kind === 'pods' ? peer.pods : []))
}

/** A selector of a policy's own namespace says so, for whoever reads it without the policy. */
function describeSource(pods: PodSet): string {
  const text = describePeer({kind: 'pods', pods})
  const {namespaces} = pods
  return namespaces.kind === 'named' && pods.pods?.length !== 0 ? `${text} of namespace ${namespaces.namespace}` : text
}

function sourcesOf({because}: SideVerdict): readonly string[] | undefined {
  if (because.kind !== 'rule' || because.rule.peers === 'anyone') return undefined
  return because.rule.peers.map((peer) => (peer.kind === 'pods' ? describeSource(peer.pods) : describePeer(peer)))
}

/** Policies of the cluster deny by name what else is allowed. */
function exceptions({ingress: {policies}}: Destination): readonly string[] {
  const denying = policies.filter(({ingress}) => ingress?.some(({action}) => action === 'deny'))
  return denying.length === 0 ? [] : [`${denying.map(nameOfPolicy).join(' and ')} may keep some pods out`]
}

/** Those who are in the input may be let in by their address, and what was not read may let in anybody. */
function withClients(strangers: Admitted, {rows}: Audience, destinations: readonly Destination[]): Admitted {
  const [home] = destinations.flatMap(({party}) => (party.kind === 'pod' ? party.group.namespace : []))
  const letIn = rows.filter(({access}) => access !== 'denied')
  const found = letIn.flatMap((row): readonly Admitted[] => (isFromElsewhere(row, home) ? [admitRow(row)] : []))
  return found.length === 0 ? strangers : joinAdmitted([strangers, ...found])
}

/** Nodes whose address nobody stated may be in any block of addresses: that alone opens nothing. */
function isFromElsewhere({access, classes, isRest}: AudienceRow, home: string | undefined): boolean {
  const isCertain = access !== 'unknown'
  return isRest || classes.some(({kind, groups}) => (kind === 'node' ? isCertain : groups.some(({group}) => group.namespace !== home)))
}

function admitRow({access, because, classes, isRest}: AudienceRow): Admitted {
  const narrowedBy = policiesBehind(because)
  if (access === 'unknown') {
    const possible = {...everybody('cluster', isRest ? [] : clientsIn(classes)), narrowedBy}
    return doubtAdmitted(everybody('none'), possible, questionOf(because, 'pods'))
  }
  const byRule = because.flatMap(({verdict, direction}) => (direction === 'ingress' ? (sourcesOf(verdict) ?? []) : []))
  return {...everybody('cluster', byRule.length > 0 ? byRule : clientsIn(classes)), narrowedBy}
}

function clientsIn(classes: AudienceRow['classes']): readonly string[] {
  const namespaces = classes.flatMap(({groups}) => groups.map(({group}) => `pods of namespace ${group.namespace}`))
  return distinct([...namespaces, ...(classes.some(({kind}) => kind === 'node') ? ['nodes'] : [])])
}
