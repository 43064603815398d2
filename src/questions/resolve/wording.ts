import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import type {Gap} from '../../network/endpoints/backends.ts'
import {count, enumerate, listOwners, ownerName, shortName} from '../naming.ts'
import type {Cause} from './cause.ts'
import {describeDifferences} from './difference-wording.ts'
import {askForPods, describeHidden, type Wording} from './hidden-wording.ts'
import type {NearMiss} from './near-miss.ts'
import {countReplicas} from './reach.ts'
import {describeSlicePorts, describeSlices, describeStray} from './slice-wording.ts'

/** A cause in words; where its Service is running, the advice is for a running one. */
export function describeCause(cause: Cause, service?: Service): Wording {
  switch (cause.kind) {
    case 'labels':
      return describeMiss(cause.miss)
    case 'labels-not-on-template': {
      const name = shortName(cause.workload)
      return {
        short: `the labels are on ${name}, not on its pods`,
        sentence: `the labels are on ${name} itself, not on its pod template`,
        advice: `add the labels to the pod template of ${name}`,
      }
    }
    case 'other-namespace': {
      const namespaces = enumerate([...new Set(cause.pods.map((pod) => pod.namespace))])
      return {
        short: `${listOwners(cause.pods)} is in namespace ${namespaces}`,
        sentence: `${listOwners(cause.pods)} has the labels, but in namespace ${namespaces}; a selector stays in its own namespace`,
        advice: `move the Service to namespace ${namespaces}, or the pods to the Service's`,
      }
    }
    case 'nothing-like-it':
      return {
        short: 'no pod has these labels',
        sentence: `no pod ${service?.uid === undefined ? 'template ' : ''}of the input has these labels, or labels like them`,
        advice: 'name the workload that should be behind it, and copy the labels of its pod template into spec.selector',
      }
    case 'target-port':
      return describeGaps(cause.gaps, cause.of)
    case 'slice-port':
      return describeSlicePorts(cause.slices, cause.ports, askForPods(service))
    case 'no-endpoints':
      return describeSlices(cause.slices, askForPods(service))
    case 'endpoints-differ':
      return describeDifferences(cause.differences)
    case 'stray-slice':
      return describeStray(cause.slice, cause.fault)
    case 'no-such-ordinal': {
      const numbers = enumerate(cause.pods.map((pod) => pod.target.name))
      return {
        short: `there is only ${numbers}`,
        sentence: `it selects a pod of ${listOwners(cause.pods)} by number, and there is only ${numbers}`,
        advice: `select one of them, or give ${listOwners(cause.pods)} more replicas`,
      }
    }
    case 'ip-family':
      return {
        short: `${count(cause.pods.length, 'pod')} without an ${enumerate(cause.families)} address`,
        sentence: `${count(cause.pods.length, 'pod')} of ${listOwners(cause.pods)} without an address of its ${cause.families.length > 1 ? 'families' : 'family'} ${enumerate(cause.families)}`,
        advice: 'give the Service a family that the pods have (spec.ipFamilies), or the pods that family',
      }
    case 'no-node':
      return describeHomeless(cause.pods, cause.isCertain, service)
    case 'hidden':
      return describeHidden(cause.hidden, service)
    default:
      return describePods(cause.kind, cause.pods, 'of' in cause ? cause.of : countReplicas(cause.pods))
  }
}

function describeMiss(miss: NearMiss): Wording {
  const name = ownerName(miss.pod)
  const [first] = miss.differences
  const likenesses = new Set(miss.differences.map((difference) => difference.likeness))
  const one = miss.differences.length === 1
  const advice = `let the selector say what the pods of ${name} bear`
  if (likenesses.size === 1 && likenesses.has('case')) {
    return {short: `upper and lower case differ, see ${name}`, sentence: `its selector and the labels of ${name} differ by case`, advice}
  }
  if (likenesses.size === 1 && likenesses.has('key')) {
    return {short: `another label key, see ${name}`, sentence: `${name} has the value under another key`, advice}
  }
  if (!likenesses.has(undefined)) {
    const what = one ? 'one label of its selector is misspelt' : `${miss.differences.length} labels of its selector are misspelt`
    return {short: `selector typo, see ${name}`, sentence: what, advice}
  }
  const missing = miss.differences
    .filter((difference) => difference.actual === null)
    .map((difference) => `${difference.key}=${difference.expected}`)
  if (missing.length === miss.differences.length) {
    return {
      short: `${name} lacks ${enumerate(missing)}`,
      sentence: `the pods of ${name} lack the ${missing.length === 1 ? 'label' : 'labels'} ${enumerate(missing)}`,
      advice: `add ${enumerate(missing)} to the pod template of ${name}, or take it out of the selector`,
    }
  }
  const pair = `${first?.key}=${first?.expected}`
  return {short: `no pod has ${pair}, nearest ${name}`, sentence: `no pod has ${pair}; ${name} comes nearest`, advice}
}

function describeGaps(gaps: readonly Gap[], of: number): Wording {
  const [gap] = gaps
  if (!gap) return {short: '', sentence: '', advice: ''}
  const {servicePort, reason} = gap
  const same = gaps.filter((other) => other.servicePort.index === servicePort.index)
  const owners = listOwners(same.map((other) => other.pod))
  const whose = same.length < of ? owners : of === 1 ? owners : 'its pods'
  const target = JSON.stringify(servicePort.targetPort)
  if (reason.kind === 'other-protocol') {
    return {
      short: `port ${target} of ${owners} is ${reason.declared.protocol}`,
      sentence: `port ${target} of ${whose} is ${reason.declared.protocol}, the Service asks for ${servicePort.protocol}`,
      advice: `use the same protocol on the Service port and on the container's port ${target}`,
    }
  }
  const has = reason.names.length > 0 ? ` (it has: ${enumerate(reason.names, 5)})` : ''
  return {
    short: `${owners} has no port ${target}`,
    sentence: `no container of ${whose} has a ${servicePort.protocol} port named ${target}${has}`,
    advice: adviseOnName(reason.names, same.length < of, owners, target),
  }
}

function adviseOnName(names: readonly string[], others: boolean, owners: string, target: string): string {
  if (names.length === 0) return 'name the container port, or use its number as targetPort'
  if (others) return `name the port ${target} on ${owners} too, or use a number that all pods share as targetPort`
  return 'let targetPort name one of its ports, or name the port'
}

/** A list of Nodes may be a part of them: what it lacks may exist. */
function describeHomeless(pods: readonly Pod[], isCertain: boolean, service: Service | undefined): Wording {
  const [first] = pods
  const many =
    pods.length === 1 && first?.workload === null ? ownerName(first) : `${count(countReplicas(pods), 'pod')} of ${listOwners(pods)}`
  const nodes = [...new Set(pods.flatMap(({nodeName}) => nodeName ?? []))]
  const lacks = `the input has no Node ${enumerate(nodes)}`
  if (nodes.length === 0)
    return {short: `${many} on no node`, sentence: `${many} on no node: slices leave it out`, advice: 'see kubectl describe pod'}
  if (isCertain)
    return {
      short: `${many} not in its EndpointSlices`,
      sentence: `its EndpointSlices leave out ${many}, and ${lacks}`,
      advice: 'see kubectl get nodes; the pod garbage collector takes such pods away, and their workload makes new ones',
    }
  return {
    short: `no Node ${enumerate(nodes)} in the input`,
    sentence: `${lacks}: if it exists no longer, ${many} ${countReplicas(pods) === 1 ? 'is' : 'are'} not reached`,
    advice: `ask with all nodes, or the slices: kubectl get endpointslices${service === undefined ? '' : ` -n ${service.namespace}`} -o yaml`,
  }
}

function describePods(
  kind: 'scaled-to-zero' | 'finished' | 'no-address' | 'not-ready' | 'not-created' | 'terminating',
  pods: readonly Pod[],
  of: number,
): Wording {
  const names = listOwners(pods)
  switch (kind) {
    case 'scaled-to-zero':
      return {short: `${names} has 0 replicas`, sentence: `${names} is scaled to 0 replicas`, advice: `scale ${names} up`}
    case 'not-created':
      return {
        short: `${names} has created no pods`,
        sentence: `${names} should have pods, and has created none`,
        advice: `see why (quota, admission, a bad template): kubectl describe ${names}`,
      }
    case 'terminating': {
      const many = countReplicas(pods)
      const what = many === of ? 'every pod is terminating' : `${many} of ${of} pods ${many === 1 ? 'is' : 'are'} terminating`
      return {short: what, sentence: what, advice: 'it gets traffic only while no other pod is ready; wait for its successor'}
    }
    case 'finished':
      return {
        short: `${names} has finished`,
        sentence: `the pods of ${names} have finished`,
        advice: 'a finished pod serves nobody: start it again',
      }
    case 'no-address': {
      const many = count(countReplicas(pods), 'pod')
      return {
        short: `${many} without address`,
        sentence: `${many} of ${names} without an address yet`,
        advice: 'see why it does not start: kubectl describe pod',
      }
    }
    case 'not-ready': {
      const many = countReplicas(pods)
      const some = `${many} of ${of} pods ${many === 1 ? 'is' : 'are'} not ready`
      const what = many < of ? some : of === 1 ? 'its only pod is not ready' : `none of its ${of} pods is ready`
      return {
        short: what,
        sentence: what,
        advice: `see the readiness probe: kubectl describe ${pods[0] ? shortName(pods[0].target) : 'pod'}`,
      }
    }
  }
}
