import type {Cluster} from '../../cluster/cluster.ts'
import {describeUnread, findUnread} from '../../cluster/read.ts'
import type {judgeSide, PolicyConnection, SideVerdict} from '../../network/policy/judgement.ts'
import type {Direction} from '../../network/policy/policy.ts'
import {decidersOf} from '../policy-data.ts'
import {describeBecause, nameOfPolicy} from '../policy-wording.ts'
import type {ClientClass} from './clients.ts'
import type {Destination} from './destinations.ts'
import type {PeerView, PolicyEye, Subject} from './policy-eye.ts'

/** What the policies of one end say, in words too; the same words are the same side. */
export interface Side {
  readonly index: number
  readonly direction: Direction
  readonly verdict: SideVerdict
  readonly message: string
}

/** Both ends of connections to one destination. */
export interface SidesTowards {
  readonly egress: (client: ClientClass) => Side
  readonly ingress: (client: ClientClass) => Side
  /** The classes of pods whom its ingress policies may treat otherwise than all others. */
  readonly mentioned: ReadonlySet<ClientClass>
}

export interface Sides {
  readonly towards: (destination: Destination) => SidesTowards
  /** One side of a verdict that was come to elsewhere. */
  readonly intern: (verdict: SideVerdict, direction: Direction) => Side
  /** The numbers of the sets of pods that the egress rules for a client name. */
  readonly namedBy: (client: ClientClass) => readonly number[]
}

export type JudgeSide = typeof judgeSide

/** Judges each end once for all whom its policies do not tell apart. */
/** Judges each end once for all whom its policies do not tell apart. */
export function createSides(cluster: Cluster, eye: PolicyEye, clients: readonly ClientClass[], judge: JudgeSide): Sides {
  const interned = new Map<string, Side>()
  const relevant = {ingress: relevantOf(eye, 'ingress'), egress: relevantOf(eye, 'egress')}
  const intern = (verdict: SideVerdict, direction: Direction): Side => {
    const message = describeBecause(verdict.because, direction)
    const deciders = decidersOf(verdict.because).map(({policy, rule}) => `${nameOfPolicy(policy)} ${rule?.index}`)
    const key = `${direction} ${verdict.allowed} ${deciders.join()} ${message}`
    const side = interned.get(key) ?? {index: interned.size, direction, verdict, message}
    interned.set(key, side)
    return side
  }
  const judgeNow = (direction: Direction, client: ClientClass, destination: Destination): Side => {
    const asked = connect(client, destination)
    const party = direction === 'egress' ? asked.source : asked.destination
    return intern(unreadOf(cluster, party) ?? withoutAddress(judge(eye.set, direction, asked)), direction)
  }
  const find = (
    direction: Direction,
    own: Answers,
    subject: Subject,
    view: PeerView,
    client: ClientClass,
    destination: Destination,
  ): Side => {
    const known = own.byView.get(view)
    if (known) return known
    const key = relevant[direction](subject).keyOf(view)
    const side = own.byKey.get(key) ?? judgeNow(direction, client, destination)
    own.byKey.set(key, side)
    own.byView.set(view, side)
    return side
  }
  const tables = new Map<string, Tables>()
  const mentioned = createMentioned(clients, relevant.ingress)
  return {
    intern,
    namedBy: ({egress}) => relevant.egress(egress).sets,
    towards: (destination) => {
      const {ingress, view, portKey} = destination
      const {incoming, outgoing} = obtain(tables, portKey, createTables)
      const answers = obtain(incoming, ingress, createAnswers)
      return {
        egress: (client) => find('egress', obtain(outgoing, client.egress, createAnswers), client.egress, view, client, destination),
        ingress: (client) => find('ingress', answers, ingress, client.view, client, destination),
        mentioned: mentioned(ingress),
      }
    },
  }
}

/** What is known of the connections to one port, by whom the policies are for. */
interface Tables {
  readonly incoming: Map<Subject, Answers>
  readonly outgoing: Map<Subject, Answers>
}

function createTables(): Tables {
  return {incoming: new Map(), outgoing: new Map()}
}

function createAnswers(): Answers {
  return {byView: new Map(), byKey: new Map()}
}

function obtain<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const present = map.get(key)
  if (present !== undefined) return present
  const created = create()
  map.set(key, created)
  return created
}

/** What is known of one subject and a port. */
interface Answers {
  readonly byView: Map<PeerView, Side>
  /** By what the subject's own rules see of it. */
  readonly byKey: Map<string, Side>
}

/** Pods that no rule of a subject names differ from each other only where their address or namespace counts, and most of them have that in common. */
function createMentioned(
  clients: readonly ClientClass[],
  relevant: (subject: Subject) => Relevant,
): (subject: Subject) => ReadonlySet<ClientClass> {
  const bySet = classesBySet(clients)
  const usual = usualRest(clients)
  const unusual = clients.filter(({kind, view}) => kind === 'pod' && view.rest !== usual)
  const known = new Map<Subject, ReadonlySet<ClientClass>>()
  return (subject) => {
    const already = known.get(subject)
    if (already) return already
    const {sets, asksMore} = relevant(subject)
    const mentioned = new Set([...sets.flatMap((number) => bySet.get(number) ?? []), ...(asksMore ? unusual : [])])
    known.set(subject, mentioned)
    return mentioned
  }
}

function usualRest(clients: readonly ClientClass[]): string | undefined {
  const times = new Map<string, number>()
  for (const {view, groups} of clients) times.set(view.rest, (times.get(view.rest) ?? 0) + groups.length)
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function connect({party}: ClientClass, destination: Destination): PolicyConnection {
  return {source: party, destination: destination.party, port: destination.port, called: destination.called}
}

/** What the rules of a subject's policies look at in the other end. */
interface Relevant {
  readonly sets: readonly number[]
  readonly asksMore: boolean
  readonly keyOf: (view: PeerView) => string
}

function relevantOf({peers}: PolicyEye, direction: Direction): (subject: Subject) => Relevant {
  const known: Relevant[] = []
  return ({index, policies}) => {
    const already = known[index]
    if (already) return already
    const all = policies.map((policy) => peers[direction].of(policy))
    const sets = [...new Set(all.flatMap((one) => one.sets))]
    const asksMore = all.some((one) => one.asksMore)
    const keyOf = ({kind, sets: own, rest}: PeerView) => {
      let key = asksMore ? `${kind} ${rest}` : kind
      for (const number of sets) key += `,${own.get(number) ?? ''}`
      return key
    }
    const relevant = {sets, asksMore, keyOf}
    known[index] = relevant
    return relevant
  }
}

function classesBySet(clients: readonly ClientClass[]): ReadonlyMap<number, readonly ClientClass[]> {
  const byView = new Map<number, ClientClass[]>()
  for (const client of clients) {
    for (const number of client.view.sets.keys()) {
      const known = byView.get(number)
      if (known) known.push(client)
      else byView.set(number, [client])
    }
  }
  return byView
}

/** Those of several Services are judged together, each called by an address of its own. */
function withoutAddress(verdict: SideVerdict): SideVerdict {
  const {because} = verdict
  if (because.kind !== 'open' || because.doubt.kind !== 'rewritten' || because.doubt.what !== 'destination') return verdict
  return {...verdict, because: {...because, doubt: {...because.doubt, address: null}}}
}

/** Policies of the namespace that could not be read may say anything. */
function unreadOf({coverage}: Cluster, party: PolicyConnection['source']): SideVerdict | undefined {
  const unread = party.kind === 'pod' ? findUnread(coverage, 'NetworkPolicy', {namespace: party.group.namespace}) : undefined
  if (!unread) return undefined
  const doubt = {kind: 'unread', message: describeUnread(unread)} as const
  return {allowed: null, because: {kind: 'open', doubt, policy: undefined, rule: undefined, object: undefined}}
}
