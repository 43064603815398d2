import type {Cluster} from '../../../../cluster/cluster.ts'
import type {Labels} from '../../../../cluster/label-selector.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Service} from '../../../../cluster/service.ts'
import type {EntryFacts} from '../../entry-facts.ts'
import type {Door, WaysIn} from '../door.ts'
import type {Ingress} from '../ingress.ts'
import type {ClassChoice} from '../ingress-class.ts'

/** A container as far as programs are told apart and set up by it. */
export interface Container {
  readonly image: string
  /** The words of command and args that are read (controller-settings.ts). */
  readonly words: readonly string[]
  /** Those of them that are flags, without their dashes, in lower case; a flag alone is `true`. */
  readonly flags: ReadonlyMap<string, string>
  /** Variables that are read, with a value of their own. */
  readonly environment: ReadonlyMap<string, string>
}

/** A controller that runs in the cluster. */
export interface Program {
  readonly runsIn: (container: Container, pod: Pick<Pod, 'labels'>) => boolean
  /** Whether it takes Ingresses of a class, or (`none`) without one, by how it was started. */
  readonly serves: (container: Container, choice: ClassChoice) => boolean
  /** The namespaces that it looks at; [] is all. */
  readonly namespaces: (container: Container, pod: Pod) => readonly string[]
  /** Services that lead to what it programs, where that is not its own pod. */
  readonly servicesOf?: (container: Container, pod: Pod, cluster: Cluster) => readonly Service[]
  /** The ConfigMap that says what counts for all its Ingresses. */
  readonly configMapOf?: (container: Container, pod: Pod) => NamedAt
}

/** An object as flags name one. */
export interface NamedAt {
  readonly namespace: string
  readonly name: string
}

/** What counts for every Ingress of a controller that says nothing else itself. */
export interface Configuration {
  /** Where it stands: `ConfigMap edge/controller`. */
  readonly from: string
  readonly values: Labels
}

/** Who is let in, as far as an Ingress itself says it, and what else stands in the way of strangers. */
export interface Narrowing {
  /** [] is everybody. */
  readonly sources: readonly string[]
  readonly evidence: readonly string[]
}

export interface DoorQuestion {
  readonly ingress: Ingress
  /** Those of the input that have an annotation with a value, in order. */
  readonly ingressesWith: (key: string, value: string) => readonly Ingress[]
  readonly choice: ClassChoice
  readonly cluster: Cluster
  readonly facts: EntryFacts
  readonly ways: WaysIn
}

/** A product that serves Ingresses. */
export interface IngressController {
  readonly name: string
  /** What IngressClasses say in spec.controller. */
  readonly implementation: RegExp
  /** The classes that it usually goes by. */
  readonly classNames: readonly string[]
  readonly program?: Program
  /** Its load balancer, where that is made from the Ingress or by a name of its own; undefined where the input does not show it. */
  readonly doorsOf?: (question: DoorQuestion) => readonly Door[] | undefined
  readonly narrow?: (ingress: Ingress, cluster: Cluster, configuration?: Configuration) => Narrowing
  /** Whether it answers on 443 for hosts that spec.tls has no certificate for, with one of its own. */
  readonly hasOwnCertificate: boolean
  /** Whether requests in the clear are sent on to TLS, for a host with a certificate or without. */
  readonly redirects?: (annotations: Labels, hasCertificate: boolean, configuration?: Configuration) => boolean
  /** It takes the port of a backend for a targetPort too. */
  readonly matchesTargetPort?: true
  /** Whether Ingresses of one class share hosts and ports. */
  readonly isShared: boolean
  /** It runs for other things mainly: that it takes an Ingress not says nothing of the Ingress. */
  readonly isSideline?: true
}

export const NO_NARROWING: Narrowing = {sources: [], evidence: []}

/** A list of CIDRs as annotations have it, separated by commas. */
export function listOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').flatMap((part) => part.trim() || [])
}

/** `namespace/name` as flags name a Service; `$(POD_NAMESPACE)` is the pod's own. */
export function servicesAt(text: string | undefined, pod: Pod, {services}: Cluster): readonly Service[] {
  const {namespace, name} = nameAt(text, pod)
  return services.filter((service) => service.namespace === namespace && service.name === name)
}

/** Where a flag leads that says `namespace/name`, or a name alone; the name is '' for none. */
export function nameAt(text: string | undefined, pod: Pick<Pod, 'namespace'>): NamedAt {
  const [namespace = '', name] = (text ?? '').split('/')
  if (name === undefined) return {namespace: pod.namespace, name: namespace}
  return {namespace: namespace.startsWith('$(') ? pod.namespace : namespace, name}
}

/** A flag that lists namespaces; `$(POD_NAMESPACE)` is the pod's own. */
export function namespacesOf(text: string | undefined, pod: Pod): readonly string[] {
  return listOf(text).map((name) => (name.startsWith('$(') ? pod.namespace : name))
}

/**
 * Whether a choice of class is for a controller that follows the IngressClass's spec.controller, else (where the input has none of that name) the name, and
 * annotations by the name. Undefined without a class.
 */
export function isChosen(
  choice: ClassChoice,
  {implementation, name}: {readonly implementation: string; readonly name: string},
): boolean | undefined {
  if (choice.kind === 'none') return undefined
  if (choice.by !== 'annotation' && choice.class) return choice.class.controller === implementation
  return choice.name === name
}

/** The clients that a list lets in: where everybody is among them there is no list. */
export function clientsOf(text: string | undefined): readonly string[] {
  const listed = listOf(text)
  return listed.some((one) => /^(0\.0\.0\.0|::)\/0$/.test(one)) ? [] : listed
}
