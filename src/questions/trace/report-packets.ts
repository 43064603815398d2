import {familyOf} from '../../cluster/address.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import type {Report, Table} from '../../report.ts'
import {enumerate} from '../naming.ts'
import {podOf} from '../pod-of-endpoint.ts'
import {evidenceOf} from '../resolve/detail.ts'
import {otherPortsNote} from './asked-port.ts'
import {type About, toCallerData, toServiceData, toSetupData} from './common-data.ts'
import {explain, type Subject} from './explain.ts'
import {type Explanation, isGood, joinVerdicts} from './explanation.ts'
import {firstLineOf, joinBackends} from './first-line.ts'
import type {Followed} from './follow-packets.ts'
import {findForbiddenDns} from './forbidden-dns.ts'
import {policyNotes} from './network-policies.ts'
import {nodeTable, toNodesData} from './node-table.ts'
import {notesOn} from './notes.ts'
import type {Passage} from './passage.ts'
import {policySteps} from './policy-step.ts'
import type {ProxySetup} from './proxy-setup.ts'
import {findRefusedPolicies} from './refused-policies.ts'
import {underDataplane, underOtherRules} from './replaced-proxy.ts'
import {frame, withFindings, wordsOf} from './report-without-rules.ts'
import {joinRoutes, type Route} from './routes.ts'
import {rulesStep} from './rule-names.ts'
import {rulesOf} from './rules.ts'
import {isStandIn, isStandInPort} from './stand-in.ts'
import {affinityWords, answerStep, endpointsStep, portStep, serviceStep} from './steps.ts'
import type {BackendData, StepData, TraceData, Verdict} from './trace-data.ts'
import {underPolicies} from './under-policies.ts'

type Packets = Extract<Passage, {kind: 'packets'}>

/** By the rules of kube-proxies: one answer where all nodes agree, else each that there is. */
export function reportPackets(about: About, passage: Packets, followed: Followed): Report {
  const {cluster, asked, setup, parameters} = about
  const {caller, service, chosen} = passage
  const {routes: proxied, notes: dataplaneNotes} = underDataplane(about, passage, followed.routes)
  const routes = joinRoutes(underPolicies(about, passage, proxied))
  const isReplaced = setup.dataplane.kind === 'replaced'
  const verdict = joinVerdicts(routes.map((route) => route.verdict))
  const telling = tellingRoute(routes)
  const subject = subjectOf(passage)
  const reasons = new Map(routes.map((route) => [route, explain(cluster, route, subject, about.places)]))
  const why = telling && reasons.get(telling)
  const steps = stepsOf(about, passage, routes, why)
  const backends = joinBackends(routes)
  const rules =
    parameters.rules && telling && !isReplaced
      ? routes.flatMap((route) => rulesWithNode(about, followed, route, routes.length > 1))
      : undefined
  const data: TraceData = {
    target: targetOf(asked.word, passage, telling),
    from: toCallerData(caller),
    ...toSetupData(setup),
    ipFamily: passage.address === 'of-each-node' ? (parameters.family ?? null) : familyOf(passage.address),
    verdict,
    ...wordsOf(why),
    service: service ? toServiceData(service, chosen?.declared) : null,
    steps,
    backends,
    nodes: routes.map((route) => toNodesData(route, reasons.get(route))),
    rules: parameters.rules ? (rules ?? []) : null,
  }
  const pods =
    backends.length === 0 ? [] : service ? selectPods(cluster, service) : backends.flatMap((backend) => podOf(cluster, '', backend) ?? [])
  const notes = [
    ...(service && chosen ? otherPortsNote(service, chosen) : []),
    ...dataplaneNotes,
    ...notesOn(about, passage, {...followed, routes}),
    ...(caller.stated ? nameNotes(about, passage) : policyNotes(cluster, pods)),
  ]
  const first = firstLineOf(verdict, routes, why, setup.dataplane.name ?? 'kube-proxy')
  const report = frame(data, {...first, aside: asideOf(about, passage, routes)}, why, soleBackends(routes), notes, about.places)
  const tables = [
    ...report.tables,
    ...evidence(telling),
    ...nodesTable(routes, reasons),
    ...(rules && rules.length > 0 ? [ruleTable(rules)] : []),
  ]
  const refused = findRefusedPolicies(cluster, caller, service?.namespace ?? '', backends)
  return {...withFindings(report, refused), tables}
}

/** Whoever cannot look the name up does not come as far as this, where programs know the name and not the address. */
function nameNotes({cluster, asked}: About, {caller, service, via}: Packets): readonly string[] {
  const forbidden = asked.kind === 'service' && service && via === 'cluster-ip' ? findForbiddenDns(cluster, caller) : undefined
  return forbidden ? [`${forbidden.message}; by its name ${caller.text} does not find ${service?.name}`] : []
}

function targetOf(text: string, {address, port, protocol, via}: Packets, telling: Route | undefined): TraceData['target'] {
  return {
    text,
    address: address === 'of-each-node' || isStandIn(address) ? null : address,
    port: isStandInPort(port) ? null : port,
    protocol,
    via: via ?? (telling?.decision.fate.kind === 'pod' ? 'pod' : null),
  }
}

/** The one that a reader must hear of: what fails first, then what is not known. */
function tellingRoute(routes: readonly Route[]): Route | undefined {
  return routes.toSorted((a, b) => rankOf(a.verdict) - rankOf(b.verdict))[0]
}

function rankOf(verdict: Verdict): number {
  return [false, null, true].indexOf(isGood(verdict))
}

function subjectOf({address, port, protocol, caller}: Packets): Subject {
  const host = address === 'of-each-node' ? 'a node' : isStandIn(address) ? 'its address' : address
  const client = caller.client.kind === 'outside' && caller.client.address !== null ? caller.client.address : caller.text
  return {destination: host, port, protocol, caller: client}
}

/** Before the nodes part all is common; behind it only where they do not part. */
function stepsOf(
  {cluster, setup, places}: About,
  {steps, service, chosen, caller, protocol, via}: Packets,
  routes: readonly Route[],
  why: Explanation | undefined,
): readonly StepData[] {
  const common = [...steps, ...(service ? [serviceStep(service, chosen?.declared, chosen?.number)] : [])]
  const [route, ...others] = routes
  if (!route || others.length > 0) return common
  const {decision, backends} = route
  const who = {pod: 'pod', node: 'node', outside: 'outside'}[caller.client.kind]
  const rules = rulesStep(decision, setup.mode, who, via)
  const {fate} = decision
  const stays = fate.kind === 'endpoints' ? affinityWords(fate.outcome.affinitySeconds) : undefined
  const onPort = portStep(cluster, service?.namespace ?? '', backends, protocol)
  const failed: readonly StepData[] =
    why && backends.length === 0 ? [{step: 'endpoints', ok: isGood(route.verdict), message: why.message}] : []
  return [
    ...common,
    // That rules leave it alone is no doubt where it arrives all the same.
    ...(rules ? [underOtherRules({...rules, ok: rules.ok ?? (route.verdict === 'delivered' ? true : null)}, route, setup.dataplane)] : []),
    ...policySteps(backends, places),
    ...(backends.length > 0 ? [endpointsStep(backends, stays)] : failed),
    ...(onPort ? [onPort] : []),
    ...(backends.length > 0 ? [answerStep(backends)] : []),
  ]
}

function soleBackends(routes: readonly Route[]): readonly BackendData[] {
  return routes.length === 1 ? (routes[0]?.backends ?? []) : []
}

/** Where nobody is behind a Service, what `resolve` shows of it. */
function evidence(route: Route | undefined): readonly Table[] {
  return route?.reason?.kind === 'no-endpoints' ? evidenceOf(route.reason.judgement) : []
}

function asideOf({setup}: About, {caller}: Packets, routes: readonly Route[]): string {
  const [route] = routes
  const node = route?.nodes.length === 1 && routes.length === 1 ? route.nodes[0] : ''
  const where =
    caller.client.kind === 'outside' ? (node ? `, entering ${node}` : '') : node && caller.client.kind === 'pod' ? ` on ${node}` : ''
  return `${proxyWord(setup)}, from ${caller.text}${where}`
}

/** The mode of kube-proxy, or what is in its place. */
function proxyWord({mode, dataplane}: ProxySetup): string {
  return dataplane.kind === 'replaced' && dataplane.name !== null ? dataplane.name : mode
}

function nodesTable(routes: readonly Route[], reasons: ReadonlyMap<Route, Explanation | undefined>): readonly Table[] {
  return routes.length > 1 ? [nodeTable(routes, reasons)] : []
}

function rulesWithNode({cluster, setup}: About, {view}: Followed, route: Route, several: boolean): readonly string[] {
  const lines = rulesOf(cluster, view, route, setup.mode)
  return several && lines.length > 0 ? [`# ${enumerate(route.nodes)}`, ...lines] : lines
}

function ruleTable(rules: readonly string[]): Table {
  return {rows: rules.map((line) => [[line]]), indent: 2}
}
