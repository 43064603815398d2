import type {Cluster} from '../../cluster/cluster.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Answer} from '../../report.ts'
import type {Places} from '../places.ts'
import type {Caller} from './caller.ts'
import type {ProxySetup} from './proxy-setup.ts'
import type {Asked} from './question.ts'
import type {TraceParameters} from './trace.ts'
import type {ServiceData, TraceData, Verdict} from './trace-data.ts'

/** What every report is about. */
export interface About {
  readonly cluster: Cluster
  readonly asked: Asked
  readonly setup: ProxySetup
  readonly parameters: TraceParameters
  /** Where in the input the policies stand that the answer names. */
  readonly places: Places
}

export function toServiceData(service: Service, port: ServicePort | undefined): ServiceData {
  const {namespace, name, type, headless} = service
  // As the Service states it: what stands for a node port is none.
  const own = port && service.ports.find(({index}) => index === port.index)
  return {
    namespace,
    name,
    type,
    headless,
    port: own ? {name: own.name, port: own.port, protocol: own.protocol, targetPort: own.targetPort, nodePort: own.nodePort} : null,
  }
}

export function toCallerData({client, object, stated}: Caller): TraceData['from'] {
  const address = client.kind === 'outside' ? client.address : client.kind === 'pod' ? (client.addresses?.[0] ?? null) : null
  return {kind: client.kind, object, address, stated}
}

export function answerOf(verdict: Verdict): Answer {
  if (verdict === 'rejected' || verdict === 'dropped' || verdict === 'unresolved') return 'negative'
  return verdict === 'partial' || verdict === 'unknown' ? 'undecided' : 'positive'
}

/** On what an answer rests: the mode of kube-proxy, and whether it is one. */
export function toSetupData({mode, modeSource, dataplane: {kind, name, evidence}}: ProxySetup): Pick<TraceData, 'mode' | 'dataplane'> {
  return {mode: {name: mode, source: modeSource}, dataplane: {kind, name, evidence}}
}
