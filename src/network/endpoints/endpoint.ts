import type {EndpointHints} from '../../cluster/endpoint-slice.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {WorkloadReference} from '../../cluster/pod.ts'

/** One address and port behind a Service. What the input does not state is null. */
export interface Endpoint {
  readonly address: string | null
  readonly port: number | null
  readonly portName: string | null
  readonly protocol: string | null
  readonly ready: boolean | null
  readonly serving: boolean | null
  readonly terminating: boolean | null
  readonly target: ObjectReference | null
  readonly workload: WorkloadReference | null
  readonly replicas: number | null
  readonly nodeName: string | null
  readonly zone: string | null
  /** The name under which DNS answers with this endpoint alone. */
  readonly hostname: string | null
  readonly hints: EndpointHints | null
}
