import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {WireObject} from '../../src/cluster/object.ts'
import {compareRules} from '../../src/network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../src/network/proxy/iptables/dump.ts'
import {renderIptables} from '../../src/network/proxy/iptables/save-text.ts'
import {KUBE_PROXY_VERSIONS, NEWEST_KUBE_PROXY} from '../../src/network/proxy/kube-proxy-version.ts'
import {buildProxyModel} from '../../src/network/proxy/proxy-model.ts'
import type {ControlPlane} from './harness/control-plane.ts'
import {removeProxy} from './harness/proxy.ts'
import {liveProblem} from './harness/requirements.ts'
import {type Comparison, countEndpoints, countMatches, countServices, expectNoDifferences, portsOf} from './proxy/comparison.ts'
import {configurationsOf} from './proxy/configurations.ts'
import {corners} from './proxy/corners.ts'
import {crowd} from './proxy/crowd.ts'
import {compareIptables, isAmbiguous} from './proxy/iptables-comparison.ts'
import {compareProgrammed} from './proxy/programmed-rules.ts'
import {everyNode, type Run} from './proxy/run.ts'
import {readNodeNames, startSettled} from './proxy/settled-plane.ts'
import {onStandardNodes} from './proxy/standard-nodes.ts'
import {observe} from './scenario/observation.ts'
import {CI_SIZE, FULL_SIZE, randomObjects} from './scenario/random.ts'
import {objectsTogether, type Scenario} from './scenario/scenario.ts'
import {chooseSeed} from './scenario/seed.ts'
import {WRITTEN, WRITTEN_WITH_NODES} from './scenario/written/index.ts'

/** One node after the other: tens of thousands of rules take the kernel half a minute, and reading them takes from that. */
const MANY_OBJECTS = 5000
const FULL = process.env['SVCSCOPE_FULL'] !== undefined
const SEED = chooseSeed(20_261)

async function compareOne(plane: ControlPlane, objects: readonly WireObject[], run: Run): Promise<Comparison> {
  const comparison = await compareProgrammed(plane, 'iptables', run, objects, (rules, read) => compareIptables(rules, read, run))
  await removeProxy(plane.sandbox, run.node, 'iptables')
  return comparison
}

async function compare(plane: ControlPlane, runs: readonly Run[]): Promise<readonly Comparison[]> {
  const {objects} = await observe(plane.api)
  if (objects.length < MANY_OBJECTS) return Promise.all(runs.map((run) => compareOne(plane, objects, run)))
  const comparisons: Comparison[] = []
  for (const run of runs) comparisons.push(await compareOne(plane, objects, run))
  return comparisons
}

/** Throws with the first differences, if there are any. */
async function hold(plane: ControlPlane, runs: readonly Run[], what: string): Promise<readonly Comparison[]> {
  const comparisons = await compare(plane, runs)
  const ports = comparisons.flatMap(({model}) => portsOf(model))
  const open = countServices(ports.filter(isAmbiguous))
  const details = [`${countMatches(comparisons, /^-A /gm)} rules`, ...(open > 0 ? [`${open} Services left to chance`] : [])]
  expectNoDifferences('iptables', what, comparisons, details)
  expect(open).toBeLessThan(countServices(ports) / 50)
  return comparisons
}

describe.skipIf(liveProblem())('the predicted iptables rules are those that a real kube-proxy programs', () => {
  describe('for the written scenarios', () => {
    let plane: ControlPlane
    beforeAll(async () => {
      plane = await startSettled(objectsTogether([...WRITTEN, corners]))
    })
    afterAll(() => plane?.close())

    test.each(KUBE_PROXY_VERSIONS)('on every node, by kube-proxy %s', async (version) => {
      const comparisons = await hold(plane, everyNode(version), `written scenarios, kube-proxy ${version}`)
      for (const comparison of comparisons) expect(comparison.model.families.IPv4.ports.length).toBeGreaterThan(150)
    })

    test.each(configurationsOf('iptables'))('with $what', async ({what, configuration}) => {
      await hold(plane, [{node: 'node-b', version: NEWEST_KUBE_PROXY, configuration}], what)
    })

    test('without the slices of the controllers, by the pods alone', async () => {
      const [real] = await compare(plane, everyNode('1.37').slice(0, 1))
      const {declared} = await observe(plane.api)
      const model = buildProxyModel(declared, 'node-a', (real as Comparison).model.configuration)
      const differences = compareRules(parseIptablesSave(renderIptables(model)), parseIptablesSave((real as Comparison).rules))
      const open = model.families.IPv4.ports.filter(({uncertainties}) => uncertainties.length > 0).map(({name}) => name)
      // Which endpoints topology mode Auto gives to another zone is chance.
      expect(open).toEqual(['topology/auto-lopsided'])
      expect(differences.filter(({rule}) => !open.some((name) => rule.includes(`"${name}`)))).toEqual([])
    })

    test('and those of another node differ from them', async () => {
      const [a, b] = await compare(plane, everyNode('1.37').slice(0, 2))
      const differences = compareRules(
        parseIptablesSave(renderIptables((a as Comparison).model)),
        parseIptablesSave((b as Comparison).rules),
      )
      expect(new Set(differences.map(({kind}) => kind))).toEqual(new Set(['missing-chain', 'extra-chain', 'missing-rule', 'extra-rule']))
    })

    test('with 1,000 endpoints, and without their remarks with one more', async () => {
      const [now] = await hold(plane, everyNode('1.37').slice(0, 1), 'before the crowd comes')
      const missing = 1000 - countEndpoints(now as Comparison)
      await plane.api.apply(crowd('crowd', missing))
      const [full] = await hold(plane, everyNode('1.37').slice(0, 1), '1,000 endpoints')
      expect(countEndpoints(full as Comparison)).toBe(1000)
      expect((full as Comparison).rules).toContain('default/crowd -> ')
      await plane.api.apply(crowd('one-more', 1))
      const [over] = await hold(plane, everyNode('1.37'), '1,001 endpoints')
      expect(countEndpoints(over as Comparison)).toBe(1001)
      expect((over as Comparison).rules).not.toContain('default/crowd -> ')
    })
  })

  test(
    'for written and random Services side by side',
    async () => {
      const random = onStandardNodes(randomObjects(SEED, FULL ? FULL_SIZE : CI_SIZE))
      const plane = await startSettled([...objectsTogether([...WRITTEN, corners]), ...random])
      try {
        for (const version of KUBE_PROXY_VERSIONS) {
          await hold(plane, everyNode(version), `written and random Services with seed ${SEED}, kube-proxy ${version}`)
        }
      } finally {
        await plane.close()
      }
    },
    FULL ? 3_600_000 : 900_000,
  )

  test.each(WRITTEN_WITH_NODES)('for the scenario $name, which has nodes of its own', async ({name, objects}: Scenario) => {
    const plane = await startSettled(objects())
    try {
      await hold(plane, everyNode('1.37', await readNodeNames(plane.api)), `scenario ${name}`)
    } finally {
      await plane.close()
    }
  })
})
