import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {RULE_GROUPS} from '../../../src/questions/lint/rule.ts'
import {RULES} from '../../../src/questions/lint/rules.ts'
import {findIn, readRuleCases} from './rule-cases.ts'

const CASES = readRuleCases()
const linesOf = (findings: readonly {readonly line: number | null}[]) =>
  findings.map(({line}) => line).toSorted((a, b) => Number(a) - Number(b))

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const cases = CASES.filter((one) => one.rule === id)

  test('has at least two cases that fire and two that must not', () => {
    expect(cases.filter(({outcome}) => outcome === 'fires').length).toBeGreaterThanOrEqual(2)
    expect(cases.filter(({outcome}) => outcome === 'quiet').length).toBeGreaterThanOrEqual(2)
  })

  test('finds its bad example, and not its good one', async () => {
    expect(await findIn(id, rule.bad)).not.toEqual([])
    expect(await findIn(id, rule.good)).toEqual([])
  })

  test.each(cases.map((one) => [`${one.outcome}: ${one.name}`, one] as const))('%s', async (_, {outcome, yaml, lines, said}) => {
    const found = await findIn(id, yaml, {said})
    const strictly = await findIn(id, yaml, {said, strict: true})
    if (outcome === 'fires') {
      expect(lines, 'a line that ends with # here').not.toEqual([])
      expect(linesOf(found)).toEqual(lines)
    } else {
      expect(found).toEqual([])
      expect(linesOf(strictly)).toEqual(outcome === 'undecided' ? lines : [])
      if (outcome === 'undecided') expect(lines, 'a line that ends with # here').not.toEqual([])
    }
    for (const {fix} of strictly)
      expect(fix?.description ?? '', 'every finding says how it is mended, or what would settle it').not.toBe('')
  })

  test('is explained in sentences', () => {
    expect(rule.title).toMatch(/^[^A-Z].*[^.]$|^(Service|Ingress|Gateway|NetworkPolicy|LoadBalancer|ExternalName|StatefulSet)/)
    for (const text of [rule.why, rule.fix]) expect(text).toMatch(/^[A-Z"`].*[.)]$/s)
    for (const reference of rule.references) expect(new URL(reference).protocol).toBe('https:')
  })
})

describe('the list of rules', () => {
  const folder = new URL('../../../src/questions/lint/rules/', import.meta.url)
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((file) => file.endsWith('.ts'))

  test('has every rule that has a file, called as its file is', () => {
    expect(RULES.map(({id}) => `${id}.ts`).toSorted()).toEqual(files.toSorted())
  })

  test('is in order, and has each name once', () => {
    const ids = RULES.map(({id}) => id)
    const group = (id: string) => RULE_GROUPS.findIndex((one) => id.startsWith(`${one}/`))
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => group(a) - group(b) || (a < b ? -1 : 1)))
  })

  test('has a rule for every file of cases', () => {
    const ids = new Set<string>(RULES.map(({id}) => id))
    expect(CASES.map(({rule}) => rule).filter((rule) => !ids.has(rule))).toEqual([])
  })

  test('is what rules that other questions name are in, where lint checks them', () => {
    for (const {id} of RULES) expect(readFileSync(new URL(`${id}.ts`, folder), 'utf8')).toContain(`id: '${id}'`)
  })
})
