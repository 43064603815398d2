import type {ObjectReference} from '../../cluster/object.ts'
import type {Direction} from '../../network/policy/policy.ts'
import type {Places} from '../places.ts'
import {type DecidingPolicyData, toSideData} from '../policy-data.ts'
import {type AccessData, type AudienceData, type Ids, type ReasonIds, toAudience} from './audience-data.ts'
import {type GroupData, toGroups} from './group-data.ts'
import {type OutsideData, toOutside} from './outside-data.ts'
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

export interface ReasonData {
  readonly id: string
  readonly direction: Direction
  readonly allowed: boolean | null
  readonly message: string
  readonly policies: readonly DecidingPolicyData[]
}

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

function toService({service, verdict, ports, entrance}: ServiceAnswer, audienceId: Ids, reasonIds: ReasonIds): WhoServiceData {
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

function toBackends({endpoints}: PortAnswer): readonly WhoBackendData[] {
  return endpoints.map(({address, port, target, replicas, nodeName}) => ({address, port, probability: null, target, replicas, nodeName}))
}
