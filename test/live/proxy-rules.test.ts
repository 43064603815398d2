import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {fieldsOf, valueAt} from '../../src/cluster/fields.ts'
import type {WireObject} from '../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../src/network/proxy/configuration.ts'
import {endpointChain, serviceChain} from '../../src/network/proxy/iptables/chain-name.ts'
import {compareRules, type RuleDifference} from '../../src/network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../src/network/proxy/iptables/dump.ts'
import {renderIptables} from '../../src/network/proxy/iptables/save-text.ts'
import {type KubeProxyVersion, NEWEST_KUBE_PROXY} from '../../src/network/proxy/kube-proxy-version.ts'
import {buildProxyModel, type ProxyModel, type RoutedPort} from '../../src/network/proxy/proxy-model.ts'
import {type ControlPlane, startControlPlane} from './harness/control-plane.ts'
import {weaveFabric} from './harness/fabric.ts'
import {noteFigures} from './harness/figures.ts'
import {proxyConfiguration, readSettledRules, removeProxy, startProxy} from './harness/proxy.ts'
import {liveProblem} from './harness/requirements.ts'
import {cornerConfigurations} from './proxy/corner-configurations.ts'
import {corners} from './proxy/corners.ts'
import {crowd} from './proxy/crowd.ts'
import {onStandardNodes} from './proxy/standard-nodes.ts'
import {clusterOf, observe} from './scenario/observation.ts'
import {predictEndpoints} from './scenario/prediction.ts'
import {CI_SIZE, FULL_SIZE, randomObjects} from './scenario/random.ts'
import {objectsTogether, type Scenario} from './scenario/scenario.ts'
import {chooseSeed} from './scenario/seed.ts'
import {applyFresh, compareSettled} from './scenario/settlement.ts'
import {WRITTEN, WRITTEN_WITH_NODES} from './scenario/written/index.ts'

/** One kube-proxy to be: where, and how it differs from the usual. */
interface Run {
  readonly node: string
  readonly version: KubeProxyVersion
  readonly configuration: WireObject
}

const PROGRAMS = {'1.35': 'kube-proxy-1.35', '1.36': 'kube-proxy-1.36', '1.37': 'kube-proxy'} as const satisfies Record<
  KubeProxyVersion,
  string
>
const NODES = ['node-a', 'node-b', 'node-c']
const MOST_RESTARTS = 8
/** One node after the other: tens of thousands of rules take the kernel half a minute, and reading them takes from that. */
const MANY_OBJECTS = 5000
const FULL = process.env['SVCSCOPE_FULL'] !== undefined
const SEED = chooseSeed(20_261)

/** A control plane with these objects, their nodes on the fabric, and controllers that are done. */
async function startWith(objects: readonly WireObject[]): Promise<ControlPlane> {
  const plane = await startControlPlane()
  try {
    const nodes = objects.filter(({kind}) => kind === 'Node')
    await Promise.all([weaveFabric(plane.sandbox, nodes), applyFresh(plane.api, objects)])
    await compareSettled(plane.api, predictEndpoints, {patienceMs: 2_000})
    return plane
  } catch (error) {
    await plane.close()
    throw error
  }
}

interface Comparison {
  readonly model: ProxyModel
  readonly rules: string
  readonly differences: readonly RuleDifference[]
}

interface Compared extends Comparison {
  /** How often kube-proxy had to begin again. */
  readonly restarts: number
}

/** Whether a difference is about a port of which kube-proxy itself cannot say which endpoints count. */
function isLeftToChance(model: ProxyModel, {chain, rule}: RuleDifference): boolean {
  const marks = portsOf(model)
    .filter(isAmbiguous)
    .flatMap((port) => [
      `"${port.name} `,
      ...(['KUBE-SVC', 'KUBE-SVL', 'KUBE-EXT', 'KUBE-FW'] as const).map((kind) => serviceChain(kind, port)),
      ...port.endpoints.map((endpoint) => endpointChain(port, endpoint)),
    ])
  return marks.some((mark) => chain === mark || rule.includes(mark))
}

const portsOf = ({families}: ProxyModel) => Object.values(families).flatMap(({ports}) => ports)
const isAmbiguous = ({uncertainties}: RoutedPort) => uncertainties.includes('duplicates')

function compareWith(rules: string, objects: readonly WireObject[], {node, version, configuration}: Run): Comparison {
  const document = fieldsOf(proxyConfiguration(node, 'iptables', configuration))
  const model = buildProxyModel(clusterOf(objects), node, readProxyConfiguration(document, {version}))
  const differences = compareRules(parseIptablesSave(renderIptables(model)), parseIptablesSave(rules))
  return {model, rules, differences: differences.filter((difference) => !isLeftToChance(model, difference))}
}

function withoutZones(objects: readonly WireObject[]): readonly WireObject[] {
  return objects.map((object) =>
    object['kind'] === 'Node' ? {...object, metadata: {...fieldsOf(object['metadata']), labels: {}}} : object,
  )
}

/**
 * Lets a real kube-proxy program its node, compares, and removes it again. It may begin without knowing its zone, and then never learns it: it asks
 * to be told of a Node that it may already have heard of (ProxyServer.Run, NodeTopologyConfig). Such a one begins again.
 */
async function compareOne(plane: ControlPlane, objects: readonly WireObject[], run: Run): Promise<Compared> {
  const {node, version, configuration} = run
  for (let restarts = 0; ; restarts++) {
    await startProxy(plane, node, 'iptables', {program: PROGRAMS[version], configuration})
    const rules = await readSettledRules(plane.sandbox, node, 'iptables')
    await removeProxy(plane.sandbox, node, 'iptables')
    const comparison = compareWith(rules, objects, run)
    const lacksZone = comparison.differences.length > 0 && compareWith(rules, withoutZones(objects), run).differences.length === 0
    if (!lacksZone || restarts === MOST_RESTARTS) return {...comparison, restarts}
  }
}

async function compare(plane: ControlPlane, runs: readonly Run[]): Promise<readonly Compared[]> {
  const {objects} = await observe(plane.api)
  if (objects.length < MANY_OBJECTS) return Promise.all(runs.map((run) => compareOne(plane, objects, run)))
  const comparisons: Compared[] = []
  for (const run of runs) comparisons.push(await compareOne(plane, objects, run))
  return comparisons
}

/** Throws with the first differences, if there are any. */
async function hold(plane: ControlPlane, runs: readonly Run[], what: string): Promise<readonly Comparison[]> {
  const comparisons = await compare(plane, runs)
  const all = comparisons.flatMap(({differences, model}) => differences.map((difference) => ({node: model.node.name, ...difference})))
  const count = comparisons.reduce((sum, {rules}) => sum + rules.split('\n').filter((line) => line.startsWith('-A ')).length, 0)
  const ports = comparisons.flatMap(({model}) => portsOf(model))
  const servicesOf = (some: typeof ports) => new Set(some.map(({service}) => `${service.namespace}/${service.name}`)).size
  const open = servicesOf(ports.filter(isAmbiguous))
  const restarts = comparisons.reduce((sum, comparison) => sum + comparison.restarts, 0)
  const figures = [
    `${servicesOf(ports)} Services`,
    `${runs.length} kube-proxies`,
    `${count} rules`,
    `${all.length} differences`,
    ...(open > 0 ? [`${open} Services left to chance`] : []),
    ...(restarts > 0 ? [`${restarts} began without their zone`] : []),
  ]
  noteFigures(`iptables rules, ${what}: ${figures.join(', ')}`)
  expect(all.slice(0, 8)).toEqual([])
  expect(open).toBeLessThan(servicesOf(ports) / 50)
  return comparisons
}

function everyNode(version: KubeProxyVersion, nodes: readonly string[] = NODES): readonly Run[] {
  return nodes.map((node) => ({node, version, configuration: {}}))
}

const endpointsOf = ({model}: Comparison) => model.families.IPv4.ports.reduce((sum, {endpoints}) => sum + endpoints.length, 0)

describe.skipIf(liveProblem())('the predicted iptables rules are those that a real kube-proxy programs', () => {
  describe('for the written scenarios', () => {
    let plane: ControlPlane
    beforeAll(async () => {
      plane = await startWith(objectsTogether([...WRITTEN, corners]))
    })
    afterAll(() => plane?.close())

    test.each<KubeProxyVersion>(['1.37', '1.36', '1.35'])('on every node, by kube-proxy %s', async (version) => {
      const comparisons = await hold(plane, everyNode(version), `written scenarios, kube-proxy ${version}`)
      for (const comparison of comparisons) expect(comparison.model.families.IPv4.ports.length).toBeGreaterThan(150)
    })

    test.each(cornerConfigurations)('with $what', async ({what, configuration}) => {
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
      const missing = 1000 - endpointsOf(now as Comparison)
      await plane.api.apply(crowd('crowd', missing))
      const [full] = await hold(plane, everyNode('1.37').slice(0, 1), '1,000 endpoints')
      expect(endpointsOf(full as Comparison)).toBe(1000)
      expect((full as Comparison).rules).toContain('default/crowd -> ')
      await plane.api.apply(crowd('one-more', 1))
      const [over] = await hold(plane, everyNode('1.37'), '1,001 endpoints')
      expect(endpointsOf(over as Comparison)).toBe(1001)
      expect((over as Comparison).rules).not.toContain('default/crowd -> ')
    })
  })

  test(
    'for written and random Services side by side',
    async () => {
      const random = onStandardNodes(randomObjects(SEED, FULL ? FULL_SIZE : CI_SIZE))
      const plane = await startWith([...objectsTogether([...WRITTEN, corners]), ...random])
      try {
        for (const version of ['1.37', '1.36', '1.35'] as const) {
          await hold(plane, everyNode(version), `written and random Services with seed ${SEED}, kube-proxy ${version}`)
        }
      } finally {
        await plane.close()
      }
    },
    FULL ? 3_600_000 : 900_000,
  )

  test.each(WRITTEN_WITH_NODES)('for the scenario $name, which has nodes of its own', async ({name, objects}: Scenario) => {
    const plane = await startWith(objects())
    try {
      const nodes = (await plane.api.list('/api/v1/nodes')).map((node) => String(valueAt(node, 'metadata', 'name')))
      await hold(plane, everyNode('1.37', nodes), `scenario ${name}`)
    } finally {
      await plane.close()
    }
  })
})
