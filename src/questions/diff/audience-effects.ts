import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import {count, enumerate, shortName} from '../naming.ts'
import {compareText} from '../order.ts'
import {ownerOf} from '../pod-owner.ts'
import {primaryFamilyOf} from '../trace/entrance.ts'
import type {Access} from '../who/access.ts'
import {type Audience, completeRows} from '../who/audience.ts'
import {answerFamily, type FamilyAnswers, familyOfService, type ServiceAnswer} from '../who/service-answer.ts'
import {type Effect, keyOf} from './effect.ts'
import {namespaceOf} from './isolation-effects.ts'
import {type PairedServices, pairPorts, type ServicePair} from './pairing.ts'
import {portKey} from './side.ts'

/** Who of the inside may reach what. */
interface Audiences {
  /** By workload; undefined where the port leads nowhere. */
  readonly of: (service: Service, port: string) => Clients | undefined
  /** Policies that are for what the Service leads to. */
  readonly policiesFor: (service: Service) => readonly ObjectReference[]
}

interface Client {
  readonly reference: ObjectReference
  /** Those that are for it where it connects. */
  readonly policies: readonly ObjectReference[]
  readonly access: Access
}

type Clients = ReadonlyMap<string, Client>

const RANK: Readonly<Record<Access, number>> = {denied: 0, unknown: 1, partial: 2, allowed: 3}

/** For which workloads that are in both inputs policies open or close a Service that is in both. */
export function audienceEffects(before: Cluster, after: Cluster, {pairs}: PairedServices): readonly Effect[] {
  const [former, present] = [openAudiences(before), openAudiences(after)]
  const compared = new Map<Clients, Map<Clients, readonly ClientChange[]>>()
  // Many Services have one audience.
  const compare = (was: Clients, is: Clients) => {
    const known = compared.get(was) ?? new Map<Clients, readonly ClientChange[]>()
    compared.set(was, known)
    const changes = known.get(is) ?? compareClients(was, is)
    known.set(is, changes)
    return changes
  }
  return pairs.flatMap((pair) => pairEffects(pair, former, present, compare))
}

function openAudiences(cluster: Cluster): Audiences {
  const primary = primaryFamilyOf(cluster)
  const families = new Map<AddressFamily, FamilyAnswers>()
  const known = new Map<Audience, Clients>()
  const answers = new Map<Service, {readonly family: FamilyAnswers; readonly answer: ServiceAnswer}>()
  const answerOf = (service: Service) => {
    const asked = answers.get(service)
    if (asked) return asked
    const name = familyOfService(service, primary)
    const family = families.get(name) ?? answerFamily(cluster, name)
    families.set(name, family)
    const answered = {family, answer: family.answer(service)}
    answers.set(service, answered)
    return answered
  }
  return {
    of: (service, port) => {
      const {family, answer} = answerOf(service)
      const audience = answer.ports.find((one) => one.port === null || portKey(one.port) === port)?.audience
      if (!audience) return undefined
      const clients = known.get(audience) ?? clientsOf(audience, family)
      known.set(audience, clients)
      return clients
    },
    policiesFor: (service) => {
      const all = answerOf(service).answer.ports.flatMap(({destinations}) => destinations.flatMap(({ingress}) => ingress.policies))
      return [...new Map(all.map(({reference}) => [keyOf(reference), reference])).values()]
    },
  }
}

/** The best that any pod of a workload may do. */
function clientsOf(audience: Audience, {clients, heldUp}: FamilyAnswers): Clients {
  const found = new Map<string, Client>()
  for (const {access, classes} of completeRows(audience, clients, heldUp)) {
    for (const {groups, egress} of classes) {
      for (const pod of groups.flatMap(({pods}) => pods)) {
        const reference = ownerOf(pod)
        const key = keyOf(reference)
        const known = found.get(key)
        if (!known || RANK[access] > RANK[known.access])
          found.set(key, {reference, access, policies: egress.policies.map((policy) => policy.reference)})
      }
    }
  }
  return found
}

type Compare = (before: Clients, after: Clients) => readonly ClientChange[]

function pairEffects(pair: ServicePair, former: Audiences, present: Audiences, compare: Compare): readonly Effect[] {
  const [was, is] = [pair.before.service, pair.after.service]
  const changes = new Map<string, {readonly opens: boolean; readonly clients: readonly ClientChange[]; readonly ports: string[]}>()
  let compared = 0
  for (const {before, after} of pairPorts(pair)) {
    if (!before || !after) continue
    const [earlier, now] = [former.of(was, portKey(before)), present.of(is, portKey(after))]
    if (!earlier || !now) continue
    compared += 1
    const all = compare(earlier, now)
    for (const opens of [true, false]) {
      const clients = all.filter((one) => one.opens === opens)
      if (clients.length === 0) continue
      const key = `${opens} ${clients.map((one) => `${keyOf(one.reference)} ${one.before} ${one.after}`).join()}`
      const change = changes.get(key) ?? {opens, clients, ports: []}
      changes.set(key, change)
      change.ports.push(after.name ?? String(after.port))
    }
  }
  const policies = changes.size > 0 ? [...former.policiesFor(was), ...present.policiesFor(is)] : []
  return [...changes.values()].map(({opens, clients, ports}): Effect => {
    const isAll = ports.length === compared
    const where = isAll ? '' : ` at ${enumerate(ports)}`
    const names = clients.length > MOST_NAMES ? count(clients.length, 'workload') : enumerate(clients.map(nameOfClient), MOST_NAMES)
    const doubt = clients.every((one) => one[opens ? 'after' : 'before'] === 'unknown') ? 'perhaps ' : ''
    const states = (side: 'before' | 'after') => [...new Set(clients.map((one) => one[side]))].sort(compareText).join(', ')
    return {
      kind: opens ? 'newly-reachable-inside' : 'no-longer-reachable-inside',
      // More who may come is more than a remark, even where nobody outside is among them.
      severity: opens && doubt === '' ? 'warning' : 'info',
      subject: pair.after.reference,
      reach: 'cluster',
      about: `${ports.join()} by ${clients.map(({reference}) => keyOf(reference)).join()}`,
      before: states('before'),
      after: states('after'),
      message: opens ? `${doubt}newly reachable inside${where}, by ${names}` : `${doubt}no longer reachable inside${where}, by ${names}`,
      involved: [...policies, ...[...pair.before.owners.values(), ...pair.after.owners.values()].map(({reference}) => reference)],
      further: clients.flatMap(({reference, policies}) => [
        ...policies,
        reference,
        ...namespaceOf(reference),
        ...namespaceOf(pair.after.reference),
      ]),
    }
  })
}

/** More clients than these are counted. */
const MOST_NAMES = 4

interface ClientChange {
  readonly reference: ObjectReference
  /** Those of either input. */
  readonly policies: readonly ObjectReference[]
  readonly opens: boolean
  readonly before: Access
  readonly after: Access
}

/** Of the workloads that are in both inputs those that fare otherwise. */
function compareClients(before: Clients, after: Clients): readonly ClientChange[] {
  const changes = [...after].flatMap(([key, {reference, access, policies}]): readonly ClientChange[] => {
    const former = before.get(key)
    if (!former || former.access === access) return []
    const opens = RANK[access] > RANK[former.access]
    return [{reference, opens, before: former.access, after: access, policies: [...former.policies, ...policies]}]
  })
  return changes.sort((a, b) => compareText(keyOf(a.reference), keyOf(b.reference)))
}

function nameOfClient({reference}: ClientChange): string {
  return shortName(reference)
}
