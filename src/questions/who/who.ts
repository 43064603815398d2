import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {Service} from '../../cluster/service.ts'
import type {Line, Report} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import {count} from '../naming.ts'
import {compareText} from '../order.ts'
import type {Places} from '../places.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import {parseTargets} from '../target.ts'
import {answerOf} from '../trace/common-data.ts'
import {primaryFamilyOf} from '../trace/entrance.ts'
import {isGood, joinVerdicts} from '../trace/explanation.ts'
import {markOf} from '../trace/layout.ts'
import {findTargetService} from '../trace/target-service.ts'
import {notesOn} from './notes.ts'
import {overviewTable} from './overview-table.ts'
import {findRefusedPolicies} from './refused-policies.ts'
import {createRoster, type Roster} from './roster.ts'
import {answerFamily, type FamilyAnswers, familyOfService, type ServiceAnswer, type WhoVerdict} from './service-answer.ts'
import {serviceTables} from './service-table.ts'
import type {JudgeSide} from './sides.ts'
import {toWhoData, type WhoData} from './who-data.ts'

export interface WhoParameters {
  /** `svc/web`, `svc/web:http`, `web`; none is every Service in scope. */
  readonly words: readonly string[]
  /** Undefined is the first family of each Service. */
  readonly family: AddressFamily | undefined
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}

/**
 * Which workloads, nodes and ranges outside may reach a Service, or each of them? Asked of classes of clients whom no policy tells apart, never of pairs
 * of pods. Throws a UserError for a target that is no Service, or is not there.
 */
export function who(cluster: Cluster, parameters: WhoParameters, judgeOne?: JudgeSide): Report & {readonly data: WhoData} {
  const named = parameters.words.length > 0
  const services = named ? [namedService(cluster, parameters)] : servicesInScope(cluster, parameters).toSorted(byName)
  const primary = primaryFamilyOf(cluster)
  const byFamily = new Map<AddressFamily, {readonly family: FamilyAnswers; readonly answers: ServiceAnswer[]; readonly roster: Roster}>()
  const answers = services.map((service) => {
    const name = parameters.family ?? familyOfService(service, primary)
    const opened = byFamily.get(name) ?? openFamily(cluster, name, judgeOne)
    byFamily.set(name, opened)
    const answer = opened.family.answer(service)
    opened.answers.push(answer)
    return answer
  })
  const places: Places = new Map()
  const [only] = answers
  const verdict = named && only ? only.verdict : joinAll(answers)
  const data = toWhoData([...byFamily.values()], verdict, named, places)
  const notes = notesOn(cluster, answers)
  const names = services.map(({name}) => `service/${name}`)
  const common = {kind: 'Trace', data, findings: findRefusedPolicies(cluster, answers), told: 0, mends: true, notes, names} as const
  const opened = only && byFamily.get(only.family)
  if (named && only && opened)
    return {
      ...common,
      places,
      headline: headlineOf(only, opened.roster),
      tables: serviceTables(only, opened.family, opened.roster),
      answer: answerOf(verdict),
    }
  if (answers.length === 0) return {...common, headline: ['no Service in scope'], tables: []}
  return {...common, tables: [overviewTable(answers, ({family}) => byFamily.get(family)?.roster)]}
}

function byName(a: Service, b: Service): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name)
}

function openFamily(cluster: Cluster, name: AddressFamily, judgeOne: JudgeSide | undefined) {
  const family = answerFamily(cluster, name, judgeOne)
  return {family, answers: [], roster: createRoster(family.clients, family.heldUp)}
}

/** The Service with only the port that was named. */
function namedService(cluster: Cluster, parameters: WhoParameters): Service {
  const [target, ...more] = parseTargets(parameters.words, [])
  if (!target || more.length > 0) throw new UserError('one target at a time', 'leave the target out for all Services of the scope')
  if (target.kind !== 'Service' || target.name === undefined)
    throw new UserError(`${target.word} names no Service`, '--who is asked about Services: svc/web or svc/web:http')
  const {service} = findTargetService(cluster, target, parameters)
  const {port} = target
  if (!port) return service
  const ports = service.ports.filter(
    ({name, port: number, protocol}) =>
      (name === port.text || String(number) === port.text) && (port.protocol === undefined || port.protocol === protocol),
  )
  return {...service, ports}
}

function joinAll(answers: readonly ServiceAnswer[]): WhoVerdict {
  const judged = answers.map(({verdict}) => verdict).filter((verdict) => verdict !== 'external')
  return judged.length === 0 ? 'external' : (joinVerdicts(judged) as WhoVerdict)
}

function headlineOf({service, verdict, ports}: ServiceAnswer, roster: Roster): Line {
  const subject: Line = [markOf(isGood(verdict)), ' ', {text: `${service.namespace}/${service.name}`, tone: 'name'}, ' ']
  const audiences = ports.flatMap(({audience}) => audience ?? [])
  const most = Math.max(0, ...audiences.map((audience) => roster.countIn(audience, 'allowed', 'partial')))
  const isOutside = ports.some(({outside}) => outside?.some(({value}) => value.access === 'allowed' || value.access === 'partial'))
  switch (verdict) {
    case 'external':
      return [
        ...subject,
        `is an ExternalName: it leads to ${service.externalName ?? 'a name'}, out of the cluster, where the egress policies of each client decide`,
      ]
    case 'rejected':
      return [...subject, 'has no endpoint: there is nobody to reach']
    case 'dropped':
      return [...subject, 'may be reached by nobody']
    case 'unknown':
      return [
        ...subject,
        audiences.length === 0
          ? 'may have no endpoint: what stands behind it is not known'
          : 'may be reached by somebody, or nobody: it cannot be told',
      ]
    default: {
      const inside = most === roster.total ? 'every workload' : `${most} of ${count(roster.total, 'workload')}`
      const rest = most === 0 ? (isOutside ? 'from outside' : 'by nodes') : `by ${inside}${isOutside ? ', and from outside' : ''}`
      return [...subject, `may be reached ${rest}${verdict === 'partial' ? ', in part' : ''}`]
    }
  }
}
