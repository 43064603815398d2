import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, flagOf, integerOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Identity} from '../../cluster/identity.ts'
import type {Workload} from '../../cluster/workload.ts'
import type {WorkloadDemand} from './demand.ts'
import type {LoadBalancerPlan} from './plan.ts'
import {parseQuantity} from './quantity.ts'

/** What the workloads of a cluster ask for, with the maxima of their autoscalers. Workloads that another owns are counted with their owner. */
export function demandsOf(cluster: Cluster): readonly WorkloadDemand[] {
  const maxima = autoscalerMaxima(cluster)
  return cluster.workloads
    .filter(({owner}) => owner === null)
    .flatMap((workload) => demandsOfWorkload(workload, maxima.get(targetKey(workload, workload.kind, workload.name))))
}

/** Workloads whose number of pods no manifest says. */
export function uncountedWorkloads(cluster: Cluster): readonly string[] {
  return cluster.workloads
    .filter(
      (workload) => workload.owner === null && workload.kind !== 'DaemonSet' && workload.replicas.some((replicas) => replicas === null),
    )
    .map(({kind, name}) => `${kind}/${name}`)
}

/**
 * Services of type LoadBalancer. Internal is what the controller takes for it: the annotation is exactly "true"
 * (kubernetes-sigs/cloud-provider-azure pkg/provider/azure_loadbalancer.go).
 */
export function loadBalancersOf(cluster: Cluster): LoadBalancerPlan {
  const services = cluster.services.filter(({type}) => type === 'LoadBalancer')
  const internal = services.filter(
    ({object}) => valueAt(object, 'metadata', 'annotations', 'service.beta.kubernetes.io/azure-load-balancer-internal') === 'true',
  ).length
  return {internal, public: services.length - internal, ports: Math.max(1, ...services.map(({ports}) => ports.length)), grow: false}
}

function demandsOfWorkload(workload: Workload, maximum: number | undefined): readonly WorkloadDemand[] {
  return workload.templates.map((template, index) => {
    const spec = fieldsOf(template.spec)
    const replicas = workload.replicas[index] ?? 0
    const {cpu, memory} = requestsOf(spec)
    return {
      name: `${workload.kind}/${workload.name}${index > 0 ? `#${index}` : ''}`,
      replicas,
      maxReplicas: index === 0 ? Math.max(replicas, maximum ?? 0) : replicas,
      perNode: workload.kind === 'DaemonSet',
      cpu,
      memory,
      hostNetwork: flagOf(spec['hostNetwork']) ?? false,
    }
  })
}

/**
 * The scheduler's sum: containers and sidecars together, or where that is more the largest init container with the sidecars that were started
 * before it (Kubernetes' component-helpers/resource PodRequests).
 */
function requestsOf(spec: Readonly<Record<string, unknown>>): {readonly cpu: number; readonly memory: number} {
  const init = itemsOf(spec['initContainers'])
  const lasting = [...itemsOf(spec['containers']), ...init.filter(isSidecar)]
  const of = (resource: 'cpu' | 'memory'): number => {
    const sum = lasting.reduce((total: number, container) => total + requestOf(container, resource), 0)
    let [most, running] = [0, 0]
    for (const container of init) {
      const request = requestOf(container, resource)
      if (isSidecar(container)) running += request
      else most = Math.max(most, running + request)
    }
    return Math.max(sum, most) + (parseQuantity(valueAt(spec, 'overhead', resource)) ?? 0)
  }
  return {cpu: Math.ceil(of('cpu') * 1000), memory: Math.ceil(of('memory'))}
}

/** A request that is not stated is the limit, where there is one (SetDefaults_Pod). */
function requestOf(container: unknown, resource: 'cpu' | 'memory'): number {
  const resources = valueAt(container, 'resources')
  return parseQuantity(valueAt(resources, 'requests', resource)) ?? parseQuantity(valueAt(resources, 'limits', resource)) ?? 0
}

function isSidecar(container: unknown): boolean {
  return valueAt(container, 'restartPolicy') === 'Always'
}

/** `maxReplicas` by the workload that it scales: HorizontalPodAutoscaler, and KEDA's ScaledObject, which makes one. */
function autoscalerMaxima(cluster: Cluster): ReadonlyMap<string, number> {
  const maxima = new Map<string, number>()
  for (const other of cluster.others) {
    const spec = fieldsOf(other.object['spec'])
    const scaled = other.kind === 'ScaledObject' && other.group === 'keda.sh'
    if (!scaled && !(other.kind === 'HorizontalPodAutoscaler' && other.group === 'autoscaling')) continue
    const target = fieldsOf(spec['scaleTargetRef'])
    const name = textOf(target['name'])
    // KEDA's own default where none is stated is 100.
    const most = scaled ? (integerOf(spec['maxReplicaCount']) ?? 100) : integerOf(spec['maxReplicas'])
    if (name !== undefined && most !== undefined) maxima.set(targetKey(other, textOf(target['kind']) ?? 'Deployment', name), most)
  }
  return maxima
}

function targetKey({namespace}: Pick<Identity, 'namespace'>, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`
}
