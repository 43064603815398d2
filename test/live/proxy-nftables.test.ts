import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {WireObject} from '../../src/cluster/object.ts'
import {KUBE_PROXY_VERSIONS, NEWEST_KUBE_PROXY} from '../../src/network/proxy/kube-proxy-version.ts'
import type {TableDifference} from '../../src/network/proxy/nftables/difference.ts'
import {until} from './harness/api.ts'
import type {ControlPlane} from './harness/control-plane.ts'
import {KUBE_PROXY_PROGRAMS} from './harness/kube-proxy-programs.ts'
import {readRules, readSettledRules, removeProxy, startProxy, stopProxy} from './harness/proxy.ts'
import {liveProblem} from './harness/requirements.ts'
import {type Comparison, countEndpoints, countMatches, expectNoDifferences} from './proxy/comparison.ts'
import {configurationsOf} from './proxy/configurations.ts'
import {deleteContradictedServices, exceptFor} from './proxy/contradicted-services.ts'
import {corners} from './proxy/corners.ts'
import {crowd} from './proxy/crowd.ts'
import {type NftablesPrediction, predictNftables} from './proxy/nftables-prediction.ts'
import {compareProgrammed, lacksItsZone, MOST_RESTARTS} from './proxy/programmed-rules.ts'
import {everyNode, type Run} from './proxy/run.ts'
import {readNodeNames, readObjects, startSettled} from './proxy/settled-plane.ts'
import {onStandardNodes, STANDARD_NODES} from './proxy/standard-nodes.ts'
import {observe} from './scenario/observation.ts'
import {predictAfterChanges} from './scenario/prediction.ts'
import {CI_SIZE, FULL_SIZE, randomObjects} from './scenario/random.ts'
import {makeChanges, randomChanges} from './scenario/random-changes.ts'
import {createRandom} from './scenario/random-numbers.ts'
import {objectsTogether} from './scenario/scenario.ts'
import {chooseSeed} from './scenario/seed.ts'
import {compareSettled} from './scenario/settlement.ts'
import {WRITTEN, WRITTEN_WITH_NODES} from './scenario/written/index.ts'

const FULL = process.env['SVCSCOPE_FULL'] !== undefined
const SEED = chooseSeed(20_261)

type NftablesComparison = NftablesPrediction & Comparison<TableDifference>

/** Lets a real kube-proxy program its node, and compares. */
async function compareOne(plane: ControlPlane, objects: readonly WireObject[], run: Run): Promise<NftablesComparison> {
  return compareProgrammed(plane, 'nftables', run, objects, (rules, read) => {
    const prediction = predictNftables(read, run)
    return {...prediction, rules, differences: prediction.differencesFrom(rules)}
  })
}

/** The same again of a kube-proxy that runs, which has some time to do its work: nothing may differ then but what it has yet to delete. */
async function compareRunning(plane: ControlPlane, run: Run, timeoutMs = 30_000): Promise<NftablesComparison> {
  const {node} = run
  const prediction = predictNftables(await readObjects(plane.api), run)
  const isDone = async () =>
    prediction.differencesFrom(await readRules(plane.sandbox, node, 'nftables')).every(({kind}) => kind === 'stale')
  await until(`kube-proxy of ${node}`, isDone, {timeoutMs, everyMs: 500}).catch(() => undefined)
  const rules = await readSettledRules(plane.sandbox, node, 'nftables')
  return {...prediction, rules, differences: prediction.differencesFrom(rules), restarts: 0}
}

/** Ends the kube-proxy of a node and lets another take over its rules, once more where that began without its zone. */
async function replace(plane: ControlPlane, run: Run, timeoutMs?: number): Promise<NftablesComparison> {
  const objects = await readObjects(plane.api)
  for (let restarts = 0; ; restarts++) {
    await stopProxy(plane.sandbox, run.node)
    await startProxy(plane, run.node, 'nftables', {program: KUBE_PROXY_PROGRAMS[run.version]})
    const comparison = await compareRunning(plane, run, timeoutMs)
    const lacksZone = lacksItsZone(objects, (read) => predictNftables(read, run).differencesFrom(comparison.rules))
    if (!lacksZone || restarts === MOST_RESTARTS) return {...comparison, restarts}
  }
}

async function compare(plane: ControlPlane, runs: readonly Run[]): Promise<readonly NftablesComparison[]> {
  const objects = await readObjects(plane.api)
  return Promise.all(runs.map((run) => compareOne(plane, objects, run)))
}

/** Throws with the first differences, if there are any. */
function expectNone(comparisons: readonly NftablesComparison[], what: string): void {
  const details = [`${countMatches(comparisons, /^\t\t.*/gm)} lines of rules`, `${countMatches(comparisons, /^\tchain /gm)} chains`]
  expectNoDifferences('nftables', what, comparisons, details)
}

async function hold(plane: ControlPlane, runs: readonly Run[], what: string): Promise<readonly NftablesComparison[]> {
  const comparisons = await compare(plane, runs)
  await Promise.all(runs.map(({node}) => removeProxy(plane.sandbox, node, 'nftables')))
  expectNone(comparisons, what)
  return comparisons
}

const notStale = (comparison: NftablesComparison): NftablesComparison => ({
  ...comparison,
  differences: comparison.differences.filter(({kind}) => kind !== 'stale'),
})
const staleOf = ({differences}: NftablesComparison) => differences.flatMap(({kind, where}) => (kind === 'stale' ? where : [])).sort()

describe.skipIf(liveProblem())('the predicted nftables rules are those that a real kube-proxy programs', () => {
  describe('for the written scenarios', () => {
    let plane: ControlPlane
    beforeAll(async () => {
      plane = await startSettled(objectsTogether([...WRITTEN, corners]))
    })
    afterAll(() => plane?.close())

    test.each(KUBE_PROXY_VERSIONS)('on every node, by kube-proxy %s', async (version) => {
      const comparisons = await hold(plane, everyNode(version), `written scenarios, kube-proxy ${version}`)
      for (const comparison of comparisons) {
        expect(comparison.model.families.IPv4.ports.length).toBeGreaterThan(150)
        expect(countEndpoints(comparison)).toBeLessThan(1000)
      }
      // What is right for one node is not for another.
      const [a, b] = comparisons as [NftablesComparison, NftablesComparison]
      expect(new Set(a.differencesFrom(b.rules).map(({kind}) => kind))).toEqual(new Set(['missing', 'extra']))
    })

    test('with each configuration that changes them', async () => {
      const configurations = configurationsOf('nftables')
      for (let first = 0; first < configurations.length; first += STANDARD_NODES.length) {
        const group = configurations.slice(first, first + STANDARD_NODES.length)
        const runs = group.map(({configuration}, index) => ({
          node: STANDARD_NODES[index] as string,
          version: NEWEST_KUBE_PROXY,
          configuration,
        }))
        await hold(plane, runs, group.map(({what}) => what).join('; '))
      }
    })

    test('letter by letter as nft prints them once it has read ours', async () => {
      const [{text}] = (await hold(plane, everyNode('1.37').slice(1, 2), 'the text')) as [NftablesComparison]
      await plane.sandbox.exec(['nft', '-f', '-'], {namespace: 'node-node-b', input: text})
      const printed = await readRules(plane.sandbox, 'node-b', 'nftables')
      await plane.sandbox.exec(['nft', 'flush', 'ruleset'], {namespace: 'node-node-b'})
      expect(printed).toBe(text)
    })

    test('but for what is idle after an upgrade in place', async () => {
      const run = everyNode('1.35')[0] as Run
      expectNone(await compare(plane, [run]), 'before an upgrade')
      const idle: Record<string, unknown> = {}
      for (const version of ['1.36', '1.37'] as const) {
        const comparison = await replace(plane, {...run, version})
        expectNone([notStale(comparison)], `kube-proxy ${version} in place of an older one`)
        // Chains of Services are deleted some time; of the fixed ones one is left in each family for good.
        idle[version] = staleOf(comparison).filter((where) => !where.includes('/'))
      }
      const left = ['chain mark-for-masquerade', 'chain mark-for-masquerade']
      expect(idle).toEqual({'1.36': left, '1.37': left})
    })

    test('and a downgrade in place to 1.35, which takes empty chains for its own, is found out', async () => {
      const comparison = await replace(plane, everyNode('1.35')[0] as Run, 5_000)
      await removeProxy(plane.sandbox, 'node-a', 'nftables')
      const {differences} = notStale(comparison)
      expect(differences).not.toEqual([])
      for (const {kind, where} of differences) expect(`${kind} in ${where}`).toMatch(/^missing in chain endpoint-/)
    })

    test('and the chains of a Service that is gone wait, empty, until kube-proxy has more to do', async () => {
      const run = everyNode('1.37')[0] as Run
      expectNone(await compare(plane, [run]), 'before a Service goes')
      await makeChanges(plane.api, [{method: 'DELETE', path: '/api/v1/namespaces/affinity/services/sticky', body: {}}])
      const without = await compareRunning(plane, run)
      expect(notStale(without).differences).toEqual([])
      expect(staleOf(without).map((where) => where.replace(/-[A-Z2-7]{8}-/, ' '))).toEqual([
        expect.stringMatching(/^chain endpoint affinity\/sticky\/tcp\/__10\.244\.0\.\d+\/8080$/),
        expect.stringMatching(/^chain endpoint affinity\/sticky\/tcp\/__10\.244\.1\.\d+\/8080$/),
        expect.stringMatching(/^chain endpoint affinity\/sticky\/tcp\/__10\.244\.2\.\d+\/8080$/),
        'chain service affinity/sticky/tcp/',
      ])
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      await plane.api.apply(crowd('one-more', 1))
      const after = await compareRunning(plane, run)
      await removeProxy(plane.sandbox, run.node, 'nftables')
      expect(after.differences).toEqual([])
    })
  })

  test('for written and random Services side by side, new and after changes', async () => {
    const random = onStandardNodes(randomObjects(SEED, FULL ? FULL_SIZE : CI_SIZE))
    const plane = await startSettled([...objectsTogether([...WRITTEN, corners]), ...random, ...crowd('crowd', 1001)])
    try {
      const unclear = await deleteContradictedServices(plane.api)
      const what = `written and random Services with seed ${SEED}${exceptFor(unclear)}`
      if (FULL) {
        for (const version of ['1.35', '1.36'] as const) await hold(plane, everyNode(version), `${what}, kube-proxy ${version}`)
      }
      const comparisons = await compare(plane, everyNode('1.37'))
      expectNone(comparisons, `${what}, kube-proxy 1.37`)
      for (const comparison of comparisons) expect(countEndpoints(comparison)).toBeGreaterThan(1000)

      const changes = randomChanges(createRandom(SEED), (await observe(plane.api)).objects, 0.15)
      await makeChanges(plane.api, changes)
      await compareSettled(plane.api, predictAfterChanges, {patienceMs: 2_000})
      await deleteContradictedServices(plane.api)
      const changed = await Promise.all(everyNode('1.37').map((run) => compareRunning(plane, run)))
      expectNone(changed.map(notStale), `${what} after ${changes.length} changes`)
      expect(changed.map(({rules}) => rules)).not.toEqual(comparisons.map(({rules}) => rules))
    } finally {
      await plane.close()
    }
  }, 900_000)

  test.each(WRITTEN_WITH_NODES)('for the scenario $name, which has nodes of its own', async ({name, objects}) => {
    const plane = await startSettled(objects())
    try {
      await hold(plane, everyNode('1.37', await readNodeNames(plane.api)), `scenario ${name}`)
    } finally {
      await plane.close()
    }
  })
})
