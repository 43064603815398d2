import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {familyOf, parseAddress} from '../../src/cluster/address.ts'

describe('an address has one text', () => {
  test.each([
    ['10.244.0.9', 'IPv4', '10.244.0.9'],
    // Octets with leading zeros are decimal to Kubernetes, not octal.
    ['010.000.001.08', 'IPv4', '10.0.1.8'],
    ['FD00:10:0244::5', 'IPv6', 'fd00:10:244::5'],
    ['fd00:0:0:1:0:0:0:5', 'IPv6', 'fd00:0:0:1::5'],
    // Two runs of equal length: the first one is shortened. A single zero group never is (RFC 5952, 4.2).
    ['fd00:0:0:1:2:0:0:5', 'IPv6', 'fd00::1:2:0:0:5'],
    ['fd00:0:1:2:3:4:5:6', 'IPv6', 'fd00:0:1:2:3:4:5:6'],
    ['0:0:0:0:0:0:0:1', 'IPv6', '::1'],
    ['0:0:0:0:0:0:0:0', 'IPv6', '::'],
    ['fd00:1:0:0:0:0:0:0', 'IPv6', 'fd00:1::'],
    ['64:ff9b::10.0.0.1', 'IPv6', '64:ff9b::a00:1'],
    // Written in IPv6, it is an IPv4 address all the same.
    ['::ffff:10.0.0.1', 'IPv4', '10.0.0.1'],
    ['::ffff:a00:1', 'IPv4', '10.0.0.1'],
  ] as const)('%s is %s %s', (text, family, canonical) => {
    expect(parseAddress(text)).toEqual({family, text: canonical})
    expect([familyOf(text), familyOf(canonical)]).toEqual([family, family])
  })

  test.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.1.2',
    '10.0.0.',
    'a.b.c.d',
    'web',
    'fe80::1%eth0',
    '1::2::3',
    'g::1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '::00001',
    ':1::',
    '1:::2',
    '::1.2.3',
    '1.2.3.4::',
    ':',
    ':::',
    '10.0.0.1/24',
  ])('%j is none', (text) => expect(parseAddress(text)).toBeUndefined())

  test('of an IPv6 address nothing is lost, and what was written once stays', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({min: 0, max: 0xffff})), {minLength: 8, maxLength: 8})
    fc.assert(
      fc.property(groups, (groups) => {
        fc.pre(groups.slice(0, 5).some((group) => group !== 0))
        const text = parseAddress(groups.map((group) => group.toString(16).padStart(4, '0')).join(':'))?.text ?? ''
        const [left = '', right] = text.split('::').map((part) => part.split(':').filter(Boolean))
        const filled = right === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
        expect([...filled].map((group) => Number.parseInt(group, 16))).toEqual(groups)
        expect(parseAddress(text)?.text).toBe(text)
      }),
    )
  })
})
