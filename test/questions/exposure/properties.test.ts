import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {compareOutside, compareWhole, count, isFromOutside, type Tally} from './agreement.ts'
import {askExposure} from './asking.ts'
import {isDoubtful, isEmpty} from './doubtful-entry.ts'
import {clusterFrom, type DrawnCluster, drawnCluster, featuresOf} from './drawn-cluster.ts'
import {compareInside} from './inside-agreement.ts'

const RUNS = process.env['SVCSCOPE_FULL'] === '1' ? {numRuns: 400} : {numRuns: 12, seed: 5}

/** Every cluster has some of these, or most have; in so many runs each has to have been there. */
const FEATURES = [
  ...['Ingress', 'Gateway', 'ClusterIP', 'Headless', 'NodePort', 'LoadBalancer', 'external address'],
  ...['IPv4', 'IPv6', 'IPv4 and IPv6', 'IPv6 and IPv4'],
  ...['public balancer', 'internal balancer', 'planned balancer', 'source ranges beside node ports', 'Cluster', 'Local'],
  ...['plain', 'host-port', 'host-network', 'ready', 'leaving', 'unready'],
  ...['controller host-port', 'controller host-network', 'public nodes', 'private nodes'],
  ...['NetworkPolicy', 'mute', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
]

const WAYS = ['LoadBalancer', 'NodePort', 'ExternalIP', 'HostPort', 'HostNetwork', 'Ingress', 'Gateway', 'ClusterIP', 'Headless']

function compareAll(drawn: DrawnCluster, tally: Tally): void {
  const cluster = clusterFrom(drawn)
  for (const exposed of askExposure(cluster).data.services) {
    for (const entry of exposed.entries) {
      count(tally, 'entries')
      if (entry.reach === 'unknown' || isDoubtful(entry)) count(tally, 'open')
      if (isEmpty(exposed)) count(tally, 'empty')
      const compare = isFromOutside(entry) ? compareOutside : compareInside
      compare({cluster, exposed, entry, tally})
    }
    compareWhole(cluster, exposed, tally)
  }
}

describe('exposure and trace', () => {
  test('agree: whoever is told to come in is delivered, nobody else is, and no way is missing', () => {
    const tally: Tally = new Map()
    const features: Tally = new Map()
    fc.assert(
      fc.property(drawnCluster, (drawn) => {
        for (const feature of featuresOf(drawn)) count(features, feature)
        compareAll(drawn, tally)
      }),
      RUNS,
    )
    const told = JSON.stringify([...tally])
    const shareOf = (key: string) => (tally.get(key) ?? 0) / (tally.get('entries') ?? 1)
    // What cannot be told is held against nobody, and would be no answer if it were much.
    expect(shareOf('open'), told).toBeLessThan(0.1)
    expect(shareOf('empty'), told).toBeLessThan(0.25)
    for (const way of WAYS)
      for (const outcome of ['in delivered', 'out kept out'])
        expect(tally.get(`${way} ${outcome}`) ?? 0, `${way} ${outcome} ${told}`).toBeGreaterThan(10)
    for (const feature of FEATURES) expect(features.get(feature) ?? 0, `${feature} ${JSON.stringify([...features])}`).toBeGreaterThan(0)
  }, 600_000)
})
