import type {Cluster} from '../../cluster/cluster.ts'
import {type Backend, backendsOf, type Owner, type OwnerKind} from './owner.ts'
import type {Question} from './question.ts'

/** `none`: nobody in the input has it. `unknown`: somebody may whose addresses the input does not state. */
export type Verdict = 'found' | 'none' | 'unknown'

/** What json and yaml print: the schema is schemas/identity.json. */
export interface IdentityData {
  readonly question: {
    /** As it was typed. */
    readonly text: string
    readonly kind: Question['kind']
  }
  readonly verdict: Verdict
  /** Why it is not `found`, in a sentence. */
  readonly message: string | null
  readonly hint: string | null
  /** All that may be meant. */
  readonly owners: readonly OwnerData[]
}

export interface OwnerData {
  readonly kind: OwnerKind
  /** Completes "X is …". */
  readonly description: string
  readonly service: {readonly namespace: string; readonly name: string; readonly type: string} | null
  readonly port: PortData | null
  /** Of an endpoint's own chain: address and port. */
  readonly endpoint: string | null
  readonly node: string | null
  /** The pod itself, or those behind the Service port; a workload where only its template is known. */
  readonly pods: readonly Backend[]
  /** Of a pod: the Service ports that it is an endpoint of. */
  readonly endpointOf: readonly {readonly namespace: string; readonly name: string; readonly port: string | null}[]
}

export interface PortData {
  readonly name: string | null
  readonly number: number | null
  readonly protocol: string
  readonly targetPort: number | string | null
  readonly nodePort: number | null
}

export function toOwnerData(cluster: Cluster, owner: Owner): OwnerData {
  const {kind, sentence, service, port, endpoint, node, endpointOf = []} = owner
  return {
    kind,
    description: sentence,
    service: service ? {namespace: service.namespace, name: service.name, type: service.type} : null,
    port: port ? {name: port.name, number: port.port, protocol: port.protocol, targetPort: port.targetPort, nodePort: port.nodePort} : null,
    endpoint: endpoint ?? null,
    node: node ?? null,
    pods: backendsOf(cluster, owner),
    endpointOf: endpointOf.map(({service, port}) => ({namespace: service.namespace, name: service.name, port: port?.name ?? null})),
  }
}
