import type {AddressFamily} from '../../cluster/address.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {PacketMode} from '../../network/proxy/packet/mode-behaviour.ts'
import type {Dataplane} from '../kube-proxy/dataplane.ts'
import type {PolicyData} from '../policy-data.ts'

/**
 * `partial`: some endpoints or nodes fail. `rejected`: answered with a refusal. `dropped`: silence. `unresolved`: the name has no address.
 * `external`: it leads out of the cluster.
 */
export type Verdict = 'delivered' | 'partial' | 'rejected' | 'dropped' | 'unresolved' | 'external' | 'unknown'

/** The parts of the way, in order. Not every connection has all of them. */
export type StepKind = 'name' | 'address' | 'service' | 'balancer' | 'rules' | 'policy' | 'endpoints' | 'port' | 'answer'

export interface StepData {
  readonly step: StepKind
  /** Null where the input does not tell. */
  readonly ok: boolean | null
  readonly message: string
}

/** What policies say of the connection to one endpoint. */
export interface BackendPolicyData extends PolicyData {
  /** Where any of several may be the client: how many are let through. What is said beside is said of one that is not. */
  readonly clients: {readonly passing: number; readonly all: number}
  /** What would let it pass. */
  readonly mend: string | null
}

/** Where a connection may arrive. What the input does not state is null. */
export interface BackendData {
  readonly address: string | null
  readonly port: number | null
  /** From 0 to 1, of all pods that it stands for together; null where it is not known, or differs between nodes. */
  readonly probability: number | null
  readonly target: ObjectReference | null
  /** How many pods it stands for. */
  readonly replicas: number | null
  readonly nodeName: string | null
  readonly zone: string | null
  readonly terminating: boolean
  /** The source address that it sees. */
  readonly source: SourceData
  /** What becomes of its answer. */
  readonly answer: 'returns' | 'bypasses-node' | 'own-address' | 'unknown'
  /** Null where nobody in particular connects, and where there is no policy. */
  readonly policy: BackendPolicyData | null
}

export interface SourceData {
  readonly kind: 'client' | 'node'
  /** The node that put its own address there. */
  readonly node: string | null
  readonly address: string | null
}

/** What nodes do that treat the connection alike. */
export interface NodesData {
  /** Empty where the input has no nodes: any of them. */
  readonly nodes: readonly string[]
  readonly verdict: Verdict
  readonly reason: string | null
  readonly message: string | null
  /** Endpoints of the Service on each of these nodes that are ready; null where that plays no part. */
  readonly localEndpoints: number | null
  /** What a load balancer hears that asks one of these nodes; null without health check. */
  readonly healthCheck: {readonly port: number | null; readonly status: number} | null
  readonly backends: readonly BackendData[]
}

export interface ServiceData {
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly headless: boolean
  /** Null where it is not asked for a port that it has. */
  readonly port: {
    readonly name: string | null
    readonly port: number | null
    readonly protocol: string
    readonly targetPort: number | string | null
    readonly nodePort: number | null
  } | null
}

/** What `-o json` prints. The keys are fixed: scripts depend on them. */
export interface TraceData {
  /** `address` is null where the input does not state it, or where there are several. */
  readonly target: {
    readonly text: string
    readonly address: string | null
    readonly port: number | null
    readonly protocol: string
    readonly via: 'cluster-ip' | 'external-ip' | 'load-balancer' | 'node-port' | 'pod' | null
  }
  readonly from: {
    readonly kind: 'pod' | 'node' | 'outside'
    /** Null for any pod, and for whoever is outside. */
    readonly object: ObjectReference | null
    readonly address: string | null
    /** False where nobody said who connects. */
    readonly stated: boolean
  }
  readonly mode: {readonly name: PacketMode; readonly source: 'flag' | 'input' | 'assumed'}
  /** Whether it is a kube-proxy that this connection meets, and what shows it. */
  readonly dataplane: Dataplane
  readonly ipFamily: AddressFamily | null
  readonly verdict: Verdict
  /** One word for why it is not `delivered`. */
  readonly reason: string | null
  readonly message: string | null
  readonly advice: string | null
  readonly service: ServiceData | null
  readonly steps: readonly StepData[]
  readonly backends: readonly BackendData[]
  readonly nodes: readonly NodesData[]
  /** Only with `--rules`. */
  readonly rules: readonly string[] | null
}
