import type {OtherObject} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {ObjectReference, Origin} from '../../cluster/object.ts'
import {readAntreaPolicy} from './foreign/antrea.ts'
import {readCalicoPolicy} from './foreign/calico.ts'
import {readCiliumPolicy} from './foreign/cilium.ts'
import {readEgressFirewall} from './foreign/egress-firewall.ts'
import {readEKSPolicy} from './foreign/eks.ts'
import {readGKEPolicy} from './foreign/gke.ts'
import {readIstioPolicy} from './foreign/istio.ts'
import {readLinkerdPolicy} from './foreign/linkerd.ts'
import {readConsulPolicy, readKumaPolicy} from './foreign/other-meshes.ts'
import type {PodSet} from './policy.ts'

/**
 * A policy of a network plugin, a mesh or a cloud: its kind is known, what its rules say is not judged. What is read of it is whom it may be for and
 * what it could change at most, so that whatever it cannot change stays certain.
 */
export interface ForeignPolicy {
  readonly reference: ObjectReference
  /** `Cilium`, `Calico`, `Istio`. */
  readonly product: string
  readonly origin: Origin | undefined
  /** The pods that it may be for: too many where its own way to select them is not decided here, never too few. */
  readonly subjects: readonly PodSet[]
  /** The nodes that it may be for, by their labels. */
  readonly nodes: readonly LabelSelector[]
  /** Undefined where it changes nothing in that direction. */
  readonly ingress: ForeignEffect | undefined
  readonly egress: ForeignEffect | undefined
}

/** What a policy could make of a verdict that the APIs of Kubernetes came to. */
export interface ForeignEffect {
  /** Whether it may let pass what they forbid. */
  readonly mayAllow: boolean
  readonly mayForbid: ForbiddenPart
}

export type ForbiddenPart =
  | 'anything'
  /** What goes to pods is left alone. */
  | 'what-leaves-the-cluster'
  /** What a rule of a NetworkPolicy or of an administrator lets pass is left alone: the product asks those before, or adds up what they allow. */
  | 'what-no-rule-allows'
  | 'nothing'

/** Reads a policy of one API group; undefined for a kind that is none. `others` is what else there is in the input. */
export type ForeignReader = (object: OtherObject, others: readonly OtherObject[]) => ForeignPolicy | undefined

const READERS: ReadonlyMap<string, ForeignReader> = new Map([
  ['cilium.io', readCiliumPolicy],
  ['projectcalico.org', readCalicoPolicy],
  ['crd.projectcalico.org', readCalicoPolicy],
  ['crd.antrea.io', readAntreaPolicy],
  ['security.istio.io', readIstioPolicy],
  ['policy.linkerd.io', readLinkerdPolicy],
  ['k8s.ovn.org', readEgressFirewall],
  ['network.openshift.io', readEgressFirewall],
  ['networking.k8s.aws', readEKSPolicy],
  ['networking.gke.io', readGKEPolicy],
  ['consul.hashicorp.com', readConsulPolicy],
  ['kuma.io', readKumaPolicy],
])

export function readForeignPolicy(object: OtherObject, others: readonly OtherObject[]): ForeignPolicy | undefined {
  return READERS.get(object.group)?.(object, others)
}
