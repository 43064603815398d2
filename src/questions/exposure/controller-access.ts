import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Pod} from '../../cluster/pod.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import type {Entry} from '../../network/entry/entry.ts'
import {isForeignKindName} from '../../network/entry/foreign/foreign-kinds.ts'
import {enumerate} from '../naming.ts'
import type {Judged} from '../who/access.ts'
import type {Audience} from '../who/audience.ts'
import type {ClientClass} from '../who/clients.ts'
import type {Destination} from '../who/destinations.ts'
import type {FamilyAnswers} from '../who/service-answer.ts'
import {type Admitted, doubtAdmitted, everybody, nobody, policiesBehind} from './admitted.ts'
import type {InsideReach} from './inside-reach.ts'
import {findOwnNodeAccess} from './own-node.ts'
import {keepOut, questionOf} from './policy-doubt.ts'

/** Whether clients of an Ingress or a Gateway come in: to the pods they are those of its controller. */
export type ControllerAccess = (
  entry: Pick<Entry, 'front' | 'through' | 'service' | 'servicePort'>,
  destinations: readonly Destination[],
) => Admitted

export function createControllerAccess(
  cluster: Cluster,
  family: AddressFamily,
  {clients, heldUp, audienceOf}: FamilyAnswers,
  inside: InsideReach,
): ControllerAccess {
  let classes: ReadonlyMap<Pod, ClientClass> | undefined
  const podsOf = new Map<string, readonly Pod[]>()
  const accessOf = ({rows}: Audience, client: ClientClass): Judged | undefined => {
    const own = rows.find((row) => row.classes.includes(client))
    if (own) return own
    const side = heldUp.sideOf(client)
    return side ? {access: 'denied', because: [side]} : rows.find(({isRest}) => isRest)
  }
  return ({front, through, service, servicePort}, destinations) => {
    const whole = everybody(front.reach, front.sources)
    if (front.reach === 'none') return whole
    const audience = audienceOf(destinations)
    const pods = through.flatMap((reference) => controllerPods(cluster, podsOf, reference))
    classes ??= classesByPod(clients)
    const asked = [...new Set(pods.flatMap((pod) => classes?.get(pod) ?? []))].flatMap((client) => accessOf(audience, client) ?? [])
    if (asked.length === 0) return admitUnseen(whole, inside(destinations, audienceOf))
    const doubtful = asked.filter(({access}) => access === 'unknown')
    if (asked.some(({access}) => access === 'allowed' || access === 'partial')) return whole
    if (doubtful.length === 0) {
      const narrowedBy = policiesBehind(asked.flatMap(({because}) => because))
      const ownNode = service ? findOwnNodeAccess(cluster, pods, service, servicePort, family) : 'none'
      switch (ownNode) {
        case 'none':
          return nobody(narrowedBy)
        case 'some':
          return {...whole, narrowedBy, remarks: ['policies keep its controller out, but not of what is on its own node']}
        case 'perhaps':
          return unlessKeptOut(
            whole,
            narrowedBy,
            `${keepOut(narrowedBy, 'its controller')} not where it is on the same node: kubectl get pods -o yaml shows that`,
          )
      }
    }
    return unlessKeptOut(
      whole,
      [],
      questionOf(
        doubtful.flatMap(({because}) => because),
        'its controller',
      ),
    )
  }
}

/** Of a controller that the input does not have nothing is known but that it is a pod, or a node. */
function admitUnseen(whole: Admitted, {reach, sources, narrowedBy, question}: Admitted): Admitted {
  if (reach === 'cluster' && sources.length === 0) return whole
  if (reach === 'none')
    return nobody(narrowedBy, ['whichever pods its controller has; only one on the network of the same node would come in'])
  if (reach === 'unknown' && question !== undefined) return unlessKeptOut(whole, narrowedBy, question)
  const open = sources.length > 0 ? enumerate(sources) : 'pods of the same namespace'
  return unlessKeptOut(
    whole,
    narrowedBy,
    `${keepOut(narrowedBy, 'its controller')} which pods it has is not in the input, and let in are ${open}`,
  )
}

/** Whoever gets as far as the controller comes in, or nobody does. How far that is goes first, where it is not known either. */
function unlessKeptOut(whole: Admitted, narrowedBy: readonly string[], question: string | undefined): Admitted {
  if (whole.reach === 'unknown') return {...whole, remarks: question === undefined ? [] : [question]}
  return doubtAdmitted(nobody(narrowedBy), {...whole, narrowedBy}, question)
}

function controllerPods(cluster: Cluster, known: Map<string, readonly Pod[]>, reference: ObjectReference): readonly Pod[] {
  const {kind, namespace, name} = reference
  // They have none, and there may be as many of them as there are ways.
  if (kind === 'Ingress' || kind === 'Gateway' || kind.endsWith('Route') || isForeignKindName(kind)) return []
  return obtain(known, `${kind}/${namespace}/${name}`, () =>
    kind === 'Service' ? podsOfService(cluster, namespace, name) : podsOfWorkload(cluster, reference),
  )
}

function podsOfService(cluster: Cluster, namespace: string | null, name: string): readonly Pod[] {
  const found = cluster.services.find((service) => service.name === name && service.namespace === namespace)
  return found ? selectPods(cluster, found) : []
}

/** The pods of a workload, or one by itself. */
export function podsOfWorkload({pods}: Cluster, {kind, namespace, name}: ObjectReference): readonly Pod[] {
  const isOf = (one: {readonly kind: string; readonly name: string} | null) => one?.kind === kind && one.name === name
  return pods.all.filter((pod) => pod.namespace === namespace && (isOf(pod.workload) || isOf(pod.target)))
}

function classesByPod(clients: readonly ClientClass[]): ReadonlyMap<Pod, ClientClass> {
  return new Map(clients.flatMap((client) => client.groups.flatMap(({pods}) => pods.map((pod) => [pod, client] as const))))
}
