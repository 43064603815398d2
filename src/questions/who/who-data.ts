import type {Labels} from '../../cluster/label-selector.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Direction} from '../../network/policy/policy.ts'
import {type DecidingPolicyData, type Places, toSideData} from '../policy-data.ts'
import type {Access} from './access.ts'
import type {Audience, AudienceRow} from './audience.ts'
import type {ClientClass} from './clients.ts'
import type {Entrance, OutsideRegion} from './entrance.ts'
import {entriesOf} from './roster.ts'
import type {FamilyAnswers, PortAnswer, ServiceAnswer, WhoVerdict} from './service-answer.ts'
import type {Side} from './sides.ts'

/** What `-o json` prints. Groups, reasons and audiences stand there once, and are referred to by their ids. */
export interface WhoData {
  readonly verdict: WhoVerdict
  /** No connection is followed. */
  readonly steps: readonly never[]
  /** Those of the one Service that was named. */
  readonly backends: readonly WhoBackendData[]
  readonly services: readonly WhoServiceData[]
  readonly audiences: readonly AudienceData[]
  /** Clients whose own policies hold them up at every audience that does not name them: that is so in place of its default. */
  readonly heldUp: readonly (AccessData & {readonly client: string})[]
  readonly reasons: readonly ReasonData[]
  readonly groups: readonly GroupData[]
  readonly nodes: readonly {readonly client: string; readonly name: string}[]
}

export interface WhoBackendData {
  readonly address: string | null
  readonly port: number | null
  readonly probability: null
  readonly target: ObjectReference | null
  readonly replicas: number | null
  readonly nodeName: string | null
}

export interface WhoServiceData {
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly verdict: WhoVerdict
  readonly ports: readonly {
    readonly name: string | null
    readonly port: number | null
    readonly protocol: string
    readonly targetPort: number | string | null
    readonly nodePort: number | null
    /** Null without endpoints. */
    readonly audience: string | null
    readonly outside: OutsideData | null
  }[]
}

export interface OutsideData {
  readonly via: Entrance['via']
  readonly externalTrafficPolicy: Entrance['policy']
  readonly ranges: readonly {
    readonly range: string
    readonly except: readonly string[]
    readonly access: Access
    /** Whether kube-proxy drops it at the load balancer, because of loadBalancerSourceRanges. */
    readonly isOutOfRange: boolean
    readonly because: readonly string[]
  }[]
}

export interface AccessData {
  readonly access: Access
  /** Ids of reasons. Without any, an access that is allowed is forbidden by nothing. */
  readonly because: readonly string[]
}

/** Who may reach the endpoints of a port. */
export interface AudienceData {
  readonly id: string
  /** What is so of every client that no exception names and that is not held up on its own side; null where there is none. */
  readonly default: AccessData | null
  readonly exceptions: readonly (AccessData & {readonly clients: readonly string[]})[]
}

export interface ReasonData {
  readonly id: string
  readonly direction: Direction
  readonly allowed: boolean | null
  readonly message: string
  readonly policies: readonly DecidingPolicyData[]
}

/** Pods of a namespace with the same labels. */
export interface GroupData {
  readonly id: string
  /** Clients whom no policy tells apart share it. */
  readonly client: string
  readonly namespace: string
  readonly labels: Labels
  /** Whether they use the network of their node, and are the node to policies. */
  readonly isOnNodeNetwork: boolean
  readonly workloads: readonly {readonly kind: string; readonly name: string}[]
  /** Null where the input does not state how many. */
  readonly pods: number | null
}

type Ids = (index: number) => string

/** Joins the answers of each family; ids of another than the first say which. */
export function toWhoData(
  families: readonly {readonly family: FamilyAnswers; readonly answers: readonly ServiceAnswer[]}[],
  verdict: WhoVerdict,
  isOne: boolean,
  places: Places,
): WhoData {
  const parts = families.map(({family, answers}, index) => toPart(family, answers, index === 0 ? '' : `v${index + 1}-`, places))
  const answers = families.flatMap(({answers}) => answers)
  return {
    verdict,
    steps: [],
    backends: isOne ? answers.flatMap(({ports}) => ports.flatMap(toBackends)) : [],
    services: parts.flatMap(({services}) => services),
    audiences: parts.flatMap(({audiences}) => audiences),
    heldUp: parts.flatMap(({heldUp}) => heldUp),
    reasons: parts.flatMap(({reasons}) => reasons),
    groups: parts.flatMap(({groups}) => groups),
    nodes: parts.flatMap(({nodes}) => nodes),
  }
}

function toPart({clients, heldUp}: FamilyAnswers, answers: readonly ServiceAnswer[], prefix: string, places: Places) {
  const reasons = new Map<Side, string>()
  const reasonIds = (sides: readonly Side[]) =>
    sides.map((side) => {
      const id = reasons.get(side) ?? `${prefix}r${reasons.size + 1}`
      reasons.set(side, id)
      return id
    })
  const clientId: Ids = (index) => `${prefix}c${index + 1}`
  const audienceId: Ids = (index) => `${prefix}a${index + 1}`
  const used = new Map(answers.flatMap(({ports}) => ports.flatMap(({audience}) => (audience ? [[audience.index, audience] as const] : []))))
  const audiences = [...used.values()].map((audience) => toAudience(audience, audienceId, clientId, reasonIds))
  const services = answers.map((answer) => toService(answer, audienceId, reasonIds))
  const held = clients.flatMap((client) => {
    const side = heldUp.sideOf(client)
    return side ? [{client: clientId(client.index), access: 'denied' as const, because: reasonIds([side])}] : []
  })
  return {
    services,
    audiences,
    heldUp: held,
    reasons: [...reasons].map(([side, id]) => ({id, direction: side.direction, ...toSideData(side.verdict, side.direction, places)})),
    groups: clients.flatMap((client) => toGroups(client, clientId(client.index), prefix)),
    nodes: clients.flatMap(({index, nodes}) => nodes.map((name) => ({client: clientId(index), name}))),
  }
}

function toAudience(
  {index, rows}: Audience,
  audienceId: Ids,
  clientId: Ids,
  reasonIds: (sides: readonly Side[]) => readonly string[],
): AudienceData {
  const toAccess = ({access, because}: AudienceRow): AccessData => ({access, because: reasonIds(because)})
  const rest = rows.find(({isRest}) => isRest)
  return {
    id: audienceId(index),
    default: rest ? toAccess(rest) : null,
    exceptions: rows.flatMap((row) =>
      row.classes.length > 0 ? [{...toAccess(row), clients: row.classes.map((one) => clientId(one.index))}] : [],
    ),
  }
}

function toService(
  {service, verdict, ports, entrance}: ServiceAnswer,
  audienceId: Ids,
  reasonIds: (sides: readonly Side[]) => readonly string[],
): WhoServiceData {
  const {namespace, name, type} = service
  return {
    namespace,
    name,
    type,
    verdict,
    ports: ports.map(({port, audience, outside}) => ({
      name: port?.name ?? null,
      port: port?.port ?? null,
      protocol: port?.protocol ?? 'TCP',
      targetPort: port?.targetPort ?? null,
      nodePort: port?.nodePort ?? null,
      audience: audience ? audienceId(audience.index) : null,
      outside: entrance && outside ? toOutside(entrance, outside, reasonIds) : null,
    })),
  }
}

function toOutside(
  {via, policy}: Entrance,
  regions: readonly OutsideRegion[],
  reasonIds: (sides: readonly Side[]) => readonly string[],
): OutsideData {
  return {
    via,
    externalTrafficPolicy: policy,
    ranges: regions.map(({range, except, value: {access, because, isOutOfRange}}) => ({
      range: range.text,
      except: except.map(({text}) => text),
      access,
      isOutOfRange,
      because: reasonIds(because),
    })),
  }
}

function toGroups({kind, groups}: ClientClass, client: string, prefix: string): readonly GroupData[] {
  return groups.map(({index, group, pods}) => {
    const entries = entriesOf(pods)
    return {
      id: `${prefix}g${index + 1}`,
      client,
      namespace: group.namespace,
      labels: group.labels.known,
      isOnNodeNetwork: kind === 'node',
      workloads: entries.map(({reference}) => ({kind: reference.kind, name: reference.name})),
      pods: entries.reduce<number | null>((sum, entry) => (sum === null || entry.pods === null ? null : sum + entry.pods), 0),
    }
  })
}

function toBackends({endpoints}: PortAnswer): readonly WhoBackendData[] {
  return endpoints.map(({address, port, target, replicas, nodeName}) => ({address, port, probability: null, target, replicas, nodeName}))
}
