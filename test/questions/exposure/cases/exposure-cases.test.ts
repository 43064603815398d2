import {describe, expect, test} from 'vitest'
import {CONTROLLERS} from '../../../../src/network/entry/ingress/controllers/controller-table.ts'
import {ingressesOf} from '../../../../src/network/entry/ingress/ingress.ts'
import {chooseClass, ingressClassesOf} from '../../../../src/network/entry/ingress/ingress-class.ts'
import {findInstallations} from '../../../../src/network/entry/ingress/installation.ts'
import {findServing} from '../../../../src/network/entry/ingress/serving.ts'
import {CLOUDS} from '../../../../src/questions/exposure/said-facts.ts'
import {clusterOf} from '../../../manifest.ts'
import {OF_BALANCERS} from './balancers.ts'
import {OF_CLOUDS} from './clouds.ts'
import {OF_CONTROLLERS} from './controllers.ts'
import {OF_DOUBTS} from './doubts.ts'
import {answerCase, type ExposureCase} from './exposure-case.ts'
import {OF_FACTS} from './facts.ts'
import {OF_GATEWAYS} from './gateways.ts'
import {OF_SETTINGS} from './ingress-settings.ts'
import {OF_INGRESSES} from './ingresses.ts'
import {OF_POLICIES} from './policies.ts'
import {OF_SERVICES} from './services.ts'

/** Those that are written as whole questions, and those that other tables decide for a part of it. */
const WHOLE: readonly ExposureCase[] = [
  ...OF_CLOUDS,
  ...OF_SERVICES,
  ...OF_INGRESSES,
  ...OF_SETTINGS,
  ...OF_GATEWAYS,
  ...OF_POLICIES,
  ...OF_DOUBTS,
  ...OF_FACTS,
]
const CASES: readonly ExposureCase[] = [...WHOLE, ...OF_BALANCERS, ...OF_CONTROLLERS]

describe('who can reach a Service', () => {
  test.each(CASES.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const answer = answerCase(one)
    if (one.ways) expect(answer.ways, one.why).toEqual([...one.ways].sort())
    expect(answer.reach, one.why).toBe(one.reach)
    if (one.asks !== undefined) expect(answer.questions).toContain(one.asks)
    if (one.says !== undefined) expect(answer.evidence).toContain(one.says)
    expect(answer.broken, one.why).toEqual(one.broken ?? [])
  })
})

describe('the table of exposure cases', () => {
  const answers = CASES.map(answerCase)
  const entries = answers.flatMap(({data}) => [...data.services, ...data.workloads].flatMap((one) => one.entries))

  test('has at least 110 cases that are whole questions, no two of a name, each with a reason', () => {
    expect(WHOLE.length).toBeGreaterThanOrEqual(110)
    expect(new Set(CASES.map(({name}) => name)).size).toBe(CASES.length)
    expect(CASES.filter(({why}) => why.length < 5)).toEqual([])
  })

  test('has every cloud, public and not', () => {
    const seen = CASES.flatMap(({reach}, index) => {
      const cloud = answers[index]?.data.facts.find(({name}) => name === 'cloud')?.value
      return cloud === undefined ? [] : [`${cloud} ${reach}`]
    })
    const expected = CLOUDS.flatMap((cloud) => [`${cloud} internet`, ...(cloud === 'exoscale' ? [] : [`${cloud} network`])])
    expect(expected.filter((one) => !seen.includes(one))).toEqual([])
  })

  test('has every way, and every reach', () => {
    const vias = ['ClusterIP', 'ExternalIP', 'Gateway', 'Headless', 'HostNetwork', 'HostPort', 'Ingress', 'LoadBalancer', 'NodePort']
    expect([...new Set(entries.map(({via}) => via))].sort()).toEqual(vias)
    const reaches = ['cluster', 'internet', 'namespace', 'network', 'none', 'unknown']
    expect([...new Set(CASES.map(({reach}) => reach))].sort()).toEqual(reaches)
  })

  test('has every kind of controller', () => {
    const seen = new Set(CASES.flatMap((one) => controllersOf(one)))
    expect(CONTROLLERS.map(({name}) => name).filter((name) => !seen.has(name))).toEqual([])
  })
})

/** Who serves the Ingresses of a case. */
function controllersOf({input, facts}: ExposureCase): readonly string[] {
  const cluster = clusterOf(typeof input === 'string' ? input : input.map((object) => JSON.stringify(object)).join('\n---\n'))
  const classes = ingressClassesOf(cluster)
  const all = {cloud: undefined, classes: new Map(), nodes: undefined, ...facts}
  return ingressesOf(cluster).flatMap((ingress) => {
    const world = {cluster, facts: all, classes, installations: findInstallations(cluster)}
    return findServing(ingress, chooseClass(ingress, classes), world).controller?.name ?? []
  })
}
