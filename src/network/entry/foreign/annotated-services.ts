import type {Cluster} from '../../../cluster/cluster.ts'
import {fieldsOf, labelOf, labelsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {Labels} from '../../../cluster/label-selector.ts'
import type {ObjectReference, Path} from '../../../cluster/object.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {Entry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import type {Front} from '../front.ts'
import {placeIn} from '../gateway/broken.ts'
import {frontOf} from '../ingress/door.ts'

/** A network endpoint group of its own, which somebody may put behind any load balancer (docs.cloud.google.com, "Standalone zonal NEGs"). */
const NEG = 'cloud.google.com/neg'
/** A proxy of Tailscale's for one Service (tailscale.com/kb/1439/kubernetes-operator-cluster-ingress). */
const TAILSCALE = 'tailscale.com/expose'

/** The annotations of Services by which other products lead to them. */
export const FOREIGN_ANNOTATIONS: ReadonlySet<string> = new Set([NEG, TAILSCALE])

/** What a user calls the load balancers before network endpoint groups. */
const NEG_CLASS = 'neg'

/** The classes of what leads to a Service by its annotations. */
export function classesOfAnnotations(service: Service): readonly string[] {
  return groupsOf(labelOf(annotationsOf(service), NEG), service).length > 0 ? [NEG_CLASS] : []
}

function annotationsOf({object}: Service): Labels {
  return labelsOf(fieldsOf(object['metadata'])['annotations'])
}

/** The ways in that annotations of Services make. `outer` are those of Gateways, for which GKE writes such annotations itself. */
export function annotatedEntries(cluster: Cluster, facts: EntryFacts, outer: readonly Entry[]): readonly Entry[] {
  return cluster.services.flatMap((service) => {
    const annotations = annotationsOf(service)
    const isExposed = labelOf(annotations, TAILSCALE) === 'true'
    const stated = labelOf(annotations, NEG)
    if (stated === undefined && !isExposed) return NONE
    const groups = groupsOf(stated, service).filter((port) => !outer.some((entry) => isOfGKE(entry, service, port, cluster)))
    const tailscale = isExposed ? service.ports.filter((port) => port.port !== null) : []
    return [
      ...groups.map((port) => entryOf(service, port, frontOfGroup(service, facts), null, NEG)),
      ...tailscale.map((port) => entryOf(service, port, OF_TAILSCALE, port.port, TAILSCALE)),
    ]
  })
}

const NONE: readonly Entry[] = []

/** `{"exposed_ports": {"80": {"name": "…"}}}`; `{"ingress": true}` is for an Ingress, which says itself how far it leads. */
function groupsOf(text: string | undefined, {ports}: Service): readonly ServicePort[] {
  if (text === undefined) return []
  try {
    const exposed = Object.keys(Object(valueAt(JSON.parse(text), 'exposed_ports')))
    return ports.filter(({port}) => exposed.includes(String(port)))
  } catch {
    // What is no JSON makes no group.
    return []
  }
}

function isOfGKE({service: led, servicePort, through}: Entry, service: Service, port: ServicePort, {others}: Cluster): boolean {
  if (led !== service || servicePort?.index !== port.index) return false
  const gateway = through.find(({kind}) => kind === 'Gateway')
  return others.some((one) => isNamed(one, gateway) && textOf(valueAt(one.object, 'spec', 'gatewayClassName'))?.startsWith('gke-') === true)
}

function isNamed(one: Omit<ObjectReference, 'kind'> & {readonly kind: string}, reference: ObjectReference | undefined): boolean {
  return reference !== undefined && one.kind === reference.kind && one.name === reference.name && one.namespace === reference.namespace
}

function frontOfGroup({namespace, name}: Service, {classes}: EntryFacts): Front {
  const word = classes.get(NEG_CLASS)
  if (word) return frontOf(word === 'public' ? 'internet' : 'network', [`class "${NEG_CLASS}" is ${word}, as was said`])
  const question = `how far does the network endpoint group of Service ${namespace}/${name} lead? its load balancer is not in the input: say of class "${NEG_CLASS}" whether it is public, in svcscope.yaml`
  return frontOf('unknown', [`annotation ${NEG} lets a load balancer that was made elsewhere reach its pods`], question)
}

const OF_TAILSCALE = frontOf('network', [`annotation ${TAILSCALE} is "true": Tailscale serves its own network`])

function entryOf(service: Service, servicePort: ServicePort, front: Front, port: number | null, annotation: string): Entry {
  const path: Path = ['metadata', 'annotations', annotation]
  return {
    via: 'Ingress',
    address: null,
    hosts: [],
    path: undefined,
    port,
    protocol: servicePort.protocol,
    tls: null,
    front,
    through: [],
    service,
    servicePort,
    pods: [],
    place: placeIn(service.origin, path),
  }
}
