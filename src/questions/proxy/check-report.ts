import type {Cluster} from '../../cluster/cluster.ts'
import type {ProxyModel} from '../../network/proxy/proxy-model.ts'
import type {Finding, Line, Report} from '../../report.ts'
import {count} from '../naming.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import type {SearchedScope} from '../resolve/not-found.ts'
import type {CheckCause, CheckVerdict, ProxyCheckData} from './check-data.ts'
import {notesOf, openSentence} from './check-notes.ts'
import {tablesOf} from './check-table.ts'
import {type Dump, familiesOf} from './dump.ts'
import {describeUntaken} from './ipvs/untaken-parts.ts'
import {portText} from './observation.ts'
import type {Judged, Problem} from './problem.ts'
import type {ProxySettings} from './settings.ts'
import type {ShownInDump} from './unstated-configuration.ts'

/** A dump that was compared, with all that the answer says of it. */
export interface Checked extends Judged {
  readonly cluster: Cluster
  readonly scope: SearchedScope
  readonly settings: ProxySettings
  readonly dump: Dump
  readonly model: ProxyModel
  /** What was read from the dump for want of a statement. */
  readonly shown: readonly ShownInDump[]
  /** Why nothing could be compared. */
  readonly doubt: string | undefined
  /** What explains every difference at once. */
  readonly cause: CheckCause | undefined
}

export function reportCheck(checked: Checked): Report {
  const {settings, dump, model, doubt} = checked
  const services = servicesInScope(checked.cluster, checked.scope)
  const {problems, open} = inScope(checked, services)
  const {mode} = model.configuration
  const families = familiesOf(dump, mode)
  const untaken = mode === 'ipvs' && doubt === undefined ? describeUntaken(dump) : undefined
  // In ipvs mode rules are about all Services.
  const isAboutServices = doubt === undefined && (mode !== 'ipvs' || (dump.servers ?? dump.sets) !== undefined)
  const compared = isAboutServices
    ? families.flatMap((family) => model.families[family].ports).filter(({service}) => services.includes(service)).length
    : 0
  const message = doubt ?? (open.length > 0 ? openSentence(open) : untaken)
  const verdict: CheckVerdict = problems.length > 0 ? 'different' : message !== undefined ? 'unknown' : 'same'
  const data: ProxyCheckData = {
    node: settings.node.name,
    mode,
    version: model.configuration.version,
    verdict,
    message: (verdict === 'unknown' ? message : undefined) ?? null,
    cause: (problems.length > 0 ? checked.cause : undefined) ?? null,
    families,
    compared,
    differences: problems.map(({kind, family, port, endpoint, sentence, seenIn}) => ({
      kind,
      family,
      service: port,
      endpoint,
      message: sentence,
      rules: seenIn.map(({where, expected, actual}) => ({where, expected, actual})),
    })),
    unknown: open.map(({port, reason}) => ({...port, reason})),
  }
  return {
    kind: 'ProxyCheck',
    data,
    headline: headlineOf(data),
    tables: tablesOf(problems),
    findings: problems.map((problem) => findingOf(problem, checked)),
    notes: notesOf(checked, data),
    names: [...new Set(problems.flatMap(({port}) => (port ? [`service/${port.name}`] : [])))],
    answer: verdict === 'different' ? 'negative' : verdict === 'same' ? 'positive' : 'undecided',
  }
}

/** With `-n` or `-l`, only what is about those Services, and what all share. */
function inScope({problems, open, scope, cluster}: Checked, services: Cluster['services']): Judged {
  if (scope.namespace === undefined && scope.selector === undefined) return {problems, open}
  const isIn = ({namespace, name}: {readonly namespace: string; readonly name: string}) => {
    if (scope.namespace !== undefined && namespace !== scope.namespace) return false
    if (scope.selector === undefined) return true
    return services.some((service) => service.namespace === namespace && service.name === name) || !isThere(cluster, namespace, name)
  }
  return {problems: problems.filter(({port}) => port === null || isIn(port)), open: open.filter(({port}) => isIn(port))}
}

function isThere({services}: Cluster, namespace: string, name: string): boolean {
  return services.some((service) => service.namespace === namespace && service.name === name)
}

function headlineOf({node, mode, version, verdict, message, compared, differences}: ProxyCheckData): Line {
  const name = {text: node, tone: 'name'} as const
  const aside = {text: ` (${mode}, as of ${version})`, tone: 'dim'} as const
  switch (verdict) {
    case 'same':
      return [
        {text: '✓', tone: 'good'},
        ' ',
        name,
        ` has the rules that kube-proxy should program, for ${count(compared, 'Service port')}`,
        aside,
      ]
    case 'different': {
      const [only] = differences
      const ports = new Set(differences.flatMap(({service}) => (service ? [portText(service)] : [])))
      const what =
        differences.length === 1 && only
          ? `: ${only.service ? `${portText(only.service)}: ` : ''}${only.message}`
          : ` in ${differences.length} ways${ports.size > 0 ? `, for ${count(ports.size, 'Service port')}` : ''}`
      return [
        {text: '✗', tone: 'bad'},
        ' ',
        name,
        ` has other rules than kube-proxy should program${what}`,
        ...(differences.length === 1 ? [] : [aside]),
      ]
    }
    case 'unknown':
      return [{text: '?', tone: 'unsure'}, ' ', name, ` can't be checked from this input: ${message}`]
  }
}

function findingOf({kind, family, port, sentence}: Problem, {cluster}: Checked): Finding {
  const service = port && cluster.services.find(({namespace, name}) => namespace === port.namespace && name === port.name)
  return {
    rule: `routing/proxy-${kind}`,
    severity: 'error',
    message: `${port ? `${portText(port)}: ` : ''}${sentence} (${family})`,
    object: port ? {kind: 'Service', namespace: port.namespace, name: port.name} : null,
    ...(service?.origin && {place: {origin: service.origin, path: []}}),
  }
}
