import type {Cluster} from '../../../../cluster/cluster.ts'
import {textOf, valueAt} from '../../../../cluster/fields.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Service} from '../../../../cluster/service.ts'
import type {Fix, Severity} from '../../../../report.ts'
import {count, enumerate, listOwners} from '../../../naming.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Judgement} from '../../../resolve/judgement.ts'
import type {Found, Rule} from '../../rule.ts'

export const localTrafficPolicy: Rule = {
  id: 'routing/local-traffic-policy',
  severity: 'warning',
  title: 'a traffic policy Local with fewer pods than nodes',
  why: 'With internalTrafficPolicy Local a node sends connections to its own pods only, and drops those of clients on nodes that have none. With externalTrafficPolicy Local the same happens to node ports; a load balancer asks which nodes have pods, and with a single replica it has no other while that one moves: there it is a remark. A DaemonSet has a pod on every node.',
  fix: 'Run a pod on every node that gets connections (a DaemonSet), or use Cluster; to prefer the own node without dropping, trafficDistribution: PreferSameNode.',
  references: [
    'https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies',
    'https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: cache, namespace: shop}
spec:
  internalTrafficPolicy: Local
  selector: {app: cache}
  ports: [{port: 6379}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cache, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec: {containers: [{name: app, image: "cache:1"}]}
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: cache, namespace: shop}
spec:
  internalTrafficPolicy: Local
  selector: {app: cache}
  ports: [{port: 6379}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: cache, namespace: shop}
spec:
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec: {containers: [{name: app, image: "cache:1"}]}
`,
  check: (graph) => {
    if (!graph.special.some(isLocal)) return []
    const scaled = scaledWorkloads(graph.cluster)
    return graph.judgements().flatMap((judgement) => (isLocal(judgement.service) ? checkService(graph.cluster, judgement, scaled) : []))
  },
}

const POLICIES = ['internalTrafficPolicy', 'externalTrafficPolicy'] as const

function isLocal({object}: Service): boolean {
  return POLICIES.some((policy) => valueAt(object, 'spec', policy) === 'Local')
}

function checkService(cluster: Cluster, {service, backends: {pods}}: Judgement, scaled: ReadonlySet<string>): readonly Found[] {
  // How many there are of what nodes, an autoscaler or a controller decide is not known.
  if (pods.length === 0 || pods.some((pod) => pod.replicas === null || pod.opaque || scaled.has(keyOf(pod)))) return []
  const replicas = pods.reduce((sum, {replicas}) => sum + (replicas ?? 0), 0)
  const nodes = cluster.nodes.size
  if (replicas === 0 || (nodes > 0 && replicas >= nodes)) return []
  return POLICIES.flatMap((policy): readonly Found[] => {
    const severity = valueAt(service.object, 'spec', policy) === 'Local' ? severityOf(service, policy, replicas) : undefined
    if (severity === undefined) return []
    const than = nodes > 0 ? `${nodes} nodes` : 'a pod on every node'
    return [
      {
        message: `${policy} is Local, and ${listOwners(pods)} has ${count(replicas, 'replica')} in place of ${than}: ${describeLoss(policy)}`,
        object: referenceTo(service),
        place: service.origin && {origin: service.origin, path: ['spec', policy]},
        aside: `${enumerate([count(replicas, 'pod')])} behind it`,
        ...(severity !== 'warning' && {severity}),
        fix: fixOf(service, policy),
      },
    ]
  })
}

/** A load balancer sends nothing to nodes whose health check says that they have no pod. */
function severityOf({type, headless}: Service, policy: (typeof POLICIES)[number], replicas: number): Severity | undefined {
  if (headless || type === 'ExternalName') return undefined
  if (policy === 'internalTrafficPolicy') return 'warning'
  if (type === 'NodePort') return 'warning'
  return type === 'LoadBalancer' && replicas === 1 ? 'info' : undefined
}

function describeLoss(policy: (typeof POLICIES)[number]): string {
  return policy === 'internalTrafficPolicy' ? 'clients on other nodes are dropped' : 'other nodes drop what comes to them'
}

function fixOf(service: Service, policy: string): Fix {
  const change = {kind: 'set', target: targetOf(service, service.origin), path: ['spec', policy], from: 'Local', to: 'Cluster'} as const
  return fixWith('run a pod on every node that gets connections, or write Cluster', [change])
}

function scaledWorkloads({others}: Cluster): ReadonlySet<string> {
  const scalers = others.filter(({kind}) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
  return new Set(scalers.map(({namespace, object}) => `${namespace}/${textOf(valueAt(object, 'spec', 'scaleTargetRef', 'name')) ?? ''}`))
}

function keyOf({namespace, workload, target}: Pod): string {
  return `${namespace}/${workload?.name ?? target.name}`
}
