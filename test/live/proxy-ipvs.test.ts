import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {fieldsOf} from '../../src/cluster/fields.ts'
import type {WireObject} from '../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../src/network/proxy/configuration.ts'
import type {RuleDifference} from '../../src/network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../src/network/proxy/iptables/dump.ts'
import {compareIpvs, compareIpvsRules, type IpvsDifference} from '../../src/network/proxy/ipvs/difference.ts'
import {parseIpvsDump} from '../../src/network/proxy/ipvs/dump.ts'
import {type IpvsProgram, programIpvs} from '../../src/network/proxy/ipvs/program.ts'
import {ipSetsText, rulesText} from '../../src/network/proxy/ipvs/save-text.ts'
import {buildProxyModel, type ProxyModel} from '../../src/network/proxy/proxy-model.ts'
import {until} from './harness/api.ts'
import type {ControlPlane} from './harness/control-plane.ts'
import {proxyConfiguration, readRules, readSettledRules, removeProxy, startProxy} from './harness/proxy.ts'
import {liveProblem} from './harness/requirements.ts'
import {type Comparison, countMatches, expectNoDifferences} from './proxy/comparison.ts'
import {configurationsOf} from './proxy/configurations.ts'
import {deleteContradictedServices, exceptFor} from './proxy/contradicted-services.ts'
import {corners} from './proxy/corners.ts'
import {everyNode, type Run} from './proxy/run.ts'
import {readNodeNames, readObjects, startSettled} from './proxy/settled-plane.ts'
import {onStandardNodes, STANDARD_NODES} from './proxy/standard-nodes.ts'
import {clusterOf, observe} from './scenario/observation.ts'
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
/** The only version whose ipvs proxier is driven: from 1.35 on it has not changed what it programs. */
const VERSION = '1.37'

interface IpvsComparison extends Comparison<IpvsDifference | RuleDifference> {
  readonly programs: readonly IpvsProgram[]
}

function predict(objects: readonly WireObject[], {node, version, configuration}: Run): Pick<IpvsComparison, 'model' | 'programs'> {
  const document = fieldsOf(proxyConfiguration(node, 'ipvs', configuration))
  const model: ProxyModel = buildProxyModel(clusterOf(objects), node, readProxyConfiguration(document, {version}))
  // The fabric joins the pods of a node by a bridge.
  const programs = (['IPv4', 'IPv6'] as const).map((family) => programIpvs(model, family, {attachment: 'bridge'}))
  return {model, programs}
}

/** Of virtual servers, sets and rules. */
function differencesOf(programs: readonly IpvsProgram[], dump: string): IpvsComparison['differences'] {
  const expected = programs.flatMap((program) => parseIptablesSave(rulesText(program)))
  return [...compareIpvs(programs, parseIpvsDump(dump)), ...compareIpvsRules(expected, parseIptablesSave(dump))]
}

/** What runs on a node, once there is nothing left to do or that has taken too long. */
async function compareRunning({sandbox}: ControlPlane, objects: readonly WireObject[], run: Run): Promise<IpvsComparison> {
  const prediction = predict(objects, run)
  const differencesFrom = (rules: string) => differencesOf(prediction.programs, rules)
  const isDone = async () => differencesFrom(await readRules(sandbox, run.node, 'ipvs')).length === 0
  await until(`kube-proxy of ${run.node}`, isDone, {timeoutMs: 120_000, everyMs: 1_000}).catch(() => undefined)
  const rules = await readSettledRules(sandbox, run.node, 'ipvs')
  return {...prediction, rules, differences: differencesFrom(rules), restarts: 0}
}

/** Lets the real proxier program its node, which it goes on doing, and compares. It knows its zone from the start. */
async function compareOne(plane: ControlPlane, objects: readonly WireObject[], run: Run): Promise<IpvsComparison> {
  await startProxy(plane, run.node, 'ipvs', {configuration: run.configuration})
  const rules = await readSettledRules(plane.sandbox, run.node, 'ipvs')
  const prediction = predict(objects, run)
  return {...prediction, rules, differences: differencesOf(prediction.programs, rules), restarts: 0}
}

async function hold(plane: ControlPlane, runs: readonly Run[], what: string): Promise<readonly IpvsComparison[]> {
  const objects = await readObjects(plane.api)
  const comparisons = await Promise.all(runs.map((run) => compareOne(plane, objects, run)))
  await Promise.all(runs.map(({node}) => removeProxy(plane.sandbox, node, 'ipvs')))
  expectNone(comparisons, what)
  return comparisons
}

/** Throws with the first differences, if there are any. */
function expectNone(comparisons: readonly IpvsComparison[], what: string): void {
  const servers = comparisons.flatMap(({programs}) => programs.flatMap(({virtualServers}) => virtualServers))
  const contested = servers.filter(({rivals}) => rivals.length > 0).length
  expectNoDifferences('ipvs', `${what} (no packet went through them: this kernel has no IPVS)`, comparisons, [
    `${countMatches(comparisons, /^-A (?:-t|-u|--sctp-service) /gm)} virtual servers`,
    `${countMatches(comparisons, /^-a /gm)} real servers`,
    `${countMatches(comparisons, /^add /gm)} set entries`,
    `${countMatches(comparisons, /^-A [A-Z]/gm)} rules`,
    ...(contested > 0 ? [`${contested} virtual servers that several Services claim`] : []),
  ])
  // Each part was printed, and with it compared.
  for (const {rules} of comparisons) {
    expect(Object.values(parseIpvsDump(rules))).not.toContain(undefined)
    expect(parseIptablesSave(rules).length).toBeGreaterThanOrEqual(4)
  }
}

describe.skipIf(liveProblem())('the predicted virtual servers, sets and rules are those that the real ipvs proxier programs', () => {
  describe('for the written scenarios', () => {
    let plane: ControlPlane
    beforeAll(async () => {
      plane = await startSettled(objectsTogether([...WRITTEN, corners]))
    })
    afterAll(() => plane?.close())

    test('on every node, and those of another node differ', async () => {
      const comparisons = await hold(plane, everyNode(VERSION), 'written scenarios')
      for (const {model} of comparisons) expect(model.families.IPv4.ports.length).toBeGreaterThan(150)
      const [a, b] = comparisons as [IpvsComparison, IpvsComparison]
      const differences = compareIpvs(a.programs, parseIpvsDump(b.rules))
      expect(new Set(differences.map(({kind}) => kind))).toEqual(new Set(['missing', 'extra']))
      expect(new Set(differences.map(({where}) => where.split(' ')[0]))).toEqual(new Set(['virtual', 'set']))
    })

    test('and ipset takes the sets for the same as they are printed', async () => {
      const objects = await readObjects(plane.api)
      const {programs} = predict(objects, everyNode(VERSION)[1] as Run)
      const text = programs.map(ipSetsText).join('')
      await plane.sandbox.exec(['ipset', 'restore'], {namespace: 'node-node-b', input: text})
      const saved = (await plane.sandbox.exec(['ipset', 'save'], {namespace: 'node-node-b'})).stdout
      await plane.sandbox.exec(['ipset', 'destroy'], {namespace: 'node-node-b'})
      expect(parseIpvsDump(saved).sets?.length).toBe(34)
      expect(compareIpvs(programs, parseIpvsDump(saved))).toEqual([])
    })

    test('with each configuration that changes them', async () => {
      for (let first = 0; first < configurationsOf('ipvs').length; first += STANDARD_NODES.length) {
        const group = configurationsOf('ipvs').slice(first, first + STANDARD_NODES.length)
        const runs = group.map(
          ({configuration}, index) => ({node: STANDARD_NODES[index] as string, version: VERSION, configuration}) as const,
        )
        await hold(plane, runs, group.map(({what}) => what).join('; '))
      }
    })
  })

  test(
    'for written and random Services side by side, new and after changes',
    async () => {
      const random = onStandardNodes(randomObjects(SEED, FULL ? FULL_SIZE : CI_SIZE))
      const plane = await startSettled([...objectsTogether([...WRITTEN, corners]), ...random])
      try {
        const unclear = await deleteContradictedServices(plane.api)
        const what = `written and random Services with seed ${SEED}${exceptFor(unclear)}`
        const objects = await readObjects(plane.api)
        const comparisons = await Promise.all(everyNode(VERSION).map((run) => compareOne(plane, objects, run)))
        expectNone(comparisons, what)

        const changes = randomChanges(createRandom(SEED), (await observe(plane.api)).objects, 0.15)
        await makeChanges(plane.api, changes)
        await compareSettled(plane.api, predictAfterChanges, {patienceMs: 2_000})
        await deleteContradictedServices(plane.api)
        const after = await readObjects(plane.api)
        const changed = await Promise.all(everyNode(VERSION).map((run) => compareRunning(plane, after, run)))
        expectNone(changed, `${what} after ${changes.length} changes`)
        expect(changed.map(({rules}) => rules)).not.toEqual(comparisons.map(({rules}) => rules))
      } finally {
        await plane.close()
      }
    },
    FULL ? 3_600_000 : 900_000,
  )

  test.each(WRITTEN_WITH_NODES)('for the scenario $name, which has nodes of its own', async ({name, objects}) => {
    const plane = await startSettled(objects())
    try {
      await hold(plane, everyNode(VERSION, await readNodeNames(plane.api)), `scenario ${name}`)
    } finally {
      await plane.close()
    }
  })
})
