import {describe, expect, test} from 'vitest'
import {clusterIPConflictsOf} from '../../src/network/cluster-ip-conflicts.ts'
import {bandOf, clusterIPRangesOf, holdsClusterIP} from '../../src/network/cluster-ips.ts'
import {clusterOf, together} from '../manifest.ts'
import {held as heldBy, ranges, running} from './cluster-ip-objects.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')

/** `out-of-range 10.1.0.1 shop/web`, a conflict a line. */
function conflictsIn(...objects: readonly string[]): readonly string[] {
  return clusterIPConflictsOf(clusterOf(together(...objects)), NOW).map((conflict) => {
    const nameOf = ({namespace, name}: {readonly namespace: string; readonly name: string}) => `${namespace}/${name}`
    switch (conflict.kind) {
      case 'orphan':
        return `orphan ${conflict.hold.address} ${conflict.service ? nameOf(conflict.service) : 'gone'}`
      case 'shared':
        return `shared ${conflict.address} ${conflict.services.map(nameOf).join(' ')}`
      default:
        return `${conflict.kind} ${conflict.address} ${nameOf(conflict.service)}`
    }
  })
}

const rangeOf = (text: string) => {
  const [range] = clusterIPRangesOf(clusterOf(ranges('one', [text])))
  if (!range) throw new Error(`no range ${text}`)
  return range
}

describe('a range of cluster IPs', () => {
  // From the table of KEP-3070, and the tests of calculateRangeOffset and hostsPerNetwork in the API server.
  test.each([
    ['192.168.1.0/24', 254n, 16],
    ['10.96.0.0/20', 4094n, 256],
    ['10.96.0.0/16', 65_534n, 256],
    ['192.168.1.0/25', 126n, 16],
    ['192.168.1.0/27', 30n, 16],
    ['192.168.1.0/28', 14n, 0],
    ['192.168.1.0/30', 2n, 0],
    ['192.168.1.0/31', 0n, 0],
    ['192.168.1.1/32', 0n, 0],
    ['192.168.0.0/23', 510n, 32],
    ['fd00::/112', 65_535n, 256],
    ['fd00::/120', 255n, 16],
    ['fd00::/124', 15n, 0],
    ['fd00::/64', (1n << 64n) - 1n, 256],
  ])('%s has %s addresses for Services, of which %s are for those who ask by name', (text, size, staticSize) => {
    expect(rangeOf(text)).toMatchObject({size, staticSize, used: 0, free: size})
  })

  test('begins with the static band, behind the address of the network', () => {
    const range = rangeOf('192.168.1.0/24')
    const bands = ['192.168.1.0', '192.168.1.1', '192.168.1.16', '192.168.1.17', '192.168.1.254', '192.168.1.255', '192.168.2.1', 'fd00::1']
    expect(bands.map((address) => bandOf(range, address))).toEqual([
      undefined,
      'static',
      'static',
      'dynamic',
      'dynamic',
      undefined,
      undefined,
      undefined,
    ])
  })

  test('of IPv6 ends with an address that Services can have', () => {
    const range = rangeOf('fd00::/120')
    expect(['fd00::', 'fd00::1', 'fd00::ff', 'fd00::100'].map((address) => holdsClusterIP(range, address))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('counts each address once that a Service has or an IPAddress holds, by band', () => {
    const cluster = clusterOf(
      together(
        ranges('kubernetes', ['10.0.0.0/24', 'fd00::/120']),
        ranges('beside', ['10.0.0.0/24']),
        running('kubernetes', ['10.0.0.1']),
        heldBy('10.0.0.1', 'kubernetes'),
        running('web', ['10.0.0.200', 'fd00::c8']),
        heldBy('10.0.0.201', 'gone'),
        running('far', ['10.1.0.1']),
        running('none', ['None']),
      ),
    )
    const found = clusterIPRangesOf(cluster).map(({range, serviceCIDRs, used, usedStatic, free}) => [
      range.text,
      serviceCIDRs,
      used,
      usedStatic,
      free,
    ])
    expect(found).toEqual([
      ['10.0.0.0/24', ['kubernetes', 'beside'], 3, 1, 251n],
      ['fd00::/120', ['kubernetes'], 1, 0, 254n],
    ])
  })

  test('is open unless its ServiceCIDR is not ready, or about to go', () => {
    const isOpen = (more: Readonly<Record<string, unknown>>, metadata = {}) =>
      clusterIPRangesOf(clusterOf(ranges('one', ['10.0.0.0/24'], more, metadata)))[0]?.isOpen
    const ready = (status: string) => ({status: {conditions: [{type: 'Ready', status}]}})
    expect([isOpen({}), isOpen(ready('True')), isOpen(ready('False'))]).toEqual([true, true, false])
    expect(isOpen(ready('True'), {deletionTimestamp: '2026-11-20T11:00:00Z'})).toBe(false)
  })

  test('is none where the input has no ServiceCIDR, or one that is no range', () => {
    expect(clusterIPRangesOf(clusterOf(running('web', ['10.0.0.1'])))).toEqual([])
    expect(clusterIPRangesOf(clusterOf(ranges('odd', ['10.0.0.0', 'x/24'])))).toEqual([])
  })
})

describe('conflicts of cluster IPs', () => {
  const CIDR = ranges('kubernetes', ['10.0.0.0/24'])
  const web = running('web', ['10.0.0.20'])

  test('are none where each Service has its address in a range, and its IPAddress', () => {
    expect(conflictsIn(CIDR, web, heldBy('10.0.0.20', 'web'))).toEqual([])
    // Without any IPAddress the cluster is older than they are.
    expect(conflictsIn(CIDR, web)).toEqual([])
    expect(conflictsIn(web)).toEqual([])
  })

  test('are addresses outside of every range, and those that no Service can have', () => {
    const outside = running('far', ['10.1.0.1'])
    const broadcast = running('last', ['10.0.0.255'])
    expect(conflictsIn(CIDR, outside, broadcast)).toEqual(['out-of-range 10.0.0.255 shop/last', 'out-of-range 10.1.0.1 shop/far'])
    expect(conflictsIn(CIDR, ranges('more', ['10.1.0.0/24']), outside)).toEqual([])
  })

  test('are addresses that several Services have, told once', () => {
    expect(conflictsIn(CIDR, web, running('twin', ['10.0.0.20']), heldBy('10.0.0.20', 'web'))).toEqual([
      'shared 10.0.0.20 shop/web shop/twin',
    ])
    // Two definitions of one Service are one.
    expect(conflictsIn(CIDR, web, web)).toEqual([])
  })

  test('are addresses that nothing holds, or that are held for something else', () => {
    const other = heldBy('10.0.0.9', 'other')
    const services = running('other', ['10.0.0.9'])
    expect(conflictsIn(CIDR, web, services, other)).toEqual(['not-held 10.0.0.20 shop/web'])
    expect(conflictsIn(CIDR, web, services, other, heldBy('10.0.0.20', 'other'))).toEqual(['held-for-other 10.0.0.20 shop/web'])
    expect(
      conflictsIn(CIDR, web, services, other, heldBy('10.0.0.20', 'web', {resource: 'gateways', group: 'gateway.networking.k8s.io'})),
    ).toEqual(['held-for-other 10.0.0.20 shop/web'])
  })

  test('are IPAddresses of Services that are gone, or have another address', () => {
    expect(conflictsIn(CIDR, web, heldBy('10.0.0.20', 'web'), heldBy('10.0.0.8', 'gone'), heldBy('10.0.0.7', 'web'))).toEqual([
      'orphan 10.0.0.7 shop/web',
      'orphan 10.0.0.8 gone',
    ])
  })

  test('leave out what is still being made, what others made, and namespaces whose Services the input lacks', () => {
    const hold = heldBy('10.0.0.20', 'web')
    expect(conflictsIn(CIDR, web, hold, heldBy('10.0.0.8', 'gone', {}, {creationTimestamp: '2026-11-20T11:59:01Z'}))).toEqual([])
    expect(conflictsIn(CIDR, web, hold, heldBy('10.0.0.8', 'gone', {}, {creationTimestamp: '2026-11-20T11:58:59Z'}))).toHaveLength(1)
    expect(conflictsIn(CIDR, web, hold, heldBy('10.0.0.8', 'gone', {}, {labels: {}}))).toEqual([])
    expect(conflictsIn(CIDR, web, hold, heldBy('10.0.0.8', 'gone', {namespace: 'elsewhere'}))).toEqual([])
    const young = running('young', ['10.0.0.9'], {creationTimestamp: '2026-11-20T11:59:30Z'})
    expect(conflictsIn(CIDR, web, hold, young)).toEqual([])
    // Nobody has applied these.
    expect(conflictsIn(CIDR, running('planned', ['10.9.9.9'], {uid: undefined}))).toEqual([])
  })
})
