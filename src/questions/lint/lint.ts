import type {Cluster} from '../../cluster/cluster.ts'
import {groupBy} from '../../cluster/group-by.ts'
import type {Input} from '../../cluster/object.ts'
import {type Finding, type Line, type Report, SEVERITIES, type Severity} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import type {SaidFacts} from '../exposure/said-facts.ts'
import {IGNORE_ANNOTATION} from '../ignored-rules.ts'
import {count} from '../naming.ts'
import {compareText} from '../order.ts'
import {chooseRules, type RuleChoice} from './choose-rules.ts'
import {createGraph, type LintScope} from './graph.ts'
import {readExcuses} from './ignore-annotation.ts'
import type {LintData} from './lint-data.ts'
import type {Found, Rule} from './rule.ts'
import {RULES} from './rules.ts'

export interface LintParameters extends LintScope {
  readonly choice: RuleChoice
  readonly said: SaidFacts
  /** Whether what cannot be told is said too. */
  readonly strict: boolean
}

export type LintReport = Report & {readonly data: LintData}

/** What was read, beside what it comes to. */
type Read = Pick<Input, 'objects' | 'problems'>

const NOTHING: Read = {objects: [], problems: []}

/**
 * What is wrong, what is a hazard, and where? Throws a UserError for a rule that does not exist.
 * @param input what annotations excuse is read there, and how much could not be read
 */
export function lint(cluster: Cluster, {choice, said, strict, ...scope}: LintParameters, {objects, problems}: Read = NOTHING): LintReport {
  const rules = chooseRules(RULES, choice)
  const graph = createGraph(cluster, scope, said)
  const excuses = readExcuses(objects, RULES, scope.namespace)
  const found = rules.flatMap((rule) =>
    rule.check(graph).map((one): RuleFound => ({isDecided: one.settledBy === undefined, finding: findingOf(rule, one)})),
  )
  const [told, silenced] = split(strict ? found : found.filter(({isDecided}) => isDecided), ({finding}) => excuses.covers(finding))
  const undecided = found.filter(({isDecided, finding}) => !isDecided && !excuses.covers(finding))
  const mistakes = excuses.mistakes.filter(({object}) => graph.isInScope(object?.namespace ?? null))
  const findings = byObject(distinct([...told.map(({finding}) => finding), ...mistakes]))
  const data: LintData = {
    counts: countsOf(findings),
    services: graph.services.length,
    files: cluster.coverage ? null : filesOf(cluster),
    rules: rules.map(({id}) => id),
    undecided: tally(undecided.map(({finding}) => finding)),
    silenced: tally(distinct(silenced.map(({finding}) => finding))),
  }
  const silent = Object.values(data.silenced).reduce((sum, number) => sum + number, 0)
  const summary = summaryOf(data, problems.length)
  return {
    kind: 'Lint',
    data,
    framed: true,
    ...(findings.length === 0 && problems.length === 0 ? {headline: summary, tables: []} : {tables: [{rows: [], footer: summary}]}),
    findings,
    notes: [
      ...(silent > 0 ? [`${count(silent, 'finding')} silenced by annotations (${IGNORE_ANNOTATION})`] : []),
      ...(strict || undecided.length === 0
        ? []
        : [`can't tell in ${count(undecided.length, 'case')}; --strict lists what would settle them`]),
    ],
    rules: rules.map(({id, severity, title, why, fix, references}) => ({id, severity, title, why, fix, references})),
    names: [...new Set(findings.flatMap(({object}) => (object ? `${object.kind.toLowerCase()}/${object.name}` : [])))],
  }
}

/** What other commands take as a target, and not the path of a file. */
const TARGET =
  /^(svc|services?|po|pods?|deploy(ments?)?|sts|statefulsets?|ds|daemonsets?|rs|replicasets?|ns|namespaces?|ing|ingress|netpol)\/[\w.-]+$/

/** Everything in scope is linted. Throws a UserError where something was named, most likely manifests without their flag. */
export function refuseTargets(words: readonly string[]): void {
  if (words.length === 0) return
  const hint = words.some((word) => TARGET.test(word))
    ? '-n and -l narrow what is linted; manifests are named with -f'
    : `name manifests with -f: svcscope lint ${words.map((word) => `-f ${word}`).join(' ')}`
  throw new UserError(`lint takes no target, and ${words.join(' ')} was named`, hint)
}

interface RuleFound {
  readonly isDecided: boolean
  readonly finding: Finding
}

function findingOf(rule: Rule, {message, object, place, aside, fix, severity, settledBy}: Found): Finding {
  return {
    rule: rule.id,
    severity: settledBy === undefined ? (severity ?? rule.severity) : 'info',
    message: settledBy === undefined ? message : `can't tell: ${message}`,
    object,
    ...(place && {place}),
    ...(aside !== undefined && {aside}),
    ...(settledBy === undefined ? fix && {fix} : {fix: {description: settledBy}}),
  }
}

function split<T>(all: readonly T[], isSecond: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter((one) => !isSecond(one)), all.filter(isSecond)]
}

/** An object that the input has twice, word for word, is told of once for each place. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>()
  return findings.filter(({rule, message, object, place}) => {
    const key = JSON.stringify([rule, message, object, place?.origin.file, place?.origin.document, place?.origin.path, place?.path])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Those of one object stand together, and the object that is worst off first. */
function byObject(findings: readonly Finding[]): readonly Finding[] {
  const groups = groupBy(findings, ({object, place}) => JSON.stringify([object, place?.origin.file]))
  const rank = ({severity}: Finding) => SEVERITIES.indexOf(severity)
  const worst = (group: readonly Finding[]) => Math.min(...group.map(rank))
  const name = ([finding]: readonly Finding[]) => `${finding?.object?.namespace ?? ''}/${finding?.object?.name ?? ''}`
  return [...groups.values()]
    .toSorted((a, b) => worst(a) - worst(b) || compareText(name(a), name(b)))
    .flatMap((group) => group.toSorted((a, b) => rank(a) - rank(b)))
}

function countsOf(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = {error: 0, warning: 0, info: 0}
  for (const {severity} of findings) counts[severity] += 1
  return counts
}

function tally(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const {rule} of findings) counts[rule] = (counts[rule] ?? 0) + 1
  return counts
}

/** Of objects that were read; a file with none is not linted. */
function filesOf({services, incompleteServices, pods, workloads, others, slices}: Cluster): number {
  const files = new Set<string>()
  for (const objects of [services, incompleteServices, pods.all, workloads, others, slices])
    for (const {origin} of objects) if (origin) files.add(origin.file)
  return files.size
}

/** `1 error, 0 warnings in 5 Services (38 files)`, or that nothing is wrong. */
function summaryOf({counts: {error, warning, info}, services, files}: LintData, unread: number): Line {
  const where = `in ${count(services, 'Service')}${files === null ? '' : ` (${count(files, 'file')})`}`
  if (unread > 0) return [`${countsIn(error, warning, info)} ${where}; ${count(unread, 'part')} of the input could not be read`]
  if (error + warning + info === 0) return [{text: '✓', tone: 'good'}, ` nothing wrong ${where}`]
  return [`${countsIn(error, warning, info)} ${where}`]
}

function countsIn(errors: number, warnings: number, remarks: number): string {
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}${remarks > 0 ? `, ${count(remarks, 'remark')}` : ''}`
}
