import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Service} from '../../cluster/service.ts'
import type {PodGroup} from '../../network/policy/pod-group.ts'
import {compareText} from '../order.ts'
import {ownerOf} from '../pod-owner.ts'
import {primaryFamilyOf} from '../trace/entrance.ts'
import type {Access} from '../who/access.ts'
import {type Audience, completeRows} from '../who/audience.ts'
import type {ClientClass} from '../who/clients.ts'
import type {Destination, PortDestinations} from '../who/destinations.ts'
import {answerFamily, type FamilyAnswers, familyOfService} from '../who/service-answer.ts'
import {keyOf} from './effect.ts'
import {portKey} from './side.ts'

/** Who of the inside may reach what. */
export interface Audiences {
  /** What a port leads to, each once. */
  readonly destinationsOf: (service: Service, port: string) => readonly Destination[]
  /** By workload; undefined where the port leads nowhere. */
  readonly of: (service: Service, port: string) => Clients | undefined
  /** Policies that are for what the Service leads to. */
  readonly policiesFor: (service: Service) => readonly ObjectReference[]
}

export interface Client extends ClientWorkload {
  readonly access: Access
}

/** A workload with pods of one class. */
interface ClientWorkload {
  readonly key: string
  readonly reference: ObjectReference
  /** Those of its pods that are in the class. */
  readonly groups: readonly PodGroup[]
  /** Policies that are for it where it connects. */
  readonly policies: readonly ObjectReference[]
}

export type Clients = ReadonlyMap<string, Client>

/** The more clients may for certain, the higher. */
export const ACCESS_RANK: Readonly<Record<Access, number>> = {denied: 0, unknown: 1, partial: 2, allowed: 3}

export function openAudiences(cluster: Cluster): Audiences {
  const primary = primaryFamilyOf(cluster)
  const families = new Map<AddressFamily, Family>()
  const answers = new Map<Service, {readonly family: Family; readonly ports: readonly PortDestinations[]}>()
  const portsOf = (service: Service) =>
    obtain(answers, service, () => {
      const name = familyOfService(service, primary)
      const family = obtain(families, name, () => openFamily(cluster, name))
      return {family, ports: family.answers.behind(service)}
    })
  const destinationsOf = (service: Service, port: string) =>
    portsOf(service).ports.find((one) => one.port === null || portKey(one.port) === port)?.destinations ?? []
  return {
    destinationsOf,
    of: (service, port) => {
      const destinations = destinationsOf(service, port)
      const {family} = portsOf(service)
      return destinations.length === 0 ? undefined : family.clientsOf(family.answers.audienceOf(destinations))
    },
    policiesFor: (service) => {
      const all = portsOf(service).ports.flatMap(({destinations}) => destinations.flatMap(({ingress}) => ingress.policies))
      return [...new Map(all.map(({reference}) => [keyOf(reference), reference])).values()]
    },
  }
}

/** What all Services of one family share. */
interface Family {
  readonly answers: FamilyAnswers
  readonly clientsOf: (audience: Audience) => Clients
}

function openFamily(cluster: Cluster, name: AddressFamily): Family {
  const answers = answerFamily(cluster, name)
  const byClass = new Map<ClientClass, readonly ClientWorkload[]>()
  const byAudience = new Map<Audience, Clients>()
  const workloadsOf = (client: ClientClass) => obtain(byClass, client, () => findWorkloads(client))
  return {answers, clientsOf: (audience) => obtain(byAudience, audience, () => findClients(audience, answers, workloadsOf))}
}

function findWorkloads({groups, egress}: ClientClass): readonly ClientWorkload[] {
  const policies = egress.policies.map(({reference}) => reference)
  const found = new Map<string, ClientWorkload & {readonly groups: PodGroup[]}>()
  for (const {group, pods} of groups) {
    for (const pod of pods) {
      const reference = ownerOf(pod)
      const key = keyOf(reference)
      const known = found.get(key)
      if (!known) found.set(key, {key, reference, policies, groups: [group]})
      else if (known.groups.at(-1) !== group) known.groups.push(group)
    }
  }
  return [...found.values()]
}

/** The best that any pod of a workload may do. */
function findClients(
  audience: Audience,
  {clients, heldUp}: FamilyAnswers,
  workloadsOf: (client: ClientClass) => readonly ClientWorkload[],
): Clients {
  const found = new Map<string, Client>()
  for (const {access, classes} of completeRows(audience, clients, heldUp)) {
    for (const {key, reference, groups, policies} of classes.flatMap(workloadsOf)) {
      const known = found.get(key)
      if (!known || ACCESS_RANK[access] > ACCESS_RANK[known.access]) found.set(key, {key, reference, groups, policies, access})
    }
  }
  return found
}

/** A workload that fares otherwise than before. */
export interface ClientChange {
  readonly reference: ObjectReference
  readonly groups: readonly PodGroup[]
  /** Those of either input. */
  readonly policies: readonly ObjectReference[]
  readonly opens: boolean
  readonly before: Access
  readonly after: Access
}

/** Of the workloads that are in both inputs those that fare otherwise. */
export function compareClients(before: Clients, after: Clients): readonly ClientChange[] {
  const changes: (ClientChange & {readonly key: string})[] = []
  for (const [key, {reference, groups, access, policies}] of after) {
    const former = before.get(key)
    if (!former || former.access === access) continue
    const opens = ACCESS_RANK[access] > ACCESS_RANK[former.access]
    changes.push({key, reference, groups, opens, before: former.access, after: access, policies: [...former.policies, ...policies]})
  }
  return changes.sort((a, b) => compareText(a.key, b.key))
}
