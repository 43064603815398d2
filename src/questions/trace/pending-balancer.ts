import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import {compareText} from '../order.ts'
import {ingressOf} from '../services-at.ts'
import {nameOf} from './explain.ts'
import type {Explanation} from './explanation.ts'

/** Controllers that take Services of a class, by the class or the start of it. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  'service.k8s.aws/nlb': 'aws-load-balancer-controller',
  'metallb.io/': 'metallb',
  'metallb.universe.tf/': 'metallb',
  'io.cilium/': 'cilium',
  'kube-vip.io/': 'kube-vip',
  'purelb.io/': 'purelb',
  tailscale: 'tailscale',
  'networking.gke.io/': 'cloud-controller-manager of GKE',
}

/** Why a Service of type LoadBalancer of a running cluster has no address yet; undefined where it has one, or is no such Service. */
export function explainPending(cluster: Cluster, service: Service): Explanation | undefined {
  if (service.type !== 'LoadBalancer' || service.uid === undefined || ingressOf(service).length > 0) return undefined
  const subject = `${nameOf(service)} has no load-balancer address yet`
  const event = lastWarning(cluster, service)
  if (event) {
    return {
      reason: 'load-balancer-fails',
      message: `${subject}: its controller says ${event.reason}: ${event.message}`,
      advice: 'mend what the event says; the controller tries again by itself',
    }
  }
  const loadBalancerClass = textOf(valueAt(service.object, 'spec', 'loadBalancerClass'))
  if (loadBalancerClass !== undefined) return explainClass(cluster, subject, loadBalancerClass)
  const isBusy = eventsOf(cluster, service).some(({reason}) => reason === 'EnsuringLoadBalancer')
  return isBusy
    ? {
        reason: 'load-balancer-pending',
        message: `${subject}: its controller is about to make it (EnsuringLoadBalancer)`,
        advice: 'wait, and see the events of the Service: kubectl describe svc',
      }
    : {
        reason: 'no-load-balancer-controller',
        message: `${subject}: no controller has written one`,
        advice: 'a cluster without cloud provider needs a controller such as MetalLB; else see kubectl describe svc',
      }
}

function explainClass(cluster: Cluster, subject: string, name: string): Explanation {
  const known = Object.entries(CONTROLLERS).find(([start]) => name.startsWith(start))?.[1]
  const isThere = known !== undefined && cluster.workloads.some((workload) => workload.name.includes(known))
  const whose = known === undefined ? 'the controller of that class' : known
  return {
    reason: isThere ? 'load-balancer-pending' : 'no-load-balancer-controller',
    message: isThere
      ? `${subject}: its class is ${name}, and ${known} has not written one`
      : `${subject}: its class is ${name}, which only ${whose} takes, and the input has no such controller`,
    advice: isThere
      ? `see its log, and kubectl describe svc`
      : `install ${whose}, or leave spec.loadBalancerClass out (it cannot be changed later)`,
  }
}

interface SeenEvent {
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly time: string
}

function lastWarning(cluster: Cluster, service: Service): SeenEvent | undefined {
  const events = eventsOf(cluster, service).toSorted((a, b) => compareText(a.time, b.time))
  const last = events.findLast(({reason}) => reason === 'EnsuredLoadBalancer')
  return events.findLast(({type, time}) => type === 'Warning' && (!last || time >= last.time))
}

/** Events about a Service, of either API. */
function eventsOf(cluster: Cluster, {namespace, name}: Service): readonly SeenEvent[] {
  return cluster.others.flatMap(({kind, group, object}) => {
    if (kind !== 'Event' || (group !== '' && group !== 'events.k8s.io')) return []
    const about = fieldsOf(object['involvedObject'] ?? object['regarding'])
    if (about['kind'] !== 'Service' || about['namespace'] !== namespace || about['name'] !== name) return []
    return [readEvent(object)]
  })
}

function readEvent(object: WireObject): SeenEvent {
  const texts = ['lastTimestamp', 'eventTime', 'deprecatedLastTimestamp', 'firstTimestamp'].map((key) => textOf(object[key]))
  const message = (textOf(object['message']) ?? textOf(object['note']) ?? '').split('\n')[0] ?? ''
  return {
    type: textOf(object['type']) ?? '',
    reason: textOf(object['reason']) ?? '',
    message,
    time: texts.find((text) => text !== undefined) ?? '',
  }
}
