import type {Cluster} from '../../../../cluster/cluster.ts'
import {coversPort} from '../../../../network/policy/policy-port.ts'
import {enumerate, listOwners} from '../../../naming.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import {knownPorts, type PolicedPort, policedPortsOf, servicePortsAt, singleNumber} from '../../policed-ports.ts'
import {placeIn} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'

export const servicePort: Rule = {
  id: 'policy/service-port',
  severity: 'error',
  title: "a policy that names the Service's port where the pod's belongs",
  why: "A connection to a Service is sent on to a pod, at the pod's own port, before policies are asked. A rule for the number that clients connect to matches nothing, and so the connection that was to be let in is not.",
  fix: "Write the targetPort of the Service, a number or the name of the container's port.",
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: proxy}}}]
      ports:
        - port: 80
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: proxy}}}]
      ports:
        - port: 8080
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1"}]}
`,
  check: (graph) => policedPortsOf(graph).flatMap((one) => findServicePort(graph.cluster, one)),
}

/** Nothing where the policy names the pod's port too: whoever writes both is on the safe side. */
function findServicePort(cluster: Cluster, {policy, direction, entry, path, pods}: PolicedPort): readonly Found[] {
  const number = singleNumber(entry)
  if (number === undefined || entry.kind !== 'range') return []
  const {protocol} = entry
  const meant = pods.flatMap((pod) => servicePortsAt(cluster, pod, protocol)).filter(({port}) => port === number)
  if (meant.length === 0 || knownPorts(cluster, pods, protocol).has(number)) return []
  const numbers = [...new Set(meant.map((one) => one.number))]
  const rules = policy[direction] ?? []
  const isNamedToo = (one: number) =>
    rules.some(
      ({ports}) => ports === 'any' || ports.some((other) => coversPort(other, {number: one, protocol, names: undefined}) !== false),
    )
  if (numbers.some(isNamedToo)) return []
  const services = enumerate([...new Set(meant.map(({service}) => service))])
  const own = enumerate(numbers.map(String))
  const [only = number, ...others] = numbers
  const target = targetOf(policy.identity, policy.origin)
  const change = {kind: 'set', target, path: [...path, 'port'], from: String(number), to: only} as const
  return [
    {
      message: `port ${number} is that of Service ${services}; policies see the port of ${listOwners(pods)}, ${own}`,
      object: policy.reference,
      place: placeIn(policy, [...path, 'port']),
      aside: `the pods listen at ${own}`,
      fix: fixWith(`write the port of the pods: ${own}`, others.length === 0 ? [change] : []),
    },
  ]
}
