import {type ContainerPort, containerPortsOf} from '../../../../cluster/container-port.ts'
import {enumerate, listOwners} from '../../../naming.ts'
import {nearestWord} from '../../../resemblance.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import {type PolicedPort, policedPortsOf} from '../../policed-ports.ts'
import {placeIn} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'

export const namedPortMissing: Rule = {
  id: 'policy/named-port-missing',
  severity: 'error',
  title: 'a named port of a policy that no pod declares',
  why: 'A port that is a name is looked up among the container ports of the pods at the end of the connection, together with its protocol. Where none of them declares it, the rule lets nothing pass.',
  fix: 'Name the port as the containers do, or write its number.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - ports:
        - port: web
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1", ports: [{name: http, containerPort: 8080}]}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - ports:
        - port: http
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "web:1", ports: [{name: http, containerPort: 8080}]}]}
`,
  check: (graph) => policedPortsOf(graph).flatMap(findMissing),
}

/** Ports of containers that meshes put into pods as they are created. */
const INJECTED = /^(http-envoy|linkerd-|istio-|envoy-)/

function findMissing({policy, entry, path, pods, isByLabels}: PolicedPort): readonly Found[] {
  if (entry.kind !== 'named' || !isByLabels || INJECTED.test(entry.name)) return []
  const {name, protocol} = entry
  const declared = pods.flatMap(({spec}) => containerPortsOf(spec))
  if (declared.some((port) => port.name === name && (protocol === undefined || port.protocol === protocol))) return []
  const other = declared.find((port) => port.name === name)
  const found = {object: policy.reference, place: placeIn(policy, [...path, 'port'])}
  const owners = listOwners(pods)
  const target = targetOf(policy.identity, policy.origin)
  if (other) {
    const message = `port ${JSON.stringify(name)} of ${owners} is ${other.protocol}, the rule is for ${protocol}`
    return [{...found, message, aside: `it is ${other.protocol}`, fix: {description: `write protocol: ${other.protocol} beside it`}}]
  }
  const names = namesIn(declared, protocol)
  const nearest = nearestWord(name, names) ?? (names.length === 1 && declared.length === pods.length ? names[0] : undefined)
  const has = names.length > 0 ? `it has: ${enumerate(names, 5)}` : 'it names none'
  const change = nearest && ({kind: 'set', target, path: [...path, 'port'], from: name, to: nearest} as const)
  const description = nearest ? `name the port that they have: ${nearest}` : 'name the container port, or write its number in the policy'
  return [
    {
      ...found,
      message: `no container of ${owners} has a port named ${JSON.stringify(name)} (${has})`,
      fix: fixWith(description, change ? [change] : []),
    },
  ]
}

function namesIn(declared: readonly ContainerPort[], protocol: string | undefined): readonly string[] {
  const same = declared.filter((port) => protocol === undefined || port.protocol === protocol)
  return [...new Set(same.flatMap((port) => port.name ?? []))]
}
