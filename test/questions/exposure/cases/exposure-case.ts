import type {EntryFacts} from '../../../../src/network/entry/entry-facts.ts'
import type {Reach} from '../../../../src/network/entry/front.ts'
import type {EntryData, ExposureData} from '../../../../src/questions/exposure/exposure-data.ts'
import {type FactFlags, readSaidFacts} from '../../../../src/questions/exposure/said-facts.ts'
import {parseStatedFile} from '../../../../src/sources/stated-file.ts'
import {clusterOf} from '../../../manifest.ts'
import {askExposure} from '../asking.ts'

/** Objects, what is said beside them, and who can reach one Service by which ways, decided by hand. */
export interface ExposureCase {
  readonly name: string
  /** The sentence that decides it, and where it stands. */
  readonly why: string
  /** Manifests as text, or as objects. */
  readonly input: string | readonly object[]
  /** As typed: `--cloud azure`, `--class edge=public`, `--nodes private`. */
  readonly flags?: FactFlags
  /** The text of svcscope.yaml. */
  readonly configuration?: string
  /** What no flag can say (which controller makes the load balancers); in place of both. */
  readonly facts?: Partial<EntryFacts>
  /** The Service that is asked about, `web` unless told otherwise; or `Deployment agent`, for pods that are reached past every Service. */
  readonly of?: string
  readonly reach: Reach
  /** All of them as `describeCaseWay` has them, each once, in any order; undefined is not looked at. */
  readonly ways?: readonly string[]
  /** A part of what is asked. */
  readonly asks?: string
  /** A part of the evidence or of a remark. */
  readonly says?: string
  /** The reasons of ways that lead nowhere. */
  readonly broken?: readonly string[]
}

/** What the question answers, in the terms of a case. */
export interface CaseAnswer {
  readonly reach: Reach | undefined
  readonly ways: readonly string[]
  readonly questions: string
  readonly evidence: string
  readonly broken: readonly string[]
  readonly data: ExposureData
}

export function answerCase({input, flags = {}, configuration, facts, of = 'web'}: ExposureCase): CaseAnswer {
  const text = typeof input === 'string' ? input : input.map((object) => JSON.stringify(object)).join('\n---\n')
  const file =
    configuration === undefined ? undefined : parseStatedFile('svcscope.yaml', configuration, {noun: 'a configuration', hint: ''})
  const {data, findings} = askExposure(clusterOf(text), '', {said: facts ?? readSaidFacts(flags, file)})
  const [kind, name] = of.includes(' ') ? of.split(' ') : ['Service', of]
  const one =
    kind === 'Service'
      ? data.services.find((service) => service.name === name)
      : data.workloads.find((workload) => workload.kind === kind && workload.name === name)
  const entries = one?.entries ?? []
  return {
    reach: one?.reach,
    ways: [...new Set(entries.map(describeCaseWay))].sort(),
    questions: entries.flatMap(({question}) => question ?? []).join('; '),
    evidence: entries.flatMap(({evidence, remarks}) => [...evidence, ...remarks]).join('; '),
    broken: findings.flatMap(({rule}) => (rule.startsWith('routing/') ? rule.replace('routing/', '') : [])),
    data,
  }
}

/** `LoadBalancer:443 internet 203.0.113.0/24`; `?` is a port that is not known yet, and what is not TCP says so. */
export function describeCaseWay({via, port, protocol, reach, sources}: EntryData): string {
  const where = `${via}:${port ?? '?'}${protocol === 'TCP' ? '' : `/${protocol}`}`
  return [where, reach, ...(sources.length > 0 ? [sources.join(', ')] : [])].join(' ')
}
