import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {ServicePort} from '../../cluster/service.ts'
import {SEVERITIES, type Severity} from '../../report.ts'
import {findSensitivity} from '../exposure/sensitive-port.ts'
import {count, enumerate, shortName} from '../naming.ts'
import {compareText} from '../order.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import {type Audiences, type ClientChange, type Clients, compareClients, openAudiences} from './audiences.ts'
import {type Effect, keyOf} from './effect.ts'
import {namespaceOf} from './isolation-effects.ts'
import {type PairedServices, pairPorts, type ServicePair} from './pairing.ts'
import {severityOfInsideGrowth} from './severities.ts'
import {portKey} from './side.ts'
import {compareStrangers, type StrangerChange, type StrangerChanges} from './stranger-changes.ts'

/** Compares who may reach a port in both inputs. */
interface Comparison {
  readonly former: Audiences
  readonly present: Audiences
  readonly clients: (was: Clients, is: Clients) => readonly ClientChange[]
  readonly strangers: (pair: ServicePair, before: ServicePort, after: ServicePort) => StrangerChanges
}

/**
 * Who inside may come newly to a Service that is in both inputs, or no longer: workloads that both have, and pods that neither need have, since policies
 * are for those too that come later.
 */
export function audienceEffects(before: Cluster, after: Cluster, {pairs}: PairedServices): readonly Effect[] {
  const comparison = openComparison(before, after)
  return pairs.flatMap((pair) => pairEffects(pair, comparison))
}

function openComparison(before: Cluster, after: Cluster): Comparison {
  const [former, present] = [openAudiences(before), openAudiences(after)]
  const sets = [policiesAsEnforced(before), policiesAsEnforced(after)] as const
  // Many Services have one audience.
  const compared = new Map<Clients, Map<Clients, readonly ClientChange[]>>()
  const asked = new Map<string, StrangerChanges>()
  return {
    former,
    present,
    clients: (was, is) =>
      obtain(
        obtain(compared, was, () => new Map<Clients, readonly ClientChange[]>()),
        is,
        () => compareClients(was, is),
      ),
    strangers: (pair, was, is) => {
      const earlier = former.destinationsOf(pair.before.service, portKey(was))
      const now = present.destinationsOf(pair.after.service, portKey(is))
      const key = [pair.after.reference.namespace, earlier.map(({index}) => index), now.map(({index}) => index)].join(' ')
      return obtain(asked, key, () => compareStrangers({set: sets[0], destinations: earlier}, {set: sets[1], destinations: now}))
    },
  }
}

/** What is so of some ports of a Service. */
interface AudienceChange {
  readonly opens: boolean
  readonly clients: readonly ClientChange[]
  readonly strangers: readonly StrangerChange[]
  readonly isOpenElsewhere: StrangerChanges['isOpenElsewhere']
  readonly ports: ServicePort[]
}

function pairEffects(pair: ServicePair, comparison: Comparison): readonly Effect[] {
  const {former, present} = comparison
  const changes = new Map<string, AudienceChange>()
  let compared = 0
  for (const {before, after} of pairPorts(pair)) {
    if (!before || !after) continue
    const [earlier, now] = [former.of(pair.before.service, portKey(before)), present.of(pair.after.service, portKey(after))]
    if (!earlier || !now) continue
    compared += 1
    const all = comparison.clients(earlier, now)
    const told = comparison.strangers(pair, before, after)
    for (const opens of [true, false]) {
      const clients = all.filter((one) => one.opens === opens)
      const strangers = told.changes.filter((one) => one.opens === opens)
      if (clients.length === 0 && strangers.length === 0) continue
      const states = [
        ...clients.map((one) => `${keyOf(one.reference)} ${one.before} ${one.after}`),
        ...strangers.map((one) => `${one.text} ${one.before} ${one.after}`),
      ]
      const change = obtain(changes, `${opens} ${states.join()}`, () => ({
        opens,
        clients,
        strangers,
        isOpenElsewhere: told.isOpenElsewhere,
        ports: [],
      }))
      change.ports.push(after)
    }
  }
  const policies = changes.size > 0 ? [...former.policiesFor(pair.before.service), ...present.policiesFor(pair.after.service)] : []
  return [...changes.values()].map((change) => toEffect(pair, change, change.ports.length === compared, policies))
}

function toEffect(pair: ServicePair, change: AudienceChange, isAll: boolean, policies: readonly ObjectReference[]): Effect {
  const {opens, clients, strangers, ports} = change
  const subject = pair.after.reference
  const names = ports.map(({name, port}) => name ?? String(port))
  const states = (side: 'before' | 'after') => [...new Set([...clients, ...strangers].map((one) => one[side]))].sort(compareText).join(', ')
  const [certain, doubtful] = [partOf(change, true), partOf(change, false)]
  const verb = opens ? 'newly reachable inside' : 'no longer reachable inside'
  const where = isAll ? '' : ` at ${enumerate(names)}`
  const message = isNobody(certain)
    ? `perhaps ${verb}${where}, by ${describeWho(doubtful)}`
    : `${verb}${where}, by ${describeWho(certain)}${isNobody(doubtful) ? '' : `, and perhaps by ${describeWho(doubtful)}`}`
  return {
    kind: opens ? 'newly-reachable-inside' : 'no-longer-reachable-inside',
    severity: opens ? severityOf(pair, change) : 'info',
    subject,
    reach: 'cluster',
    about: `${names.join()} by ${[...strangers.map(({text}) => text), ...clients.map(({reference}) => keyOf(reference))].join()}`,
    before: states('before'),
    after: states('after'),
    message,
    isDoubtful: opens && isNobody(certain),
    involved: [...policies, ...[...pair.before.owners.values(), ...pair.after.owners.values()].map(({reference}) => reference)],
    further: clients.flatMap(({reference, policies}) => [...policies, reference, ...namespaceOf(reference), ...namespaceOf(subject)]),
  }
}

type Parties = Pick<AudienceChange, 'clients' | 'strangers'>

/** Those of whom it is certain, or is not, how they fare in both inputs. */
function partOf({clients, strangers}: Parties, isCertain: boolean): Parties {
  const isMeant = ({before, after}: ClientChange | StrangerChange) => (before !== 'unknown' && after !== 'unknown') === isCertain
  return {clients: clients.filter(isMeant), strangers: strangers.filter(isMeant)}
}

function isNobody({clients, strangers}: Parties): boolean {
  return clients.length === 0 && strangers.length === 0
}

function severityOf(pair: ServicePair, change: AudienceChange): Severity {
  // Of pods that did not stand behind it before, this is no news of who may come to them.
  const isSamePods = [...pair.after.owners.keys()].every((key) => pair.before.owners.has(key))
  const severities = [true, false].flatMap((isCertain): readonly Severity[] => {
    const part = partOf(change, isCertain)
    if (isNobody(part)) return []
    return [
      severityOfInsideGrowth({
        isOpenToAll: isSamePods && part.strangers.some(({kind, after}) => kind === 'anyone' && after !== 'partial'),
        isFarther: isSamePods && part.strangers.some(({isOwn}) => !isOwn) && !change.isOpenElsewhere.before,
        isSensitive: isSensitive(pair, change.ports),
        isCertain,
      }),
    ]
  })
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'info'
}

/** What asks for a log-in, or hands itself over without one. */
function isSensitive({after}: ServicePair, ports: readonly ServicePort[]): boolean {
  const pods = after.judgement.backends.pods
  return ports.some((port) => {
    const numbers = [...after.owners.values()].flatMap((owner) => [...(owner.ports.get(portKey(port)) ?? [])])
    const names = [port.name, port.targetPort].filter((name) => typeof name === 'string')
    const found = findSensitivity({numbers: [...numbers, ...(port.port === null ? [] : [port.port])], names, pods})
    return found !== undefined && found.level > 1
  })
}

/** `deploy/a and deploy/b`, `any pod, among them deploy/a`, `any pod of namespaces team=x and deploy/a`. */
function describeWho({clients, strangers}: Parties): string {
  const anyone = strangers.filter(({kind}) => kind === 'anyone')
  // Whom the input has is told by name, and who is anybody is told of no more.
  const wide = anyone.length > 0 ? anyone : strangers.filter(({kind, includes}) => kind !== 'named' || !clients.some(hasGroupIn(includes)))
  const isIncluded = (client: ClientChange) => wide.some(({includes}) => hasGroupIn(includes)(client))
  const [inside, beside] = [clients.filter(isIncluded), clients.filter((client) => !isIncluded(client))]
  const parties = [...wide.map(({text}) => text), ...(beside.length > 0 ? [namesOf(beside)] : [])]
  return `${enumerate(parties)}${inside.length > 0 ? `, among them ${namesOf(inside)}` : ''}`
}

function hasGroupIn(includes: StrangerChange['includes']): (client: ClientChange) => boolean {
  return ({groups}) => groups.some(includes)
}

/** More clients than these are counted. */
const MOST_NAMES = 4

function namesOf(clients: readonly ClientChange[]): string {
  return clients.length > MOST_NAMES ? count(clients.length, 'workload') : enumerate(clients.map(nameOfClient), MOST_NAMES)
}

function nameOfClient({reference}: ClientChange): string {
  return shortName(reference)
}
