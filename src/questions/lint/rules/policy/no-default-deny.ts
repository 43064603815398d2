import type {Cluster} from '../../../../cluster/cluster.ts'
import {findUnread} from '../../../../cluster/read.ts'
import {selectPods} from '../../../../network/endpoints/backends.ts'
import {partyOfPod} from '../../../../network/policy/parties.ts'
import {policiesOf} from '../../../../network/policy/policy-set.ts'
import {isSubject} from '../../../../network/policy/subject.ts'
import type {ExposedService} from '../../../exposure/exposed-service.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'

export const noDefaultDeny: Rule = {
  id: 'policy/no-default-deny',
  severity: 'warning',
  title: 'a namespace that is reached from the internet, in which no policy is in force',
  why: 'Pods that no NetworkPolicy selects accept connections from everybody who can route to them. Whoever takes over the one that is published can come from it to every other pod of the namespace, at every port.',
  fix: 'Put a policy into the namespace that selects every pod and has no rules, and one beside it for each connection that is meant.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-traffic'],
  bad: `
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 443}]
status: {loadBalancer: {ingress: [{ip: 203.0.113.10}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  good: `
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 443}]
status: {loadBalancer: {ingress: [{ip: 203.0.113.10}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{ports: [{port: 443}]}]
`,
  check: findOpenNamespaces,
}

/** One for each namespace, at the first Service that is published. Where nobody in the input writes policies, they may all be written elsewhere. */
function findOpenNamespaces(graph: Graph): readonly Found[] {
  const {cluster} = graph
  const isUsed = policiesOf(cluster).all.some(({tier, namespaceStated}) => tier === 'namespace' && namespaceStated)
  const seen = new Set<string>()
  return graph.exposed().services.flatMap((one): readonly Found[] => {
    const {namespace, namespaceStated, name, origin} = one.service
    if (one.reach !== 'internet' || seen.has(namespace) || !isOpen(cluster, one)) return []
    seen.add(namespace)
    return [
      {
        message: 'it is reached from the internet, and no policy keeps anybody from the other pods of its namespace',
        object: {kind: 'Service', namespace, name},
        place: origin && {origin, path: namespaceStated ? ['metadata', 'namespace'] : ['metadata', 'name']},
        ...(!(isUsed && namespaceStated) && {severity: 'info' as const}),
        fix: {
          description: `add a NetworkPolicy with podSelector: {} and policyTypes: [Ingress] to namespace ${namespace}, and what is meant beside it`,
        },
      },
    ]
  })
}

/** Whether no policy of any API is for pods of the namespace, nor may be. */
function isOpen(cluster: Cluster, {service}: ExposedService): boolean {
  const [pod] = selectPods(cluster, service)
  const party = pod && partyOfPod(cluster, pod)
  if (party?.kind !== 'pod' || findUnread(cluster.coverage, 'NetworkPolicy', service)) return false
  const set = policiesOf(cluster)
  const {group} = party
  if (set.forNamespaceOf(group).length > 0 || set.foreignFor(party).length > 0) return false
  return [...set.admin, ...set.baseline].every((policy) => isSubject(policy, group, set.namespaceLabels) === false)
}
