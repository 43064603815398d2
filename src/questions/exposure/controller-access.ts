import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import type {Front} from '../../network/entry/front.ts'
import type {Judged} from '../who/access.ts'
import type {Audience} from '../who/audience.ts'
import type {ClientClass} from '../who/clients.ts'
import type {FamilyAnswers} from '../who/service-answer.ts'
import {type Admitted, everybody, policiesBehind} from './admitted.ts'

/** Whether clients of an Ingress or a Gateway come in: to the pods they are those of its controller. */
export type ControllerAccess = (front: Front, through: readonly ObjectReference[], audience: Audience | undefined) => Admitted

export function createControllerAccess(cluster: Cluster, {clients, heldUp}: FamilyAnswers): ControllerAccess {
  let classes: ReadonlyMap<Pod, ClientClass> | undefined
  const podsOf = new Map<string, readonly Pod[]>()
  const accessOf = ({rows}: Audience, client: ClientClass): Judged | undefined => {
    const own = rows.find((row) => row.classes.includes(client))
    if (own) return own
    const side = heldUp.sideOf(client)
    return side ? {access: 'denied', because: [side]} : rows.find(({isRest}) => isRest)
  }
  return (front, through, audience) => {
    const whole = everybody(front.reach, front.sources)
    if (!audience) return whole
    const pods = through.flatMap((reference) => controllerPods(cluster, podsOf, reference))
    classes ??= classesByPod(clients)
    const asked = [...new Set(pods.flatMap((pod) => classes?.get(pod) ?? []))].flatMap((client) => accessOf(audience, client) ?? [])
    if (asked.length === 0) {
      const isOpen = audience.rows.every(({access}) => access === 'allowed')
      return isOpen ? whole : {...whole, remarks: ['policies keep some out, and which pods its controller has is not in the input']}
    }
    const doubtful = asked.filter(({access}) => access === 'unknown')
    if (asked.some(({access}) => access === 'allowed' || access === 'partial')) return whole
    if (doubtful.length === 0)
      return {reach: 'none', sources: [], narrowedBy: policiesBehind(asked.flatMap(({because}) => because)), remarks: []}
    const [why] = doubtful.flatMap(({because}) => because)
    return {...whole, remarks: why ? [`policies may keep its controller out: ${why.message}`] : []}
  }
}

function controllerPods(cluster: Cluster, known: Map<string, readonly Pod[]>, {kind, namespace, name}: ObjectReference): readonly Pod[] {
  const key = `${kind}/${namespace}/${name}`
  const already = known.get(key)
  if (already) return already
  const pods = kind === 'Service' ? podsOfService(cluster, namespace, name) : podsOfWorkload(cluster, {kind, namespace, name})
  known.set(key, pods)
  return pods
}

function podsOfService(cluster: Cluster, namespace: string | null, name: string): readonly Pod[] {
  const found = cluster.services.find((service) => service.name === name && service.namespace === namespace)
  return found ? selectPods(cluster, found) : []
}

/** An Ingress or a Gateway has none. */
function podsOfWorkload({pods}: Cluster, {kind, namespace, name}: ObjectReference): readonly Pod[] {
  if (kind === 'Ingress' || kind === 'Gateway' || kind.endsWith('Route')) return []
  const isOf = (one: {readonly kind: string; readonly name: string} | null) => one?.kind === kind && one.name === name
  return pods.all.filter((pod) => pod.namespace === namespace && (isOf(pod.workload) || isOf(pod.target)))
}

function classesByPod(clients: readonly ClientClass[]): ReadonlyMap<Pod, ClientClass> {
  return new Map(clients.flatMap((client) => client.groups.flatMap(({pods}) => pods.map((pod) => [pod, client] as const))))
}
