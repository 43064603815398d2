import {describe, expect, test} from 'vitest'
import {type AddressRange, parseRange} from '../../../../src/network/proxy/address-range.ts'
import {formatRanges} from '../../../../src/network/proxy/nftables/source-set.ts'

const ranges = (...texts: readonly string[]) => texts.map((text) => parseRange(text) as AddressRange)

// What nft 1.0.6 printed for `ip saddr != { … } drop`.
describe('a set of ranges in a rule', () => {
  test.each([
    [['10.0.0.0/8', '10.1.0.0/16', '192.168.0.1/32'], '{ 10.0.0.0/8, 192.168.0.1 }'],
    [['10.0.0.0/25', '10.0.0.128/25'], '{ 10.0.0.0/24 }'],
    [['10.0.0.1/32', '10.0.0.2/32'], '{ 10.0.0.1-10.0.0.2 }'],
    [['10.0.0.2/31', '10.0.0.4/32', '10.0.0.5/32'], '{ 10.0.0.2-10.0.0.5 }'],
    [['0.0.0.0/31', '0.0.0.2/32'], '{ 0.0.0.0-0.0.0.2 }'],
    [['203.0.113.9/32', '10.0.0.0/8'], '{ 10.0.0.0/8, 203.0.113.9 }'],
    [['128.0.0.0/1', '0.0.0.0/1'], '{ 0.0.0.0/0 }'],
    [['192.168.0.1/32', '192.168.0.1/32'], '{ 192.168.0.1 }'],
    [['10.0.0.0/8'], '10.0.0.0/8'],
    [['10.0.0.1/32'], '10.0.0.1'],
  ])('of %j is printed as %s', (stated, printed) => {
    expect(formatRanges(ranges(...stated), 'IPv4')).toBe(printed)
  })

  test.each([
    [['fd00::/64', 'fd01::1/128'], '{ fd00::/64, fd01::1 }'],
    [['fd01::1/128'], 'fd01::1'],
    [['fd01::/127', 'fd01::2/128'], '{ fd01::-fd01::2 }'],
  ])('of %j is printed as %s', (stated, printed) => {
    expect(formatRanges(ranges(...stated), 'IPv6')).toBe(printed)
  })
})
