import {isIP} from 'node:net'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {createAddressMapping} from '../../../src/questions/snapshot/redaction/address-mapping.ts'

const key = fc.string({minLength: 8, maxLength: 16})
const ipv4 = fc.ipV4()
const ipv6 = fc.ipV6().filter((text) => !text.includes('.'))

/** By URL, which writes all groups of an IPv6 address in its own way; here only bits count. */
function bitsOf(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('')
  const [left = '', right = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [left, right].map((side) => side.split(':').filter((group) => group !== ''))
  const groups = [...(before ?? []), ...Array<string>(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill('0'), ...(after ?? [])]
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('')
}

function shared(a: string, b: string): number {
  const [left, right] = [bitsOf(a), bitsOf(b)]
  const differing = [...left].findIndex((bit, index) => bit !== right[index])
  return differing < 0 ? left.length : differing
}

/** What an address is by its range (RFC 1918, 6598, 3927, 1122; 4193, 4291). */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^10\./, 'private 10'],
  [/^172\.(1[6-9]|2\d|3[01])\./, 'private 172'],
  [/^192\.168\./, 'private 192'],
  [/^100\.(6[4-9]|[789]\d|1[01]\d|12[0-7])\./, 'shared'],
  [/^169\.254\./, 'link-local'],
  [/^127\./, 'loopback'],
  [/^0\./, 'this network'],
  [/^(22[4-9]|23\d)\./, 'multicast'],
  [/^(24\d|25[0-5])\./, 'reserved'],
  [/^\d+\./, 'public'],
  [/^fd[\da-f]{2}:/, 'private fd'],
  [/^fc[\da-f]{2}:/, 'private fc'],
  [/^fe[89ab][\da-f]:/, 'link-local'],
  [/^ff[\da-f]{2}:/, 'multicast'],
  [/^[23][\da-f]{3}:/, 'global'],
]
const classOf = (address: string) => CLASSES.find(([pattern]) => pattern.test(address.toLowerCase()))?.[1] ?? 'other'

describe.each([
  ['IPv4', ipv4],
  ['IPv6', ipv6],
] as const)('%s addresses', (_, address) => {
  test('that share their first n bits share them afterwards, and no more', () => {
    const flips = fc.integer({min: 0, max: 127})
    fc.assert(
      fc.property(key, address, address, flips, (secret, a, b, length) => {
        const map = createAddressMapping(secret)
        const [left = '', right = ''] = [map(a), map(b)]
        expect([isIP(left), isIP(right)]).toEqual([isIP(a), isIP(b)])
        expect(shared(left, right)).toBe(shared(a, b))
        const near = withBitsOf(a, b, length)
        expect(shared(left, map(near) ?? '')).toBe(shared(a, near))
      }),
    )
  })

  test('stay what they are: private, link-local, loopback, public', () => {
    fc.assert(
      fc.property(key, address, (secret, one) => {
        expect(classOf(createAddressMapping(secret)(one) ?? '')).toBe(classOf(one))
      }),
    )
  })
})

/** The first bits of the one address, and the rest of the other. */
function withBitsOf(a: string, b: string, length: number): string {
  const bits = bitsOf(a).slice(0, length) + bitsOf(b).slice(length)
  const size = bits.length === 32 ? 8 : 16
  const numbers = Array.from({length: bits.length / size}, (_, index) => Number.parseInt(bits.slice(index * size, (index + 1) * size), 2))
  return size === 8 ? numbers.join('.') : numbers.map((group) => group.toString(16)).join(':')
}

test('the ranges of private addresses, those of everything and those of nothing else are what they were', () => {
  const map = createAddressMapping('some key')
  for (const range of [
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    'fd00::/8',
    'fe80::/10',
    '127.0.0.1',
    '::1',
  ])
    expect(map(range)).toBe(range)
})

test('a range holds afterwards what it held before', () => {
  const length = fc.integer({min: 8, max: 32})
  fc.assert(
    fc.property(key, ipv4, ipv4, length, (secret, a, other, bits) => {
      const map = createAddressMapping(secret)
      const network = withBitsOf(a, '0.0.0.0', bits)
      const [mapped = '', prefix] = (map(`${network}/${bits}`) ?? '').split('/')
      expect(Number(prefix)).toBe(bits)
      expect(withBitsOf(mapped, '0.0.0.0', bits)).toBe(mapped)
      for (const one of [a, other]) expect(shared(map(one) ?? '', mapped) >= bits).toBe(shared(one, network) >= bits)
    }),
  )
})

test('an address with the length of its range keeps its own bits', () => {
  const map = createAddressMapping('some key')
  expect(map('10.1.2.3/24')).toBe(`${map('10.1.2.3')}/24`)
})

test('nobody can tell them without the key: another one makes other addresses', () => {
  const addresses = Array.from({length: 50}, (_, index) => `10.244.${index}.${index}`)
  const [first, second] = ['one key', 'another'].map((secret) => addresses.map(createAddressMapping(secret)))
  expect(first?.filter((address, index) => address === second?.[index])).toEqual([])
  expect(new Set(first).size).toBe(50)
})

test('what is no address is none', () => {
  const map = createAddressMapping('some key')
  expect(['web', '10.0.0', '300.1.1.1', '', 'fe80::1%eth0'].map(map)).toEqual([undefined, undefined, undefined, undefined, undefined])
})
