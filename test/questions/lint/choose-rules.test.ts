import {describe, expect, test} from 'vitest'
import {chooseRules, readRuleChoice} from '../../../src/questions/lint/choose-rules.ts'
import type {Rule} from '../../../src/questions/lint/rule.ts'
import {RULES} from '../../../src/questions/lint/rules.ts'
import {mistake} from '../answer.ts'

const ruleOf = (id: Rule['id']): Rule => ({...(RULES[0] as Rule), id})
const SOME = (['routing/selector', 'routing/target-port-name', 'exposure/host-port', 'policy/host-port'] as const).map(ruleOf)

const chosen = (only: readonly string[], skip: readonly string[] = []) => chooseRules(SOME, {only, skip}).map(({id}) => id)

describe('the rules that are checked', () => {
  test('are all of them where nothing is said', () => {
    expect(chosen([])).toEqual(SOME.map(({id}) => id))
  })

  test.each([
    [['routing/*'], [], ['routing/selector', 'routing/target-port-name']],
    [['*/host-port'], [], ['exposure/host-port', 'policy/host-port']],
    [['routing/selector', 'policy/*'], [], ['routing/selector', 'policy/host-port']],
    [['routing/*'], ['*/sel*'], ['routing/target-port-name']],
    [[], ['*port*'], ['routing/selector']],
    [['*'], ['policy/*', 'exposure/*'], ['routing/selector', 'routing/target-port-name']],
  ])('are those of --only %j without --skip %j: %j', (only, skip, expected) => {
    expect(chosen(only, skip)).toEqual(expected)
  })

  test.each([
    ['routing/selectr', 'routing/selector'],
    ['rooting/selector', 'routing/selector'],
    ['selector', 'routing/selector'],
    ['selectr', 'routing/selector'],
    ['exposure/selector', 'routing/selector'],
    ['target-port-names', 'routing/target-port-name'],
    ['routing', 'routing/*'],
    ['routing/', 'routing/*'],
    ['polcy/*', 'policy/*'],
  ])('cannot be %s: %s was meant', (name, meant) => {
    expect(mistake(() => chosen([name]))).toBe(`--only ${name}: no rule is called that | did you mean ${meant}?`)
    expect(mistake(() => chosen([], [name]))).toBe(`--skip ${name}: no rule is called that | did you mean ${meant}?`)
  })

  test('cannot be none', () => {
    const hint = 'svcscope lint --list-rules shows the names of all rules'
    expect(mistake(() => chosen(['plan/*x*']))).toBe(`--only plan/*x*: no rule is called that | ${hint}`)
    expect(mistake(() => chosen([], ['*']))).toBe(`--only and --skip leave no rule to check | ${hint}`)
    expect(mistake(() => chosen(['routing.selector']))).toContain('no rule is called that')
  })

  test('are known before anything is read', () => {
    expect(readRuleChoice({})).toEqual({only: [], skip: []})
    expect(mistake(() => readRuleChoice({skip: ['selector']}))).toContain('did you mean routing/selector?')
  })
})
