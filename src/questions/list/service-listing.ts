import {textOf, valueAt} from '../../cluster/fields.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Reach} from '../../network/entry/front.ts'
import {type Finding, SEVERITIES, type Severity} from '../../report.ts'
import {compareText} from '../order.ts'
import type {Judgement, Verdict} from '../resolve/judgement.ts'
import {reachOf} from '../resolve/reach.ts'
import {reasonOf} from '../resolve/rule.ts'
import {describeCause} from '../resolve/wording.ts'
import {externalIPsOf, ingressOf} from '../services-at.ts'

/** What `list -o json` prints of one Service, and all that its row is made of. The keys are fixed: scripts depend on them. */
export interface ServiceListing {
  /** Only where several clusters were asked. */
  readonly context?: string
  /** What became of it since the list before; only in what a watch prints. */
  readonly event?: ListEvent
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly headless: boolean
  /** The primary first; empty for a headless Service, and where none is assigned. */
  readonly clusterIPs: readonly string[]
  readonly externalName: string | null
  readonly externalAddresses: readonly ExternalAddress[]
  readonly ports: readonly Pick<ServicePort, 'name' | 'port' | 'nodePort' | 'protocol'>[]
  readonly selector: Readonly<Record<string, string>> | null
  readonly creationTimestamp: string | null
  readonly endpoints: ListedEndpoints
  readonly verdict: Verdict
  /** One word for why it is not `resolved`; where the worst finding says it, its rule is `routing/` with this word. */
  readonly reason: string | null
  /** The worst of what `resolve` finds. */
  readonly finding: ListedFinding | null
  /** From how far away it can be reached, as `exposure` has it; only where that was asked. */
  readonly reach?: Reach
}

export type ListEvent = 'added' | 'modified' | 'deleted'

/** An address or a host name by which a Service is reached from outside. */
export interface ExternalAddress {
  /** Whether its load balancer has it, or spec.externalIPs states it. */
  readonly via: 'LoadBalancer' | 'ExternalIP'
  readonly address: string
}

/** Pods, or addresses that slices list; both numbers are null where the input does not tell, and for an ExternalName. */
export interface ListedEndpoints {
  /** Those that every port reaches; none is known to be unready. */
  readonly ready: number | null
  readonly total: number | null
  /** There may be more: one for each node, or as many as a controller likes. */
  readonly atLeast: boolean
  /** Usable addresses beside them that are no pods of the Service. */
  readonly others: number
}

export interface ListedFinding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  /** The same in a few words. */
  readonly summary: string
}

/** `findings` are those of this Service; `reach` is undefined where nobody asks for it. */
export function toServiceListing(judgement: Judgement, findings: readonly Finding[], reach?: Reach): ServiceListing {
  const {service, verdict, cause} = judgement
  return {
    namespace: service.namespace,
    name: service.name,
    type: service.type,
    headless: service.headless,
    clusterIPs: service.clusterIPs,
    externalName: service.externalName ?? null,
    externalAddresses: externalAddressesOf(service),
    ports: service.ports.map(({name, port, nodePort, protocol}) => ({name, port, nodePort, protocol})),
    selector: service.selector ? {...service.selectorLabels} : null,
    creationTimestamp: textOf(valueAt(service.object, 'metadata', 'creationTimestamp')) ?? null,
    endpoints: countEndpoints(judgement),
    verdict,
    reason: cause ? reasonOf(cause) : null,
    finding: worstOf(findings, judgement),
    ...(reach !== undefined && {reach}),
  }
}

/** A load balancer's in order and each once, as kubectl has them: its controller may write them in any. */
function externalAddressesOf(service: Service): readonly ExternalAddress[] {
  if (service.type === 'ExternalName') return []
  const balancers = service.type === 'LoadBalancer' ? ingressOf(service).flatMap(({ip, hostname}) => ip ?? hostname ?? []) : []
  return [
    ...[...new Set(balancers)].toSorted(compareText).map((address): ExternalAddress => ({via: 'LoadBalancer', address})),
    ...externalIPsOf(service).map((address): ExternalAddress => ({via: 'ExternalIP', address})),
  ]
}

function countEndpoints(judgement: Judgement): ListedEndpoints {
  if (judgement.verdict === 'external' || judgement.verdict === 'unknown') return {ready: null, total: null, atLeast: false, others: 0}
  const {reached, of, open, others} = reachOf(judgement)
  return {ready: reached, total: of, atLeast: open, others}
}

/** Of several that are as bad, the first: that is the cause of the verdict. */
function worstOf(findings: readonly Finding[], {service, cause}: Judgement): ListedFinding | null {
  const rank = ({severity}: Finding) => SEVERITIES.indexOf(severity)
  const [worst] = findings.toSorted((a, b) => rank(a) - rank(b))
  if (!worst) return null
  const {rule, severity, message} = worst
  const isCause = cause !== undefined && rule === `routing/${reasonOf(cause)}`
  return {rule, severity, message, summary: isCause ? describeCause(cause, service).short : message}
}
