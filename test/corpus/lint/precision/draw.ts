import {join, relative} from 'node:path'
import type {Input} from '../../../../src/cluster/object.ts'
import {locateReport} from '../../../../src/location.ts'
import type {SaidFacts} from '../../../../src/questions/exposure/said-facts.ts'
import {readFiles} from '../../../../src/sources/files.ts'
import {CORPUS, projects} from '../../corpus.ts'
import {chanceOf} from '../chance.ts'
import {lintAll, readProject} from '../planted.ts'

/** One finding as it is judged. */
export interface Drawn {
  readonly severity: string
  readonly rule: string
  readonly project: string
  /** `path:line` in the project. */
  readonly place: string
  /** `Service shop/web`. */
  readonly object: string
  readonly message: string
}

export interface Draw {
  readonly errors: readonly Drawn[]
  readonly warnings: readonly Drawn[]
  readonly infos: readonly Drawn[]
}

/** Another one draws others. */
const SEED = '1'
/** Of a load balancer nothing is certain before somebody says who makes it. */
const AZURE: SaidFacts = {cloud: {name: 'azure', evidence: 'said by --cloud'}}
/** Warnings; where there are fewer they are all drawn, and infos beside them. */
const DRAWN = 100

/**
 * What is judged: every error, and a hundred of what is milder. Each project is read whole, and those that are collections of test data once more, each
 * entry for itself, without a cloud and with one: what is found again is one finding.
 */
export async function drawFindings(): Promise<Draw> {
  const found = new Map<string, Drawn>()
  for (const project of projects()) {
    const whole = await readFiles({filenames: [join(CORPUS, project)]}, {stdin: process.stdin})
    const parts = await readProject(project)
    for (const input of [whole, ...(parts.length > 1 ? parts.map((part) => part.input) : [])])
      for (const said of [{}, AZURE]) for (const one of await findingsIn(project, input, said)) found.set(keyOf(one), one)
  }
  const all = [...found.values()]
  const of = (severity: string) => all.filter((one) => one.severity === severity)
  const warnings = byLot(of('warning')).slice(0, DRAWN)
  return {errors: of('error'), warnings, infos: byLot(of('info')).slice(0, DRAWN - warnings.length)}
}

/** Each finding has a lot of its own, so that a new one leaves the others where they were. */
function byLot(some: readonly Drawn[]): readonly Drawn[] {
  const lots = new Map(some.map((one) => [one, chanceOf(SEED + keyOf(one))()]))
  return some.toSorted((a, b) => (lots.get(a) ?? 0) - (lots.get(b) ?? 0))
}

async function findingsIn(project: string, input: Input, said: SaidFacts): Promise<readonly Drawn[]> {
  const report = await locateReport(lintAll(input, said), input.locate)
  return report.findings.map(({severity, rule, message, object, file, line}) => ({
    severity,
    rule,
    project,
    place: `${file === null ? '' : relative(join(CORPUS, project), file)}:${line ?? ''}`,
    object: object ? `${object.kind} ${object.namespace === null ? '' : `${object.namespace}/`}${object.name}` : '',
    message,
  }))
}

/** All that is judged: where any of it is another, the judgement does not hold any more. */
export function keyOf({severity, rule, project, place, object, message}: Drawn): string {
  return [severity, rule, project, place, object, message].join('\t')
}
