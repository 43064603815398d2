import type {Cluster} from '../../../cluster/cluster.ts'
import {labelOf} from '../../../cluster/fields.ts'
import {groupBy} from '../../../cluster/group-by.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {Service} from '../../../cluster/service.ts'
import {frontOfBalancer} from '../balancer-front.ts'
import type {BrokenEntry, Entry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {entriesOfService} from '../service-entries.ts'
import {type BackendRoute, backendRoutesOf, findDeadHosts} from './backend-route.ts'
import {type Configuration, NO_NARROWING} from './controllers/controller.ts'
import {type Door, redirectToTls} from './door.ts'
import {type Ingress, ingressesOf} from './ingress.ts'
import {findBackend} from './ingress-backend.ts'
import {chooseClass, ingressClassesOf} from './ingress-class.ts'
import {findConflicts, type MergedIngress} from './ingress-conflicts.ts'
import {doorsOfIngress} from './ingress-doors.ts'
import {findRefusals} from './ingress-refusals.ts'
import {findTls} from './ingress-tls.ts'
import {configurationsOf, findInstallations, servicesOfInstallation} from './installation.ts'
import {doorsByInstallation, type Way} from './installation-doors.ts'
import {narrowFront} from './narrowed-front.ts'
import {findServing, type Serving} from './serving.ts'

export interface IngressEntries {
  readonly entries: readonly Entry[]
  readonly broken: readonly BrokenEntry[]
}

/**
 * The ways in that Ingresses make: for each host and path the Service and port behind it, at each address and port of what serves the class. An Ingress is as
 * public as the Service of its controller. Where a controller stands behind an Ingress of another one, that one's ways lead on.
 */
export function entriesOfIngresses(cluster: Cluster, facts: EntryFacts): IngressEntries {
  const ingresses = ingressesOf(cluster)
  if (ingresses.length === 0) return {entries: [], broken: []}
  // There may be thousands of Ingresses, and each asks for the few objects that set its controller up.
  const small = {...cluster, others: cluster.others.filter(({kind}) => kind !== 'Ingress')}
  const served = serveAll(small, facts, ingresses)
  const first = entriesOf(small, facts, served, [])
  const behind = new Set(served.flatMap(({serving}) => serving.installations))
  const services = new Set([...behind].flatMap((one) => servicesOfInstallation(one, cluster)))
  const outer = first.ways.filter(({entry: {service}}) => service !== undefined && services.has(service))
  const last = outer.length === 0 ? first : entriesOf(small, facts, served, outer)
  return {
    entries: last.ways.map(({entry}) => entry),
    broken: [...last.broken, ...conflictsOf(served), ...served.flatMap(({serving}) => serving.broken), ...ingresses.flatMap(findRefusals)],
  }
}

interface ServedIngress {
  readonly ingress: Ingress
  readonly serving: Serving
}

function serveAll(cluster: Cluster, facts: EntryFacts, ingresses: readonly Ingress[]): readonly ServedIngress[] {
  const classes = ingressClassesOf(cluster)
  const input = {cluster, facts, classes, installations: findInstallations(cluster)}
  return ingresses.map((ingress) => ({ingress, serving: findServing(ingress, chooseClass(ingress, classes), input)}))
}

/** `outer` are the ways of Ingresses to the Services of controllers. */
function entriesOf(
  cluster: Cluster,
  facts: EntryFacts,
  served: readonly ServedIngress[],
  outer: readonly Way[],
): {readonly ways: readonly Way[]; readonly broken: readonly BrokenEntry[]} {
  const ways: Way[] = []
  const broken: BrokenEntry[] = []
  const doorsOfInstallation = doorsByInstallation(cluster, facts, outer)
  const configurationOf = configurationsOf(cluster)
  const servicesByName = groupBy(cluster.services, ({name}) => name)
  const ingressesWith = findByAnnotation(served.map(({ingress}) => ingress))
  const judges = {entriesOfService: (service: Service) => entriesOfService(cluster, service, facts), frontOfBalancer}
  for (const {ingress, serving} of served) {
    const configuration = configurationOf(serving.installations)
    const doors = doorsOfIngress(
      {ingress, ingressesWith, choice: serving.choice, cluster, facts, ways: judges},
      serving,
      doorsOfInstallation,
    )
    for (const route of backendRoutesOf(ingress)) {
      const target = findBackend(cluster, servicesByName, ingress, route.backend, serving.controller?.matchesTargetPort === true)
      if (target.kind === 'broken') broken.push(target.broken)
      else
        for (const entry of entriesAt(cluster, {ingress, serving, configuration}, doors, {...route, ...target})) ways.push({entry, serving})
    }
    broken.push(...findDeadHosts(ingress))
  }
  return {ways, broken}
}

/** Every member of a group asks for the others. */
function findByAnnotation(ingresses: readonly Ingress[]): (key: string, value: string) => readonly Ingress[] {
  const known = new Map<string, ReadonlyMap<string, readonly Ingress[]>>()
  return (key, value) => {
    const byValue = known.get(key) ?? groupBy(ingresses, ({annotations}) => labelOf(annotations, key) ?? '')
    known.set(key, byValue)
    return byValue.get(value) ?? []
  }
}

interface Asked extends ServedIngress {
  readonly configuration: Configuration | undefined
}

type Target = BackendRoute & Pick<Entry, 'servicePort'> & {readonly service: NonNullable<Entry['service']>}

function entriesAt(cluster: Cluster, {ingress, serving, configuration}: Asked, doors: readonly Door[], target: Target): readonly Entry[] {
  const {controller} = serving
  const narrowing = controller?.narrow?.(ingress, cluster, configuration) ?? NO_NARROWING
  const certificate = findTls(ingress, target.host)
  const {service, servicePort, host, path, place} = target
  const remarks = [
    ...(service.type === 'ExternalName'
      ? [`Service ${service.namespace}/${service.name} is an ExternalName: the controller hands requests on to ${service.externalName}`]
      : []),
  ]
  return openDoors(doors, serving, ingress, {hasCertificate: certificate !== undefined, configuration}).map(
    (door): Entry => ({
      via: 'Ingress',
      address: door.address,
      hosts: host === undefined ? [] : [host],
      path,
      port: door.port,
      protocol: 'TCP',
      tls: door.tls,
      front: narrowFront({...door.front, evidence: [...door.front.evidence, ...remarks]}, narrowing),
      through: [...door.through, referenceTo(ingress)],
      service,
      servicePort,
      pods: [],
      place,
    }),
  )
}

/**
 * Without the doors that do nothing for a host: by TLS where nobody has a certificate for it, and in the clear where all that does is redirect to TLS. Where
 * that would leave none, the input does not show how it is meant, and all of them stay.
 */
function openDoors(
  doors: readonly Door[],
  {controller}: Serving,
  {annotations}: Ingress,
  {hasCertificate, configuration}: {readonly hasCertificate: boolean; readonly configuration: Configuration | undefined},
): readonly Door[] {
  const hasAny = hasCertificate || controller?.hasOwnCertificate !== false
  const answering = doors.filter((door) => door.tls !== true || hasAny || door.isTlsEndedBefore === true)
  const open = controller?.redirects?.(annotations, hasCertificate, configuration) === true ? redirectToTls(answering) : answering
  return open.length > 0 ? open : doors
}

/** Ingresses of one class share its listeners, where their controller has them do so. */
function conflictsOf(served: readonly ServedIngress[]): readonly BrokenEntry[] {
  const merged = served.flatMap(({ingress, serving: {choice, controller}}): readonly MergedIngress[] =>
    choice.kind === 'class' && controller?.isShared !== false ? [{ingress, listener: choice.name}] : [],
  )
  return findConflicts(merged)
}
