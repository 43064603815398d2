import type {Cluster} from '../../../../cluster/cluster.ts'
import {containerPortsOf} from '../../../../cluster/container-port.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import {coversPort} from '../../../../network/policy/policy-port.ts'
import {enumerate, listOwners} from '../../../naming.ts'
import {knownPorts, type PolicedPort, policedPortsOf, servicePortsAt, singleNumber} from '../../policed-ports.ts'
import {placeIn} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'

export const undeclaredPort: Rule = {
  id: 'policy/undeclared-port',
  severity: 'warning',
  title: 'a port of a policy at which no selected pod is known to listen',
  why: 'The number is neither a port that a container declares nor one that a Service leads to. Containers may listen at ports that nobody declared; but where the policy names none of those that are known, it lets nobody come to them.',
  fix: "Write the port at which the container listens, or declare the number among the container's ports.",
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: api}}}]
      ports:
        - port: 5433
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: "postgres:17", ports: [{containerPort: 5432}]}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: api}}}]
      ports:
        - port: 5432
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: "postgres:17", ports: [{containerPort: 5432}]}]}
`,
  check: (graph) => policedPortsOf(graph).flatMap((one) => findUndeclared(graph.cluster, one)),
}

function findUndeclared(cluster: Cluster, one: PolicedPort): readonly Found[] {
  const {policy, entry, path, pods, isByLabels} = one
  const number = singleNumber(entry)
  if (number === undefined || entry.kind !== 'range' || !isByLabels) return []
  const {protocol} = entry
  const known = knownPorts(cluster, pods, protocol)
  if (known.has(number)) return []
  const owners = listOwners(pods)
  const found = {object: policy.reference, place: placeIn(policy, [...path, 'port'])}
  const other = pods.flatMap(({spec}) => containerPortsOf(spec)).find(({containerPort}) => containerPort === number)
  if (other) {
    if (isCovered(one, number, other.protocol)) return []
    const message = `port ${number} of ${owners} is ${other.protocol}, the rule is for ${protocol}`
    return [{...found, message, aside: `it is ${other.protocol}`, fix: {description: `write protocol: ${other.protocol} beside it`}}]
  }
  // Policies for the Service's port have a rule of their own; without any known port there is nothing to compare with.
  const isOfService = pods.some((pod) => servicePortsAt(cluster, pod, protocol).some(({port}) => port === number))
  if (known.size === 0 || isOfService || pods.some((pod) => isMentioned(pod, number))) return []
  const own = enumerate([...known].sort((a, b) => a - b).map(String), 5)
  const isBeside = [...known].some((port) => isCovered(one, port, protocol))
  return [
    {
      ...found,
      message: `port ${number} is none at which ${owners} is known to listen (${own})`,
      aside: `known: ${own}`,
      ...(isBeside && {severity: 'info' as const}),
      fix: {description: isBeside ? 'leave it out, or declare it among the ports of the container' : `write the port of the pods: ${own}`},
    },
  ]
}

/** Whether the policy lets anybody come to another port of the same pods. */
function isCovered({policy, direction, rule}: PolicedPort, number: number, protocol: string): boolean {
  const rules = direction === 'ingress' ? (policy.ingress ?? []) : [rule]
  const port = {number, protocol, names: undefined}
  return rules.some(({ports}) => ports === 'any' || ports.some((entry) => coversPort(entry, port) !== false))
}

/** Whether a probe, an annotation, an argument or a variable of a pod has the number. */
function isMentioned({identity, spec}: Pod, number: number): boolean {
  return new RegExp(`(^|\\D)${number}(\\D|$)`).test(JSON.stringify('object' in identity ? identity.object : spec))
}
