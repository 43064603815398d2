import {beforeAll, describe, expect, test} from 'vitest'
import {policiesOf} from '../../src/network/policy/policy-set.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {BLIND_SPOT_NAMES, type BlindSpot, blindSpotOf} from './policies/blind-spots.ts'
import {type Comparison, compare, type Difference, reduceDifference} from './policies/comparison.ts'
import {type Connection, type DrawnCluster, drawCluster, objectsOf} from './policies/random-cluster.ts'
import {withPolicyTypes} from './policies/simulator.ts'
import {clusterOf} from './scenario/observation.ts'
import {chooseSeed} from './scenario/seed.ts'

/** The clusters that are drawn for a seed, which SEED names. */
const SEED = chooseSeed(1)
const CLUSTERS = 2000
const SIMULATOR = 'cyclonus v0.5.6'

/** No two seeds have a cluster in common. */
const seedOf = (index: number) => SEED * CLUSTERS + index

const drawn = Array.from({length: CLUSTERS}, (_, index) => drawCluster(seedOf(index)))
const leftOut = new Map<BlindSpot, number>()
let comparison: Comparison

/** The cluster with those connections that cyclonus can judge; the others are counted. */
function withinSight(cluster: DrawnCluster): DrawnCluster {
  const isSeen = (connection: Connection) => {
    const blindSpot = blindSpotOf(cluster, connection)
    if (blindSpot) leftOut.set(blindSpot, (leftOut.get(blindSpot) ?? 0) + 1)
    return blindSpot === undefined
  }
  return {...cluster, connections: cluster.connections.filter(isSeen)}
}

function describeDifference({drawn: {namespaces, policies}, connection, ours, theirs}: Difference): string {
  return JSON.stringify({ours, theirs, connection, namespaces, policies}, null, 1)
}

describe.skipIf(liveProblem())(`policies of the ${CLUSTERS} clusters of seed ${SEED}`, () => {
  beforeAll(async () => {
    comparison = await compare(drawn.map(withinSight))
    const {compared, differences} = comparison
    const materialised = drawn.flatMap(({policies}) => policies).filter((policy) => withPolicyTypes(policy) !== policy).length
    noteFigures(
      `policies: ${compared} connections in ${CLUSTERS} seeded clusters compared with ${SIMULATOR} (seed ${SEED}), ${differences.length} differences; ` +
        `left out: ${BLIND_SPOT_NAMES.map((name) => `${leftOut.get(name) ?? 0} ${name}`).join(', ')}; ${materialised} policies with policyTypes filled in`,
    )
  })

  test('are judged as the simulator judges them, on either side and together', async () => {
    const {differences} = comparison
    const [first] = differences
    expect(differences.length, first && `SEED=${SEED}: ${describeDifference(await reduceDifference(first))}`).toBe(0)
  })

  test('are all understood', () => {
    const problems = drawn.flatMap((cluster) => policiesOf(clusterOf(objectsOf(cluster))).all.flatMap((policy) => policy.problems))
    expect(problems).toEqual([])
  })

  test('allow and deny often enough on either side', () => {
    const {compared, allowed} = comparison
    expect(compared).toBeGreaterThan(CLUSTERS * 20)
    for (const side of ['egress', 'ingress', 'both'] as const) {
      expect(allowed[side] / compared).toBeGreaterThan(0.3)
      expect(allowed[side] / compared).toBeLessThan(0.95)
    }
  })

  const KINDS = [
    ...['denied', 'denied: its address is in a block and excepted', 'default', 'exempt'],
    ...['anyone', 'named', 'selected', 'ip-block', 'mixed'].map((peers) => `allowed: peers ${peers}`),
    ...['any', 'all', 'number', 'range', 'named', 'mixed'].map((ports) => `allowed: ports ${ports}`),
    ...['TCP', 'UDP', 'SCTP'].map((protocol) => `allowed: a rule with ports, ${protocol}`),
    ...['IPv4', 'IPv6'].map((family) => `allowed: peers ip-block, ${family}`),
  ]
  test.each(KINDS.flatMap((kind) => [`egress ${kind}`, `ingress ${kind}`]))('are decided often enough: %s', (kind) => {
    expect(comparison.decisions.get(kind) ?? 0).toBeGreaterThan(CLUSTERS / 50)
  })

  test.each(BLIND_SPOT_NAMES)('leave out, and count, where the simulator is blind: %s', (name) => {
    expect(leftOut.get(name) ?? 0).toBeGreaterThan(0)
    // Most of what is drawn is compared.
    expect(leftOut.get(name) ?? 0).toBeLessThan(comparison.compared / 2)
  })
})
