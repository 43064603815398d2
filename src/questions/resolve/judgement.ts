import type {Cluster} from '../../cluster/cluster.ts'
import {matchesLabels} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {type Backends, type Endpoint, findBackends, isListed, usableEndpoints} from '../../network/endpoints.ts'
import type {Cause} from './cause.ts'
import {findHiddenPods, findUnseenSources} from './hidden-pods.ts'
import {findNearMisses, type NearMiss} from './near-miss.ts'

export type Verdict = 'resolved' | 'partial' | 'empty' | 'external' | 'unknown'

/** A Service with what stands behind it and what is to be said of that. */
export interface Judgement {
  readonly service: Service
  readonly backends: Backends
  readonly verdict: Verdict
  /** Why it is not `resolved`. */
  readonly cause: Cause | undefined
  readonly nearMisses: readonly NearMiss[]
}

/** Decides which pods a Service reaches, and if not all that it should, the one reason why. */
export function judge(cluster: Cluster, service: Service): Judgement {
  const backends = findBackends(cluster, service)
  const settle = (verdict: Verdict, cause?: Cause, nearMisses: readonly NearMiss[] = []): Judgement => ({
    service,
    backends,
    verdict,
    cause,
    nearMisses,
  })
  if (service.type === 'ExternalName') return settle('external')
  if (backends.pods.length === 0 && backends.endpoints.length === 0) {
    if (service.selector) return explainNothingSelected(cluster, service, settle)
    return withoutEndpoints(cluster, service, backends, settle)
  }
  const {verdict, cause} = weigh(service, backends)
  return settle(verdict, cause)
}

type Settle = (verdict: Verdict, cause?: Cause, nearMisses?: readonly NearMiss[]) => Judgement

/** Pods are selected, or slices written: do they answer on every port? */
function weigh(service: Service, backends: Backends): {verdict: Verdict; cause: Cause | undefined} {
  const listed = backends.pods.filter(isListed)
  const usable = usableEndpoints(backends.endpoints)
  const silent = service.ports.filter((port) => !usable.some((endpoint) => answers(endpoint, port.name, port.protocol)))
  const cause = firstCause(service, backends, listed, usable)
  if (usable.length === 0 || (service.ports.length > 0 && silent.length === service.ports.length)) return {verdict: 'empty', cause}
  return {verdict: cause ? 'partial' : 'resolved', cause}
}

function firstCause(service: Service, backends: Backends, listed: readonly Pod[], usable: readonly Endpoint[]): Cause | undefined {
  if (backends.pods.length > 0 && listed.length === 0 && backends.slices.length === 0)
    return {kind: whyUnlisted(backends.pods), pods: backends.pods}
  if (backends.gaps.length > 0) return {kind: 'target-port', gaps: backends.gaps, of: listed.length}
  const unready = listed.filter((pod) => pod.ready === false)
  if (unready.length > 0 && !service.publishNotReadyAddresses) return {kind: 'not-ready', pods: unready, of: listed.length}
  const unaddressed = backends.pods.filter((pod) => !pod.finished && pod.addresses?.length === 0)
  if (unaddressed.length > 0) return {kind: 'no-address', pods: unaddressed}
  return causeInSlices(service, backends, usable)
}

function whyUnlisted(pods: readonly Pod[]): 'scaled-to-zero' | 'finished' | 'no-address' {
  if (pods.every((pod) => pod.replicas === 0)) return 'scaled-to-zero'
  return pods.some((pod) => !pod.finished && pod.replicas !== 0) ? 'no-address' : 'finished'
}

function causeInSlices(service: Service, backends: Backends, usable: readonly Endpoint[]): Cause | undefined {
  if (service.selector || backends.slices.length === 0) return undefined
  if (usable.length < backends.endpoints.length) return {kind: 'no-endpoints', slices: backends.slices}
  const unmet = service.ports.filter((port) => !usable.some((endpoint) => answers(endpoint, port.name, port.protocol)))
  const names = unmet.map((port) => port.name ?? String(port.port))
  return unmet.length > 0 ? {kind: 'slice-port', slices: backends.slices, ports: names} : undefined
}

/** kube-proxy joins a Service port to endpoints by port name and protocol (ServicePortName). */
function answers(endpoint: Endpoint, portName: string | null, protocol: string): boolean {
  return endpoint.portName === portName && endpoint.protocol === protocol
}

/** No pod bears the labels: decide between a mistake and pods that are not in the input. The strongest evidence speaks first. */
function explainNothingSelected(cluster: Cluster, service: Service, settle: Settle): Judgement {
  const live = cluster.listsPods && service.uid !== undefined
  const nearMisses = findNearMisses(cluster, service)
  const hidden = live ? undefined : findHiddenPods(cluster, service)
  if (hidden) return settle('unknown', {kind: 'hidden', hidden})
  const [nearest] = nearMisses
  if (nearest?.differences.every((difference) => difference.likeness)) return settle('empty', {kind: 'labels', miss: nearest}, nearMisses)
  const workload = cluster.workloads.find(
    (workload) => workload.namespace === service.namespace && service.selector && matchesLabels(service.selector, workload.labels),
  )
  if (workload) return settle('empty', {kind: 'labels-not-on-template', workload}, nearMisses)
  const elsewhere = selectedElsewhere(cluster, service)
  if (elsewhere.length > 0) return inOtherNamespace(service, elsewhere, nearMisses, settle)
  if (nearest) return settle('empty', {kind: 'labels', miss: nearest}, nearMisses)
  const unseen = live ? undefined : findUnseenSources(cluster, service)
  return unseen ? settle('unknown', {kind: 'hidden', hidden: unseen}) : settle('empty', {kind: 'nothing-like-it'})
}

function selectedElsewhere(cluster: Cluster, service: Service): readonly Pod[] {
  return service.selector ? cluster.pods.select(service.selector).filter((pod) => pod.namespace !== service.namespace) : []
}

/** Pods in another namespace are a mistake only where both sides say which one they are in. */
function inOtherNamespace(service: Service, pods: readonly Pod[], nearMisses: readonly NearMiss[], settle: Settle): Judgement {
  const open = pods.filter((pod) => !pod.namespaceStated || !service.namespaceStated)
  const [first] = open
  if (!first) return settle('empty', {kind: 'other-namespace', pods}, nearMisses)
  const namespace = service.namespaceStated ? service.namespace : first.namespace
  return settle('unknown', {kind: 'hidden', hidden: {kind: 'unstated-namespace', pods: open, namespace}})
}

/** Without selector and without endpoints. In a running cluster that is a fact, in manifests it is only not written down. */
function withoutEndpoints(cluster: Cluster, service: Service, backends: Backends, settle: Settle): Judgement {
  const kustomize = findHiddenPods(cluster, service)
  if (kustomize?.kind === 'kustomize') return settle('unknown', {kind: 'hidden', hidden: kustomize})
  if (backends.slices.length > 0 || service.uid !== undefined) return settle('empty', {kind: 'no-endpoints', slices: backends.slices})
  return settle('unknown', {kind: 'hidden', hidden: {kind: 'endpoints-written-elsewhere'}})
}
