import type {Cluster} from '../../../../cluster/cluster.ts'
import {type ContainerPort, containerPortsOf, pathOfPort} from '../../../../cluster/container-port.ts'
import {fieldsOf} from '../../../../cluster/fields.ts'
import type {Path} from '../../../../cluster/object.ts'
import {obtain} from '../../../../cluster/obtain.ts'
import {areOfOneTemplate, type Pod} from '../../../../cluster/pod.ts'
import {podsAtNodes} from '../../../../network/entry/pod-entries.ts'
import {ownerName} from '../../../naming.ts'
import {ownerOf} from '../../../pod-owner.ts'
import {areAppliedTogether} from '../../applied-together.ts'
import type {Found, Rule} from '../../rule.ts'

export const hostNetworkPortClash: Rule = {
  id: 'routing/host-network-port-clash',
  severity: 'error',
  title: 'pods that need one port of the same node',
  why: 'A hostPort, and on the network of the node every declared port, belongs to one pod of a node. A second pod that needs it is not put on that node; where a DaemonSet has it on every node, the other is never started anywhere. Two containers of one pod that ask for it are refused by the API server.',
  fix: 'Give one of them another port, keep them on different nodes (nodeSelector, affinity), or leave hostPort and hostNetwork out.',
  references: ['https://kubernetes.io/docs/concepts/configuration/overview/#services'],
  bad: `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: edge, namespace: infra}
spec:
  selector: {matchLabels: {app: edge}}
  template:
    metadata: {labels: {app: edge}}
    spec: {containers: [{name: app, image: "edge:1", ports: [{containerPort: 8080, hostPort: 80}]}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: probe, namespace: infra}
spec:
  selector: {matchLabels: {app: probe}}
  template:
    metadata: {labels: {app: probe}}
    spec:
      hostNetwork: true
      containers:
        - name: app
          image: probe:1
          ports:
            - containerPort: 80
`,
  good: `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: edge, namespace: infra}
spec:
  selector: {matchLabels: {app: edge}}
  template:
    metadata: {labels: {app: edge}}
    spec: {containers: [{name: app, image: "edge:1", ports: [{containerPort: 8080, hostPort: 80}]}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: probe, namespace: infra}
spec:
  selector: {matchLabels: {app: probe}}
  template:
    metadata: {labels: {app: probe}}
    spec:
      hostNetwork: true
      containers:
        - name: app
          image: probe:1
          ports:
            - containerPort: 9100
`,
  check: ({cluster, isInScope}) => {
    const claims = claimsOf(cluster)
    const holders = new Map<string, Claim[]>()
    for (const claim of claims) if (isEverywhere(claim.pod)) obtain(holders, claim.key, () => []).push(claim)
    return claims.flatMap((claim): readonly Found[] => {
      if (!isInScope(claim.pod.namespace)) return []
      const twin = twinOf(claim)
      if (twin)
        return [clash(claim, `container ${twin.container} of the same pod has it too: the API server refuses that`, 'twice in one pod')]
      const holder = (holders.get(claim.key) ?? []).find((one) => clashes(cluster, one, claim))
      return holder
        ? [clash(claim, `${ownerName(holder.pod)} has it on every node, and so no node can run both`, 'taken on every node')]
        : []
    })
  },
}

/** A port of nodes that a pod needs. */
interface Claim {
  readonly pod: Pod
  readonly port: ContainerPort
  readonly number: number
  readonly key: string
  readonly order: number
}

function claimsOf(cluster: Cluster): readonly Claim[] {
  const pods = podsAtNodes(cluster)
  return pods.flatMap((pod, order) => {
    const before = pods[order - 1]
    // What runs has found its node.
    if (pod.identity.uid !== undefined || pod.replicas === 0 || pod.opaque || (before && areOfOneTemplate(before, pod))) return []
    const onHost = fieldsOf(pod.spec)['hostNetwork'] === true
    return containerPortsOf(pod.spec).flatMap((port): readonly Claim[] => {
      const number = port.hostPort ?? (onHost ? port.containerPort : undefined)
      return number === undefined ? [] : [{pod, port, number, key: `${port.protocol}/${number}`, order}]
    })
  })
}

/** An earlier container of the same pod that asks for the same port. Native sidecars are not compared with containers, as the API server has it. */
function twinOf({pod, port, number}: Claim): ContainerPort | undefined {
  const onHost = fieldsOf(pod.spec)['hostNetwork'] === true
  return containerPortsOf(pod.spec).find(
    (other) =>
      !other.sidecar &&
      !port.sidecar &&
      other.position < port.position &&
      other.protocol === port.protocol &&
      (other.hostPort ?? (onHost ? other.containerPort : undefined)) === number &&
      other.hostIP === port.hostIP,
  )
}

/** Whether it runs on every node, as far as its manifest says. */
function isEverywhere({workload, spec}: Pod): boolean {
  return workload?.kind === 'DaemonSet' && !isConfined(spec)
}

function isConfined(spec: unknown): boolean {
  const {nodeSelector, affinity, nodeName} = fieldsOf(spec)
  return [nodeSelector, affinity].some((value) => Object.keys(fieldsOf(value)).length > 0) || nodeName !== undefined
}

/** The later of two DaemonSets is told of, and what is not a DaemonSet. */
function clashes(cluster: Cluster, holder: Claim, claim: Claim): boolean {
  const [one, other] = [ownerOf(holder.pod), ownerOf(claim.pod)]
  if (one.kind === other.kind && one.name === other.name && one.namespace === other.namespace) return false
  if (isConfined(claim.pod.spec) || (isEverywhere(claim.pod) && holder.order > claim.order)) return false
  const [a, b] = [holder.port.hostIP, claim.port.hostIP]
  return (a === null || b === null || a === b) && areAppliedTogether(cluster, holder.pod.origin, claim.pod.origin)
}

function clash({pod, port, number}: Claim, why: string, aside: string): Found {
  const path: Path = [...pod.specPath, ...pathOfPort(port), port.hostPort === null ? 'containerPort' : 'hostPort']
  return {
    message: `needs port ${number}/${port.protocol} of its node, and ${why}`,
    object: ownerOf(pod),
    place: pod.origin && {origin: pod.origin, path},
    aside,
    fix: {description: 'give one of them another port, keep them on different nodes, or leave hostPort out'},
  }
}
