import type {Cluster} from '../../cluster/cluster.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {judgeSide, PolicyConnection, SideVerdict} from '../../network/policy/judgement.ts'
import type {Direction} from '../../network/policy/policy.ts'
import {decidersOf} from '../policy-data.ts'
import {describeBecause, nameOfPolicy} from '../policy-wording.ts'
import {describeUnreadPolicy, unreadSide} from '../unread-policies.ts'
import type {ClientClass} from './clients.ts'
import type {Destination} from './destinations.ts'
import {createMentioned} from './mentioned-clients.ts'
import type {PeerView} from './peer-views.ts'
import type {PolicyEye} from './policy-eye.ts'
import {relevantOf} from './relevance.ts'
import type {Subject} from './subjects.ts'

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
    const unread = describeUnreadPolicy(cluster, [party])
    return intern(unread === undefined ? withoutAddress(judge(eye.set, direction, asked)) : unreadSide(unread), direction)
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

/** The answers of connections to one port, by whom the policies are for. */
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

/** What is known of one subject and a port. */
interface Answers {
  readonly byView: Map<PeerView, Side>
  /** By what the subject's own rules see of it. */
  readonly byKey: Map<string, Side>
}

function connect({party}: ClientClass, destination: Destination): PolicyConnection {
  return {source: party, destination: destination.party, port: destination.port, called: destination.called}
}

/** Those of several Services are judged together, each called by an address of its own. */
function withoutAddress(verdict: SideVerdict): SideVerdict {
  const {because} = verdict
  if (because.kind !== 'open' || because.doubt.kind !== 'rewritten' || because.doubt.what !== 'destination') return verdict
  return {...verdict, because: {...because, doubt: {...because.doubt, address: null}}}
}
