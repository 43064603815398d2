import type {EndpointSlice} from '../../cluster/endpoint-slice.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Workload} from '../../cluster/workload.ts'
import type {Gap} from '../../network/endpoints/backends.ts'
import type {EndpointDifference} from '../../network/endpoints/difference.ts'
import type {HiddenPods} from './hidden-pods.ts'
import type {NearMiss} from './near-miss.ts'

/** The one reason why a Service does not reach all that it should, decided from the most certain to the least. */
export type Cause =
  /** A pod is missed by some labels. */
  | {readonly kind: 'labels'; readonly miss: NearMiss}
  /** The labels are on the workload itself; its pods do not bear them. */
  | {readonly kind: 'labels-not-on-template'; readonly workload: Workload}
  /** A selector only selects in its own namespace. */
  | {readonly kind: 'other-namespace'; readonly pods: readonly Pod[]}
  /** Nothing in its namespace comes near. */
  | {readonly kind: 'nothing-like-it'}
  | {readonly kind: 'scaled-to-zero'; readonly pods: readonly Pod[]}
  | {readonly kind: 'finished'; readonly pods: readonly Pod[]}
  | {readonly kind: 'no-address'; readonly pods: readonly Pod[]}
  /** Their node is not in the input, so the controller leaves them out, if the cluster has no such node either. */
  | {readonly kind: 'no-node'; readonly pods: readonly Pod[]; readonly isCertain: boolean}
  /** The workload of a running cluster should have pods, and has none. */
  | {readonly kind: 'not-created'; readonly pods: readonly Pod[]}
  /** The pods have no address of an IP family that the Service has. */
  | {readonly kind: 'ip-family'; readonly pods: readonly Pod[]; readonly families: readonly string[]}
  | {readonly kind: 'terminating'; readonly pods: readonly Pod[]; readonly of: number}
  /** It selects one pod of a StatefulSet by its number, and there is none with that number. */
  | {readonly kind: 'no-such-ordinal'; readonly pods: readonly Pod[]}
  | {readonly kind: 'not-ready'; readonly pods: readonly Pod[]; readonly of: number}
  /** A named targetPort leads nowhere on some or all pods. */
  | {readonly kind: 'target-port'; readonly gaps: readonly Gap[]; readonly of: number}
  /** kube-proxy joins Service ports and slice ports by name and protocol, and some do not meet. */
  | {readonly kind: 'slice-port'; readonly slices: readonly EndpointSlice[]; readonly ports: readonly string[]}
  /** The EndpointSlices of the input do not say what its pods lead one to expect. */
  | {readonly kind: 'endpoints-differ'; readonly differences: readonly EndpointDifference[]}
  /** The slices have no endpoint that is ready, or none at all, and no pods of the input say why. */
  | {readonly kind: 'no-endpoints'; readonly slices: readonly EndpointSlice[]}
  /** Without selector: a slice or Endpoints object that was meant for it, but does not say so. */
  | {readonly kind: 'stray-slice'; readonly slice: EndpointSlice; readonly fault: 'label' | 'namespace' | 'name'}
  /** Pods that cannot be seen would change the answer. */
  | {readonly kind: 'hidden'; readonly hidden: HiddenPods}
