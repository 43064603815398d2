import {beforeAll, describe, expect, test} from 'vitest'
import {RULES} from '../../../src/questions/lint/rules.ts'
import {hasCorpus, projects} from '../corpus.ts'
import {FAULT_KINDS} from './faults.ts'
import {type Project, readProject} from './planted.ts'
import {judgePlanting, type Outcome, plantFaults} from './study.ts'

const FULL = process.env['SVCSCOPE_FULL'] === '1'
/** The same faults every time; another number plants others. */
const SEED = Number(process.env['SEED'] ?? 1)
/** Three hundred are wanted, and two kinds have fewer places. */
const FAULTS_OF_A_KIND = FULL ? 35 : 4
const LARGE = ['MicrosoftDocs__azure-aks-docs', 'argoproj__argo-cd', 'istio__istio', 'np-guard__netpol-analyzer']
/** Kinds of which no rule is there yet. */
const WITHOUT_RULE: readonly string[] = []

const ids = new Set<string>(RULES.map(({id}) => id))

describe('the kinds of faults', () => {
  test('are ten, each with a rule that may find it', () => {
    expect(FAULT_KINDS.length).toBe(10)
    expect(FAULT_KINDS.filter(({rules}) => !rules.some((rule) => ids.has(rule))).map(({name}) => name)).toEqual(WITHOUT_RULE)
  })

  test('name rules that exist', () => {
    const named = FAULT_KINDS.flatMap(({rules, consequences}) => [...rules, ...Object.keys(consequences)])
    expect(named.filter((rule) => !ids.has(rule))).toEqual([])
  })
})

describe.skipIf(!hasCorpus)('faults planted into clean manifests of the corpus', () => {
  const read: Project[] = []
  const outcomes: Outcome[] = []

  beforeAll(async () => {
    for (const name of projects()) if (FULL || !LARGE.includes(name)) read.push(...(await readProject(name)))
  }, 240_000)

  test.each(FAULT_KINDS.map((kind) => [kind.name, kind] as const))(
    '%s: nothing else is found than what is true',
    {timeout: 600_000},
    async (_, kind) => {
      const own: Outcome[] = []
      for (const planting of plantFaults(kind, read, FAULTS_OF_A_KIND, SEED)) own.push(await judgePlanting(kind, planting))
      outcomes.push(...own)
      expect(own.flatMap(({fault, wrong}) => wrong.map((one) => `${fault} -> ${one}`))).toEqual([])
    },
  )

  test('are found, at the object and the line', () => {
    const rows = FAULT_KINDS.map(({name}) => {
      const own = outcomes.filter(({kind}) => kind === name)
      const sum = (of: (one: Outcome) => readonly string[]) => own.reduce((total, one) => total + of(one).length, 0)
      const found = own.filter((one) => one.found).length
      return {kind: name, planted: own.length, found, consequences: sum(({besides}) => besides), wrong: sum(({wrong}) => wrong)}
    })
    const missed = outcomes.filter(({found}) => !found)
    console.table([...rows, {kind: 'all', planted: outcomes.length, found: outcomes.length - missed.length}])
    for (const {kind, fault, near} of missed) console.log(`missed (${kind}): ${[fault, ...near].join('\n  near: ')}`)
    expect(outcomes.length).toBeGreaterThanOrEqual(FULL ? 300 : 36)
    expect(rows.filter(({planted}) => planted < (FULL ? 20 : 3))).toEqual([])
    expect(missed.length).toBeLessThanOrEqual(Math.floor(outcomes.length * 0.03))
  })
})
