import {spawnSync} from 'node:child_process'
import {familyOf} from '../../../src/cluster/address.ts'
import {program} from '../harness/programs.ts'
import type {Connection, DrawnCluster, End} from './random-cluster.ts'
import type {DrawnPolicy} from './random-policy.ts'

export interface Verdicts {
  readonly egress: boolean | null
  readonly ingress: boolean | null
  readonly both: boolean | null
}

/** A cluster with the connections that are asked about. */
export type Asked = Pick<DrawnCluster, 'namespaces' | 'policies' | 'connections'>

/** What cyclonus says about each connection of each cluster. */
export async function simulate(clusters: readonly Asked[]): Promise<readonly (readonly Verdicts[])[]> {
  const lines = clusters.map((cluster) =>
    JSON.stringify({policies: cluster.policies.map(withPolicyTypes), traffic: cluster.connections.map((one) => trafficOf(cluster, one))}),
  )
  const {stdout, stderr, status} = spawnSync(await program('cyclonus'), {input: lines.join('\n'), maxBuffer: 2 ** 28, encoding: 'utf8'})
  if (status !== 0) throw new Error(`cyclonus ended with ${status}: ${stderr.slice(0, 2000)}`)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/**
 * With its policyTypes stated, without which cyclonus ends: "policies that contain an egress section are assumed to affect egress, and all policies
 * […] are assumed to affect ingress" (NetworkPolicySpec); in SetDefaults_NetworkPolicy a section is `len(obj.Spec.Egress) != 0`.
 */
export function withPolicyTypes(policy: DrawnPolicy): DrawnPolicy {
  const {policyTypes, egress} = policy.spec
  if (policyTypes && policyTypes.length > 0) return policy
  return {...policy, spec: {...policy.spec, policyTypes: egress && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']}}
}

/** As `matcher.Traffic` reads it. */
function trafficOf({namespaces}: Asked, {source, destination, family, port, protocol}: Connection): unknown {
  const peerOf = (end: End) => {
    if (end.kind === 'outside') return {IP: end.address}
    if (end.kind === 'node') throw new Error('cyclonus knows no nodes')
    const {namespace, labels, addresses} = end
    return {
      IP: addresses.find((address) => familyOf(address) === family),
      Internal: {
        Namespace: namespace,
        // What the API server adds.
        NamespaceLabels: {...namespaces[namespace], 'kubernetes.io/metadata.name': namespace},
        PodLabels: labels,
      },
    }
  }
  const [name = ''] = portNamesAt(destination, port, protocol)
  return {Source: peerOf(source), Destination: peerOf(destination), ResolvedPort: port, ResolvedPortName: name, Protocol: protocol}
}

/** The names that a pod has for one of its ports. */
export function portNamesAt(end: End, number: number, wanted: string): readonly string[] {
  if (end.kind !== 'pod') return []
  return end.ports.flatMap(({name, containerPort, protocol = 'TCP'}) =>
    containerPort === number && protocol === wanted && name !== undefined ? name : [],
  )
}
