import type {Service} from '../../cluster/service.ts'
import type {Finding, Report} from '../../report.ts'
import type {Places} from '../places.ts'
import {podOf} from '../pod-of-endpoint.ts'
import {otherPortsNote} from './asked-port.ts'
import {type About, answerOf, toCallerData, toServiceData, toSetupData} from './common-data.ts'
import {type Direct, NOT_TRANSLATED} from './direct.ts'
import type {Explanation} from './explanation.ts'
import {externalEgressNotes} from './external-egress.ts'
import {describePart} from './first-line.ts'
import {headlineOf, stepTable} from './layout.ts'
import {policyNotes} from './network-policies.ts'
import type {Passage} from './passage.ts'
import {policySteps} from './policy-step.ts'
import {findRefusedPolicies} from './refused-policies.ts'
import {answerStep, countPods, endpointsStep, portStep, serviceStep} from './steps.ts'
import type {BackendData, StepData, TraceData, Verdict} from './trace-data.ts'

type Ended = Extract<Passage, {kind: 'end'}>
type Straight = Extract<Passage, {kind: 'direct'}>

/** A way that ends before any node is asked. */
export function reportEnd(about: About, {steps, caller, judged, service, port}: Ended): Report {
  const {verdict, why} = judged
  const shown = service ? [...steps, serviceStep(service, port?.declared)] : steps
  const data: TraceData = {
    target: {text: about.asked.word, address: null, port: port?.number ?? null, protocol: port?.protocol ?? 'TCP', via: null},
    from: toCallerData(caller),
    ...toSetupData(about.setup),
    ipFamily: about.parameters.family ?? null,
    verdict,
    ...wordsOf(why),
    service: service ? toServiceData(service, port?.declared) : null,
    steps: shown,
    backends: [],
    nodes: [],
    rules: about.parameters.rules ? [] : null,
  }
  const notes = verdict === 'external' ? externalEgressNotes(about.cluster, caller, data.target.protocol) : []
  return frame(data, {rest: why?.message ?? '', aside: caller.stated ? `from ${caller.text}` : ''}, why, [], notes)
}

/** Straight to pods. */
export function reportDirect(about: About, {steps, caller, service}: Straight, direct: Direct): Report {
  const {cluster, asked, setup, parameters, places} = about
  const {backends, verdict, why, port, protocol, chosen} = direct
  const declared = chosen?.declared
  const namespace = service?.namespace ?? ''
  const onPort = portStep(cluster, namespace, backends, protocol)
  const all: readonly StepData[] = [
    ...steps,
    ...(service ? [serviceStep(service, declared)] : []),
    {step: 'rules', ok: true, message: 'none: clients connect to the addresses that DNS answers with'},
    ...policySteps(backends, places),
    endpointsStep(backends, undefined),
    ...(why?.reason === NOT_TRANSLATED ? [{step: 'port', ok: null, message: why.message} as const] : onPort ? [onPort] : []),
    answerStep(backends),
  ]
  const data: TraceData = {
    target: {text: asked.word, address: backends.length === 1 ? (backends[0]?.address ?? null) : null, port, protocol, via: 'pod'},
    from: toCallerData(caller),
    ...toSetupData(setup),
    ipFamily: parameters.family ?? null,
    verdict,
    ...wordsOf(why),
    service: service ? toServiceData(service, declared) : null,
    steps: all,
    backends,
    nodes: [],
    rules: parameters.rules ? [] : null,
  }
  const pods = backends.flatMap((backend) => podOf(cluster, namespace, backend) ?? [])
  const rest = verdict === 'partial' && why ? describePart(why) : (why?.message ?? `reaches ${countPods(backends)} directly`)
  const notes = [...(service ? otherNotes(service, direct) : []), ...(caller.stated ? [] : policyNotes(cluster, pods))]
  const report = frame(data, {rest, aside: caller.stated ? `from ${caller.text}` : ''}, why, backends, notes, places)
  return withFindings(report, findRefusedPolicies(cluster, caller, namespace, backends))
}

function otherNotes(service: Service, {chosen}: Direct): readonly string[] {
  return chosen ? otherPortsNote(service, chosen) : []
}

export function wordsOf(why: Explanation | undefined): Pick<TraceData, 'reason' | 'message' | 'advice'> {
  return {reason: why?.reason ?? null, message: why?.message ?? null, advice: why?.advice ?? null}
}

/** What the first line says behind its verdict. */
export interface FirstLine {
  /** Instead of the verdict's own word: `dropped on 2 of 3 nodes`. */
  readonly word?: string
  readonly rest: string
  readonly aside: string
}

const RESTS: Readonly<Record<Verdict, string>> = {
  delivered: '',
  partial: '',
  rejected: 'is refused: ',
  dropped: 'is met with silence: ',
  unresolved: 'leads to no address: ',
  external: 'leaves the cluster: ',
  unknown: "can't be told from this input: ",
}

/** The report around an answer: what to do stands last, as a finding's fix or as a note. */
export function frame(
  data: TraceData,
  {word, rest, aside}: FirstLine,
  why: Explanation | undefined,
  shown: readonly BackendData[],
  notes: readonly string[],
  places: Places = new Map(),
): Report {
  const findings = why?.findings ?? []
  const isSaid = findings.some(({fix}) => fix?.edits || fix?.command || fix?.description === why?.advice)
  const {verdict, target} = data
  const subject = word === undefined ? target.text : ''
  return {
    kind: 'Trace',
    data,
    headline: headlineOf(verdict, word ?? verdict, subject, `${word === undefined ? RESTS[verdict] : ''}${rest}`, aside),
    tables: [stepTable(data.steps, shown, why?.message, places)],
    findings,
    notes: [...notes, ...(why?.advice !== undefined && !isSaid ? [why.advice] : [])],
    mends: true,
    names: [...new Set(data.backends.flatMap(({target}) => (target ? [`${target.kind.toLowerCase()}/${target.name}`] : [])))],
    answer: answerOf(verdict),
    places,
  }
}

/** Findings that no headline tells. */
export function withFindings(report: Report, more: readonly Finding[]): Report {
  return more.length === 0 ? report : {...report, findings: [...report.findings, ...more], told: report.findings.length}
}
