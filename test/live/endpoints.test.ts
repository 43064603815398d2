import {isDeepStrictEqual} from 'node:util'
import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../src/cluster/cluster.ts'
import {itemsOf, valueAt} from '../../src/cluster/fields.ts'
import type {WireObject} from '../../src/cluster/object.ts'
import type {Resolution} from '../../src/questions/resolve/resolution.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import type {Report} from '../../src/report.ts'
import type {Api} from './harness/api.ts'
import {startControlPlane} from './harness/control-plane.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {type Comparison, describeDifference, type Predict} from './scenario/comparison.ts'
import {clusterOf, managerOf, type Observation, SLICE_CONTROLLER} from './scenario/observation.ts'
import {predictAfterChanges, predictEndpoints} from './scenario/prediction.ts'
import {CI_SIZE, FULL_SIZE, type PopulationSize, randomObjects} from './scenario/random.ts'
import {makeChanges, randomChanges} from './scenario/random-changes.ts'
import {createRandom} from './scenario/random-numbers.ts'
import {objectsTogether} from './scenario/scenario.ts'
import {chooseSeed} from './scenario/seed.ts'
import {applyFresh, compareSettled} from './scenario/settlement.ts'
import {findSmallestCase} from './scenario/smallest-case.ts'
import {WRITTEN, WRITTEN_WITH_NODES} from './scenario/written/index.ts'

const SIZE = process.env['SVCSCOPE_FULL'] ? FULL_SIZE : CI_SIZE
const SEED = chooseSeed(2026)
const COMMAND = `SEED=${SEED}${process.env['SVCSCOPE_FULL'] ? ' SVCSCOPE_FULL=1' : ''} npx vitest run --config test/live/vitest.config.ts endpoints`

async function withControlPlane<Result>(run: (api: Api) => Promise<Result>): Promise<Result> {
  const plane = await startControlPlane()
  try {
    return await run(plane.api)
  } finally {
    await plane.close()
  }
}

/** Compares; throws with a case made small where the real controllers disagree. */
async function hold(
  api: Api,
  predict: Predict,
  what: string,
): Promise<{readonly observation: Observation; readonly comparison: Comparison}> {
  const {observation, comparison, late} = await compareSettled(api, predict)
  const {services, endpoints, hints, differences} = comparison
  const {gitVersion} = await api.get('/version')
  const figures = `${services} Services, ${endpoints} endpoints, hints of ${hints}, ${differences.length} differences`
  noteFigures(`endpoints, ${what}: ${figures}${late > 0 ? `, ${late} after a reminder` : ''} (Kubernetes ${gitVersion})`)
  const [first] = differences
  if (!first) return {observation, comparison}
  const {text} = await findSmallestCase(api, observation, first, predict, COMMAND)
  throw new Error([...differences.slice(0, 10).map(describeDifference), text].join('\n'))
}

/** Compares the slices of new Services, and again after a share of the pods and Services has changed. */
async function holdWithChanges(api: Api, objects: readonly WireObject[], what: string, share: number): Promise<Comparison> {
  await applyFresh(api, objects)
  const first = await hold(api, predictEndpoints, what)
  expectAgreement(first.observation)
  const changes = randomChanges(createRandom(SEED), first.observation.objects, share)
  expect(changes).not.toEqual([])
  await makeChanges(api, changes)
  const second = await hold(api, predictAfterChanges, `${what} after ${changes.length} changes`)
  expectAgreement(second.observation)
  return first.comparison
}

const ALL = {targets: [], namespace: undefined, selector: undefined}

/** With the real slices in the input, `resolve` has nothing to say about slices and pods that differ, and says the same as without them. */
function expectAgreement({objects, slices, declared}: Observation): void {
  const cluster = clusterOf(objects)
  expect(differencesFound(cluster)).toEqual([])
  const [read, expected] = [servicesOf(resolve(cluster, ALL)), servicesOf(resolve(declared, ALL))]
  // Whether a Node that the input lacks is gone only slices can tell: without them that is a doubt or no cause at all. The endpoints are the same.
  const isDoubted = new Set([...read, ...expected].filter(({reason}) => reason === 'no-node').map(({name}) => name))
  const certain = ({name}: {readonly name: string}) => !isDoubted.has(name)
  expect(disagreements(read.filter(certain), expected.filter(certain))).toEqual([])
  const endpointsOf = (services: typeof read) =>
    services.filter((service) => !certain(service)).map(({name, endpoints}) => ({name, endpoints}))
  expect(endpointsOf(read)).toEqual(endpointsOf(expected))
  expect(isDoubted.size).toBeLessThan(expected.length / 4)
  // It would have something to say.
  const listing = slices.find((slice) => managerOf(slice) === SLICE_CONTROLLER && itemsOf(slice['endpoints']).length > 0)
  const emptied = objects.map((object) => (object === listing ? {...object, endpoints: []} : object))
  expect(differencesFound(clusterOf(emptied))).toHaveLength(1)
}

function differencesFound(cluster: Cluster): readonly string[] {
  return resolve(cluster, ALL)
    .findings.filter(({rule}) => rule === 'routing/endpoints-differ')
    .map(({message}) => message)
}

/** The first of those about which two answers differ, one after the other. */
function disagreements(some: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const at = some.findIndex((one, index) => !isDeepStrictEqual(one, others[index]))
  if (at < 0) return some.length === others.length ? [] : [some.length, others.length]
  return [some[at], others[at]]
}

/** The answer about every Service, without what only slices can tell: each by its whole name, whatever needs attention first. */
function servicesOf({data}: Report) {
  const {services} = data as Resolution
  return services
    .map(({endpoints, ...service}) => ({
      ...service,
      name: `${service.namespace}/${service.name}`,
      endpoints: endpoints.map(({hints: _, ...endpoint}) => JSON.stringify(endpoint)).toSorted(),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

describe.skipIf(liveProblem())('the endpoints that svcscope predicts are those that the real controllers write', () => {
  test('for every Service of the written scenarios, new and after changes', async () => {
    const comparison = await withControlPlane((api) => holdWithChanges(api, objectsTogether(WRITTEN), 'written scenarios', 0.25))
    expect(WRITTEN.length).toBeGreaterThanOrEqual(12)
    expect(comparison.services).toBeGreaterThanOrEqual(150)
    expect(comparison.endpoints).toBeGreaterThan(comparison.services)
    expect(comparison.hints).toBeGreaterThan(0)
  })

  test.each(WRITTEN_WITH_NODES)('for the scenario $name, which has nodes of its own', async ({name, objects}) => {
    const comparison = await withControlPlane((api) => holdWithChanges(api, objects(), `scenario ${name}`, 0.5))
    expect(comparison.endpoints).toBeGreaterThan(comparison.services)
  })

  test('for random Services, new and after changes', async () => {
    const what = `random Services on ${SIZE.pods} pods with seed ${SEED}`
    const comparison = await withControlPlane((api) => holdWithChanges(api, randomObjects(SEED, SIZE), what, 0.15))
    expect(comparison.services).toBeGreaterThan(SIZE.services)
    expect(comparison.endpoints).toBeGreaterThan(SIZE.services)
    expect(comparison.hints).toBeGreaterThan(0)
  }, 900_000)
})

describe.skipIf(liveProblem())('a prediction that is wrong', () => {
  const SMALL: PopulationSize = {services: 40, pods: 200}
  const forgetful: Predict = (cluster, service) => predictEndpoints(cluster, {...service, publishNotReadyAddresses: false})

  test('is found, and shown with the smallest case that makes it wrong', async () => {
    await withControlPlane(async (api) => {
      await applyFresh(api, randomObjects(SEED, SMALL))
      const {observation, comparison} = await compareSettled(api, forgetful, {patienceMs: 2_000, reminds: false})
      const [first] = comparison.differences
      if (!first) throw new Error('no difference was found')
      const {objects, tries, text} = await findSmallestCase(api, observation, first, forgetful, COMMAND)
      expect(tries).toBeGreaterThan(1)
      const [service, ...pods] = objects
      expect(valueAt(service, 'spec', 'publishNotReadyAddresses')).toBe(true)
      expect(pods).toHaveLength(1)
      expect(pods[0]?.['kind']).toBe('Pod')
      // Nothing that the pod has besides what makes it wrong: it is not ready, or it terminates, or its node is not there.
      expect(JSON.stringify(pods[0]).length).toBeLessThan(500)
      expect(text).toContain(`see it again: ${COMMAND}`)
      noteFigures(`endpoints: a deliberate fault on ${SMALL.services} Services was reduced to 2 objects in ${tries} tries`)
    })
  })
})
