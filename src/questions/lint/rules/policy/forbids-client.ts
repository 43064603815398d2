import type {Cluster} from '../../../../cluster/cluster.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import {selectPods} from '../../../../network/endpoints/backends.ts'
import {judgeConnection, type SideVerdict} from '../../../../network/policy/judgement.ts'
import {endPortOf, partyOfPod} from '../../../../network/policy/parties.ts'
import type {Direction} from '../../../../network/policy/policy.ts'
import {findTargetPort} from '../../../../network/target-port.ts'
import {enumerate, ownerName, shortName} from '../../../naming.ts'
import {ownerOf} from '../../../pod-owner.ts'
import {decidersOf} from '../../../policy-data.ts'
import {policiesAsEnforced} from '../../../policy-dataplane.ts'
import {nameOfPolicy} from '../../../policy-wording.ts'
import {type NamedService, servicesNamedBy} from '../../named-services.ts'
import type {Found, Rule} from '../../rule.ts'
import {areNear, isOnHostNetwork, policiesFor} from '../../selected-pods.ts'

export const forbidsClient: Rule = {
  id: 'policy/forbids-client',
  severity: 'warning',
  title: 'policies that keep pods from a Service which they are told to call',
  why: 'A variable of the container names the Service and its port, and the policies of the client, or those of the pods behind the Service, let no connection from the one to the other pass.',
  fix: "Allow egress from the client and ingress at the pods behind the Service, both to the pods' own port.",
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: admin}}}]}]
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: "postgres:17"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: shop, labels: {app: api}}
spec:
  containers:
    - name: api
      image: api:1
      env:
        - name: DATABASE
          value: postgres://db:5432/shop
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: admin}}}, {podSelector: {matchLabels: {app: api}}}]}]
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: "postgres:17"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: shop, labels: {app: api}}
spec:
  containers:
    - name: api
      image: api:1
      env:
        - name: DATABASE
          value: postgres://db:5432/shop
`,
  check: ({cluster, policies, isInScope}) => {
    if (policies.length === 0) return []
    const seen = new Set<string>()
    return cluster.pods.all.flatMap((pod) => {
      if (!isInScope(pod.namespace) || pod.opaque || isOnHostNetwork(pod)) return []
      return servicesNamedBy(cluster, pod).flatMap((named) => findForbidden(cluster, pod, named, seen))
    })
  },
}

/** Once for all pods of a workload. What stands apart in the input need not belong together. */
function findForbidden(cluster: Cluster, pod: Pod, {service, port, variable, path}: NamedService, seen: Set<string>): readonly Found[] {
  const backends = selectPods(cluster, service).filter((one) => !isOnHostNetwork(one))
  const all = [pod, ...backends]
  if (backends.length === 0 || all.every((one) => policiesFor(cluster, one).length === 0)) return []
  const verdicts = backends.map((backend) => judge(cluster, pod, backend, port))
  const [verdict] = verdicts
  if (!verdict || verdicts.some(({allowed}) => allowed !== false)) return []
  const [side, direction]: readonly [SideVerdict, Direction] =
    verdict.egress.allowed === false ? [verdict.egress, 'egress'] : [verdict.ingress, 'ingress']
  const deciders = decidersOf(side.because).map(({policy}) => policy)
  const parts = [...deciders, service, ...backends]
  if (parts.some(({origin}) => !areNear(origin, pod.origin))) return []
  const reference = ownerOf(pod)
  const key = JSON.stringify([reference, pod.origin?.file, path])
  if (seen.has(key)) return []
  seen.add(key)
  const names = enumerate(deciders.map(nameOfPolicy))
  const whose = direction === 'egress' ? 'egress from its pods' : `ingress at ${ownerName(backends[0] ?? pod)}`
  return [
    {
      message: `${variable} names ${shortName(service)}, and no rule for ${whose} lets it connect there (${names})`,
      object: reference,
      place: pod.origin && {origin: pod.origin, path},
      aside: 'policies drop the connection',
      fix: {
        description: `allow it in ${names}: a rule of ${direction} ${direction === 'egress' ? 'to' : 'from'} ${ownerName(direction === 'egress' ? (backends[0] ?? pod) : pod)}`,
      },
    },
  ]
}

function judge(cluster: Cluster, pod: Pod, backend: Pod, port: NamedService['port']) {
  const target = findTargetPort(backend, port)
  const number = target.kind === 'found' ? target.port : null
  return judgeConnection(policiesAsEnforced(cluster), {
    source: partyOfPod(cluster, pod),
    destination: partyOfPod(cluster, backend),
    port: endPortOf(backend, number, port.protocol),
    called: [],
  })
}
