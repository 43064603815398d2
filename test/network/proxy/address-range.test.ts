import {describe, expect, test} from 'vitest'
import {contains, isLoopback, parseRange} from '../../../src/network/proxy/address-range.ts'

describe('a range of addresses', () => {
  test.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['192.168.77.11/32', '192.168.77.11/32'],
    ['010.001.0.0/16', '10.1.0.0/16'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['FD00:0010::1/112', 'fd00:10::/112'],
    ['2001:db8::82/128', '2001:db8::82/128'],
    ['fe80::ffff/10', 'fe80::/10'],
    ['2001:db8:1:2:3:4:5:6/64', '2001:db8:1:2::/64'],
    ['::1:2:3/112', '::1:2:0/112'],
  ])('%s reads as %s', (text, network) => {
    expect(parseRange(text)?.text).toBe(network)
  })

  test.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8x',
    '10.0.0.0/0008',
    '1/10.0.0.0/8',
    '/8',
    'primary',
    '::ffff:10.0.0.0/104',
    '::ffff:10.0.0.0/24',
    '',
  ])('%j is none', (text) => {
    expect(parseRange(text)).toBeUndefined()
  })

  test.each([
    ['10.244.0.0/16', '10.244.255.255', true],
    ['10.244.0.0/16', '10.245.0.0', false],
    ['192.168.77.10/32', '192.168.77.10', true],
    ['192.168.77.10/31', '192.168.77.12', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['fd00:244::/32', 'fd00:244:ffff::1', true],
    ['fd00:244::/32', 'fd00:245::', false],
    ['::/0', '10.0.0.1', false],
    ['10.0.0.0/8', '<web>', false],
  ])('whether %s has %s: %s', (text, address, expected) => {
    const range = parseRange(text)
    expect(range && contains(range, address)).toBe(expected)
  })

  test('of loopback is 127.0.0.0/8 and ::1', () => {
    expect(['127.0.0.1', '127.255.0.9', '::1'].every(isLoopback)).toBe(true)
    expect(['128.0.0.1', '::2', '12.7.0.1', '127.host', 'tbd'].some(isLoopback)).toBe(false)
  })
})
