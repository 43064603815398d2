import {ruleFor} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {enumerate, listOwners, ownerName} from '../naming.ts'
import type {HiddenPods} from './hidden-pods.ts'

/** A cause in words. */
export interface Wording {
  /** For a table: `selector typo, see deploy/checkout`. */
  readonly short: string
  /** Completes "it reaches no pod: …". */
  readonly sentence: string
  /** What to do, or what would settle it. */
  readonly advice: string
}

/** What prints the pods as they run; of a running Service also whom it really lists. */
export function askForPods(service: Service | undefined): string {
  return service?.uid === undefined ? 'kubectl get pods -o yaml' : `kubectl get pods,endpointslices -n ${service.namespace} -o yaml`
}

/** Why pods cannot be seen, and what would settle it. `service` is the one that lacks them. */
export function describeHidden(hidden: HiddenPods, service: Service | undefined): Wording {
  const pods = askForPods(service)
  const live = service?.uid !== undefined
  switch (hidden.kind) {
    case 'runtime-label':
      return {
        short: `${enumerate(hidden.keys)} is set at run time`,
        sentence: `${enumerate(hidden.keys)} is set by the controller of ${ownerName(hidden.pod)} when the pod starts`,
        advice: `ask with the pods themselves: ${pods}`,
      }
    case 'custom-controller':
      return {
        short: `${ownerName(hidden.pod)} may add ${enumerate(hidden.keys)}`,
        sentence: `the controller of ${ownerName(hidden.pod)} may add ${enumerate(hidden.keys)} to its pods`,
        advice: `ask with the pods themselves: ${pods}`,
      }
    case 'unread-pods':
      return {
        short: 'its pods could not be read',
        sentence: 'the pods of its namespace could not be read',
        advice: hidden.unread.reason === 'forbidden' ? `allow it: ${ruleFor(hidden.unread.read)}` : 'try again; -v shows each request',
      }
    case 'operator':
      return {
        short: `pods made by ${hidden.object.kind}/${hidden.object.name}`,
        sentence: `its pods are made by an operator for ${hidden.object.kind}/${hidden.object.name}`,
        advice: `ask with the pods themselves: ${pods}`,
      }
    case 'controller-label':
      return {
        short: `${hidden.key} is set by ${hidden.owner}`,
        sentence: `the label ${hidden.key} is set by ${hidden.owner} on pods that it makes`,
        advice: `ask with the pods themselves: ${pods}`,
      }
    case 'kustomize':
      return {
        short: `kustomize changes it, see ${hidden.kustomization.directory}`,
        sentence: `the kustomization in ${hidden.kustomization.directory} changes selectors or labels`,
        advice: `render it first: svcscope resolve -k ${hidden.kustomization.directory}`,
      }
    case 'remote-resources':
      return {
        short: `more comes from elsewhere, see ${hidden.kustomization.directory}`,
        sentence: `the kustomization in ${hidden.kustomization.directory} brings in objects that are not here`,
        advice: `render it first: svcscope resolve -k ${hidden.kustomization.directory}`,
      }
    case 'delivered':
      return {
        short: `${hidden.object.kind}/${hidden.object.name} may bring its pods`,
        sentence: `${hidden.object.kind}/${hidden.object.name} brings in applications that are not here`,
        advice: live ? `ask with the pods themselves: ${pods}` : `render them first, or ask with the pods themselves: ${pods}`,
      }
    case 'autoscaled':
      return {
        short: `${listOwners(hidden.pods)} is started by ${hidden.object.kind}/${hidden.object.name}`,
        sentence: `${listOwners(hidden.pods)} has 0 replicas, and ${hidden.object.kind}/${hidden.object.name} starts it`,
        advice: `ask with the pods themselves: ${pods}`,
      }
    case 'cluster-components':
      return {
        short: 'kube-system has pods of its own',
        sentence: 'the cluster itself runs pods in kube-system that no manifest shows',
        advice: `ask with the pods themselves: ${live ? pods : 'kubectl get pods -n kube-system -o yaml'}`,
      }
    case 'unstated-namespace':
      return {
        short: `${listOwners(hidden.pods)} fits, if in the same namespace`,
        sentence: `${listOwners(hidden.pods)} fits, but only one of the two names its namespace`,
        advice: `say where unnamed objects go: -n ${hidden.namespace}`,
      }
    case 'no-workloads':
      return {
        short: live ? 'no pods in the input' : 'no workloads in the input',
        sentence: `the input has no ${live ? 'pod' : 'workload'} in its namespace`,
        advice: live ? `ask with its pods too: ${pods}` : 'give the manifests of its pods too: -f FILE or -f DIRECTORY',
      }
    case 'endpoints-written-elsewhere':
      return {
        short: 'no selector, no EndpointSlice here',
        sentence: live
          ? 'it has no selector, and the input has no EndpointSlice in its namespace'
          : 'it has no selector, and whoever writes its EndpointSlices is not in the input',
        advice: live
          ? `ask with endpointslices too: kubectl get svc,endpointslices,endpoints -n ${service.namespace} -o yaml`
          : 'ask with the slices: kubectl get endpointslices -o yaml',
      }
  }
}
