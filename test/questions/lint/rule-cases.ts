import {readdirSync, readFileSync} from 'node:fs'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import {locateReport} from '../../../src/location.ts'
import {readSaidFacts, type SaidFacts} from '../../../src/questions/exposure/said-facts.ts'
import {lint} from '../../../src/questions/lint/lint.ts'
import type {LocatedFinding} from '../../../src/report.ts'
import {readText} from '../../sources/scratch.ts'

/**
 * What a case must show of its rule. `fires`: a finding at each line that ends with `# here`, and nowhere else. `quiet`: nothing, not even in doubt.
 * `undecided`: nothing, but with `--strict` a remark at each such line.
 */
export type Outcome = 'fires' | 'quiet' | 'undecided'

export interface RuleCase {
  readonly rule: string
  readonly outcome: Outcome
  readonly name: string
  readonly said: SaidFacts
  readonly yaml: string
  /** From 1, within the case. */
  readonly lines: readonly number[]
}

const FOLDER = new URL('./cases/', import.meta.url)

/** The cases of every rule that has any: `cases/<group>/<name>.yaml`, each begun by `### fires: what | --cloud azure`. */
export function readRuleCases(): readonly RuleCase[] {
  const files = readdirSync(FOLDER, {recursive: true, encoding: 'utf8'}).filter((file) => file.endsWith('.yaml'))
  return files.toSorted().flatMap((file) => readCases(file.replace(/\.yaml$/, ''), readFileSync(new URL(file, FOLDER), 'utf8')))
}

function readCases(rule: string, text: string): readonly RuleCase[] {
  const parts = text.split(/^### (fires|quiet|undecided): (.+)$/m)
  if (parts[0]?.replace(/^#.*$/gm, '').trim() !== '') throw new Error(`${rule}: something stands before the first case`)
  const cases: RuleCase[] = []
  for (let at = 1; at < parts.length; at += 3) {
    const [name = '', words = ''] = (parts[at + 1] ?? '').split(' | ')
    const yaml = (parts[at + 2] ?? '').replace(/^\n/, '')
    const lines = yaml.split('\n').flatMap((line, index) => (/# here$/.test(line) ? [index + 1] : []))
    cases.push({rule, outcome: parts[at] as Outcome, name, said: saidIn(words), yaml, lines})
  }
  return cases
}

/** `--cloud azure --class edge=public --nodes private`. */
function saidIn(words: string): SaidFacts {
  const pairs = [...words.matchAll(/--(\w+) (\S+)/g)].map(([, flag = '', value = '']) => [flag, value] as const)
  const of = (name: string) => pairs.filter(([flag]) => flag === name).map(([, value]) => value)
  return readSaidFacts({cloud: of('cloud')[0], class: of('class'), nodes: of('nodes')[0]}, undefined)
}

/** What one rule finds in a text, with lines. */
export async function findIn(
  rule: string,
  yaml: string,
  {said = saidIn(''), strict = false}: {readonly said?: SaidFacts; readonly strict?: boolean} = {},
): Promise<readonly LocatedFinding[]> {
  const input = await readText(yaml)
  if (input.problems.length > 0 || input.leftOut.length > 0)
    throw new Error(`not read whole: ${JSON.stringify([input.problems, input.leftOut])}`)
  const cluster = buildCluster(input, undefined)
  // Services that something is missing of are left out of the input, and looked at by a rule.
  if (cluster.leftOut.length > cluster.incompleteServices.length) throw new Error(`left out: ${JSON.stringify(cluster.leftOut)}`)
  const report = lint(cluster, {namespace: undefined, selector: undefined, choice: {only: [rule], skip: []}, said, strict})
  return (await locateReport(report, input.locate)).findings
}
