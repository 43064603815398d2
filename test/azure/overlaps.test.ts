import {describe, expect, it} from 'vitest'
import {judgePair, type NamedRange, overlapMatrix, RANGE_USES, type RangeUse} from '../../src/azure/overlaps.ts'
import {knownRange} from '../../src/azure/range.ts'
import {judgeDnsServiceIp, judgePodCidr, judgeServiceCidr, staticBand} from '../../src/azure/service-range.ts'

const named = (use: RangeUse, range: string, cluster?: string): NamedRange => ({
  name: use,
  use,
  range: knownRange(range),
  ...(cluster === undefined ? {} : {cluster}),
})

describe('two ranges that overlap', () => {
  it.each([
    ['subnet', 'service-cidr', 'create fails'],
    ['vnet', 'service-cidr', 'upgrade fails'],
    ['vnet', 'pod-cidr', 'create fails'],
    ['subnet', 'pod-cidr', 'create fails'],
    ['service-cidr', 'pod-cidr', 'create fails'],
    ['vnet', 'peer', 'create fails'],
    ['subnet', 'subnet', 'create fails'],
    ['service-cidr', 'peer', 'routing breaks'],
    ['service-cidr', 'on-premises', 'routing breaks'],
    ['pod-cidr', 'on-premises', 'routing breaks'],
    ['pod-cidr', 'pod-cidr', 'allowed'],
    ['service-cidr', 'service-cidr', 'allowed'],
    ['vnet', 'subnet', 'allowed'],
  ] as const)('%s and %s: %s, whichever comes first', (a, b, consequence) => {
    expect(judgePair(named(a, '10.0.0.0/16'), named(b, '10.0.0.0/24')).consequence).toBe(consequence)
    expect(judgePair(named(b, '10.0.0.0/24'), named(a, '10.0.0.0/16')).consequence).toBe(consequence)
  })

  it('every pair of uses that overlaps has a consequence and a reason, and none that is apart has one', () => {
    for (const a of RANGE_USES) {
      for (const b of RANGE_USES) {
        const touching = judgePair(named(a, '10.0.0.0/16'), named(b, '10.0.0.0/16'))
        expect(touching.consequence).not.toBe('none')
        expect(touching.why.length).toBeGreaterThan(5)
        expect(judgePair(named(a, '10.0.0.0/16'), named(b, '10.9.0.0/16')).consequence).toBe('none')
      }
    }
  })

  it('a subnet that reaches beyond its network cannot be made', () => {
    expect(judgePair(named('vnet', '10.0.0.0/24'), named('subnet', '10.0.0.0/16')).consequence).toBe('create fails')
  })
})

describe('reserved ranges', () => {
  it.each([
    ['service-cidr', '172.30.0.0/16'],
    ['pod-cidr', '172.16.0.0/12'],
    ['pod-cidr', '172.31.128.0/17'],
    ['vnet', '169.254.0.0/24'],
    ['subnet', '192.0.2.0/25'],
    ['vnet', '168.63.129.0/24'],
    ['service-cidr', '224.0.0.0/8'],
  ] as const)('%s %s is refused', (use, range) => {
    const matrix = overlapMatrix([named(use, range)])
    expect(matrix.map(({consequence}) => consequence)).toContain('create fails')
  })

  it('what a reserved range means on premises no document says', () => {
    expect(overlapMatrix([named('on-premises', '172.30.0.0/16')]).map(({consequence}) => consequence)).toEqual(['unknown'])
  })

  it('a matrix has every range against every other once', () => {
    const ranges = ['10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'].map((range) => named('peer', range))
    expect(overlapMatrix(ranges)).toHaveLength(6)
  })
})

describe('the service range', () => {
  it.each([
    ['10.0.0.0/11', ['error']],
    ['10.0.0.0/12', ['warning']],
    ['10.0.0.0/13', []],
    ['10.0.0.0/16', []],
    ['10.0.0.0/28', []],
    ['10.0.0.0/29', ['warning']],
    ['10.0.0.0/30', ['error']],
    ['20.0.0.0/16', ['error']],
    ['fd12:3456:789a:1::/108', []],
    ['fd12:3456:789a:1::/64', ['error']],
  ])('%s: %j', (range, severities) => {
    expect(judgeServiceCidr(knownRange(range)).map(({severity}) => severity)).toEqual(severities)
  })

  it.each([
    ['10.0.0.10', undefined],
    ['10.0.0.2', undefined],
    ['10.0.0.1', 'kubernetes Service'],
    ['10.0.0.0', 'boundary'],
    ['10.0.255.255', 'boundary'],
    ['10.1.0.10', 'not in the service CIDR'],
  ])('a DNS address of %s: %s', (address, problem) => {
    const [remark] = judgeDnsServiceIp(address, knownRange('10.0.0.0/16'))
    if (problem === undefined) expect(remark).toBeUndefined()
    else expect(remark?.message).toContain(problem)
  })

  it('pods live in private ranges only', () => {
    expect(judgePodCidr(knownRange('100.64.0.0/16'))).toEqual([])
    expect(judgePodCidr(knownRange('10.244.0.0/16'))).toEqual([])
    expect(judgePodCidr(knownRange('11.0.0.0/16'))).toHaveLength(1)
  })

  // kubernetes.io: a /24 keeps 16 addresses, a /20 has 256, a /16 caps at 256.
  it.each([
    [24, 16],
    [20, 256],
    [16, 256],
    [28, 16],
  ])('a /%i keeps %i addresses for those who choose one', (prefixLength, band) => {
    expect(staticBand(prefixLength)).toBe(band)
  })
})
