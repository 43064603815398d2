import type {Line, Span, Table} from '../../report.ts'
import {nameWithReplicas} from '../naming.ts'
import {fileSpan, type Places} from '../places.ts'
import {isGood} from './explanation.ts'
import type {BackendData, StepData, StepKind, Verdict} from './trace-data.ts'

const GOOD: Span = {text: '✓', tone: 'good'}
const BAD: Span = {text: '✗', tone: 'bad'}
const UNSURE: Span = {text: '?', tone: 'unsure'}

export function markOf(ok: boolean | null): Span {
  return ok === null ? UNSURE : ok ? GOOD : BAD
}

/** The first line: the verdict, and what becomes of what was asked; who asked, and how, stands behind in brackets. */
export function headlineOf(verdict: Verdict, word: string, subject: string, rest: string, aside: string): Line {
  return [
    markOf(isGood(verdict)),
    ` ${word}: `,
    ...(subject === '' ? [] : [{text: subject, tone: 'name'} as const, ' ']),
    rest,
    ...(aside === '' ? [] : [{text: `  (${aside})`, tone: 'dim'} as const]),
  ]
}

const LABELS: Readonly<Record<StepKind, string>> = {
  name: 'name',
  address: 'address',
  service: 'service',
  balancer: 'balancer',
  rules: 'rules',
  policy: 'policy',
  endpoints: 'spread',
  port: 'port',
  answer: 'arrives',
}

/** One line a step; the endpoints each on its own. What the first line says already is left out, and a port of which there is nothing to say. */
export function stepTable(steps: readonly StepData[], backends: readonly BackendData[], said: string | undefined, places: Places): Table {
  const shown = steps.filter(({step, message}) => message !== said && (step !== 'port' || message.includes(';') || backends.length === 0))
  const rows = shown.flatMap((shownStep): readonly (readonly Line[])[] => {
    const {step, ok, message} = shownStep
    const label: Line = [markOf(ok), ` ${LABELS[step]}`]
    if (step === 'policy') return [[label, [message, ...fileOf(shownStep, places)]]]
    if (step !== 'endpoints' || backends.length === 0) return [[label, [message]]]
    const aside = message.includes(';') ? [[[''], [{text: message.slice(message.indexOf(';') + 2), tone: 'dim'} as const]]] : []
    const [first = [], ...others] = backendLines(backends)
    return [[label, first], ...others.map((line) => [[''], line]), ...aside]
  })
  return {rows, indent: 2}
}

/** The file in which stands what a step is about. */
function fileOf(step: StepData, places: Places): Line {
  const place = places.get(step)
  if (!place) return []
  return ['  ', fileSpan(place, places)]
}

/** More than these say nothing more. */
const MOST_BACKENDS = 10

/** `33 %  10.244.0.11:8080  web-1  node-a  zone-a`, in columns. */
export function backendLines(backends: readonly BackendData[]): readonly Line[] {
  const ports = backends.map(({port}) => port)
  const usual = ports.toSorted((a, b) => countOf(ports, b) - countOf(ports, a))[0]
  const shown = backends.slice(0, backends.length > MOST_BACKENDS + 1 ? MOST_BACKENDS : backends.length)
  const cells = shown.map((backend) => cellsOf(backend))
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = shown.map((backend, index): Line => {
    const row = (cells[index] ?? []).map((cell, column) =>
      column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0),
    )
    const text = row.filter((_, column) => (widths[column] ?? 0) > 0).join('  ')
    return [text, ...remarksOn(backend, usual)]
  })
  const more = backends.length - shown.length
  return more > 0 ? [...lines, [{text: `and ${more} more, see -o json`, tone: 'dim'}]] : lines
}

function countOf<T>(items: readonly T[], wanted: T): number {
  return items.filter((item) => item === wanted).length
}

function cellsOf({probability, address, port, target, replicas, nodeName, zone}: BackendData): readonly string[] {
  const share = probability === null ? '? %' : `${formatShare(probability)} %`
  const host = address === null ? '' : address.includes(':') && port !== null ? `[${address}]` : address
  const place = `${host}${port === null ? '' : `:${port}`}`
  const name = target === null ? '' : target.kind === 'Pod' ? target.name : nameWithReplicas(target, replicas)
  return [share, place, name, nodeName ?? '', zone ?? '']
}

function formatShare(probability: number): string {
  const percent = probability * 100
  return percent > 0 && percent < 1 ? percent.toFixed(1) : String(Math.round(percent))
}

function remarksOn({port, terminating, answer, policy}: BackendData, usual: number | null | undefined): Line {
  const remarks = [
    ...(port !== usual ? ['another port than its peers'] : []),
    ...(terminating ? ['is terminating, and used because no other is ready'] : []),
    ...(answer === 'bypasses-node' || answer === 'own-address' ? ['its answer is lost'] : []),
    ...(policy?.allowed === false ? [policy.clients.passing > 0 ? 'policies forbid it to some' : 'policies forbid it'] : []),
    ...(policy?.allowed === null ? ['policies may forbid it'] : []),
  ]
  const isBad = answer === 'bypasses-node' || answer === 'own-address' || policy?.allowed === false
  return remarks.length > 0 ? [{text: `  ← ${remarks.join('; ')}`, tone: isBad ? 'bad' : 'unsure'}] : []
}
