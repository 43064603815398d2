import {type Fields, fieldsOf, flagOf, integerOf, itemsOf, labelsOf, textOf} from './fields.ts'
import type {Identity} from './identity.ts'
import {type LabelSelector, type Labels, selectorFromLabels} from './label-selector.ts'
import type {Origin, WireObject} from './object.ts'

export interface ServicePort {
  readonly name: string | null
  readonly port: number | null
  /** TCP where the manifest names none, as the API server has it. */
  readonly protocol: string
  /** A number, or the name of a container's port. Where none is stated it is `port`, as the API server has it. */
  readonly targetPort: number | string | null
  readonly nodePort: number | null
  readonly appProtocol: string | null
  /** Its place in spec.ports. */
  readonly index: number
}

export interface Service extends Identity {
  readonly labels: Labels
  readonly type: string
  /** `clusterIP: None`: DNS answers with the addresses of its pods. */
  readonly headless: boolean
  /** Undefined without selector. An empty one is none: the API server drops it. */
  readonly selector: LabelSelector | undefined
  readonly selectorLabels: Labels
  readonly ports: readonly ServicePort[]
  readonly publishNotReadyAddresses: boolean
  /** The virtual IPs, the primary first, as the API server assigned them or the manifest states them. Empty for a headless Service. */
  readonly clusterIPs: readonly string[]
  /** PreferClose, PreferSameZone or PreferSameNode where it is stated. */
  readonly trafficDistribution: string | undefined
  /** As the API server settled them; empty where the manifest leaves them to it. */
  readonly ipFamilies: readonly string[]
  /** SingleStack, PreferDualStack or RequireDualStack where it is stated. */
  readonly ipFamilyPolicy: string | undefined
  readonly externalName: string | undefined
  readonly origin: Origin | undefined
  readonly object: WireObject
}

/** Reads a v1 Service, with the API server's defaults filled in. */
export function readService(identity: Identity, object: WireObject, origin: Origin | undefined): Service {
  const spec = fieldsOf(object['spec'])
  const selectorLabels = labelsOf(spec['selector'])
  const {group, kind, namespace, namespaceStated, name, uid} = identity
  // Named one by one: an object that begins as a copy of another takes V8 several times as long, and there may be ten thousand.
  return {
    group,
    kind,
    namespace,
    namespaceStated,
    name,
    uid,
    labels: labelsOf(fieldsOf(object['metadata'])['labels']),
    type: textOf(spec['type']) ?? 'ClusterIP',
    headless: spec['clusterIP'] === 'None' || itemsOf(spec['clusterIPs'])[0] === 'None',
    selector: Object.keys(selectorLabels).length > 0 ? selectorFromLabels(selectorLabels) : undefined,
    selectorLabels,
    ports: itemsOf(spec['ports']).map((port, index) => readPort(fieldsOf(port), index)),
    clusterIPs: clusterIPsOf(spec),
    trafficDistribution: textOf(spec['trafficDistribution']),
    publishNotReadyAddresses: flagOf(spec['publishNotReadyAddresses']) ?? false,
    ipFamilies: spec['ipFamilies'] === undefined ? NONE : itemsOf(spec['ipFamilies']).filter((family) => typeof family === 'string'),
    ipFamilyPolicy: textOf(spec['ipFamilyPolicy']),
    externalName: textOf(spec['externalName']),
    origin,
    object,
  }
}

/** Most manifests leave them to the API server. */
const NONE: readonly string[] = []

function clusterIPsOf(spec: Fields): readonly string[] {
  if (spec['clusterIP'] === undefined && spec['clusterIPs'] === undefined) return NONE
  const all = itemsOf(spec['clusterIPs']).filter((address) => typeof address === 'string')
  const stated = all.length > 0 ? all : [textOf(spec['clusterIP']) ?? '']
  return stated.filter((address) => address !== '' && address !== 'None')
}

function readPort(port: Fields, index: number): ServicePort {
  const number = integerOf(port['port']) ?? null
  const target = port['targetPort']
  // The API server sets an absent, empty or zero targetPort to the port (SetDefaults_Service).
  const stated = textOf(target) ?? (integerOf(target) || undefined)
  return {
    name: textOf(port['name']) ?? null,
    port: number,
    protocol: textOf(port['protocol']) ?? 'TCP',
    targetPort: stated ?? number,
    // Zero is how Go says that there is none.
    nodePort: integerOf(port['nodePort']) || null,
    appProtocol: textOf(port['appProtocol']) ?? null,
    index,
  }
}
