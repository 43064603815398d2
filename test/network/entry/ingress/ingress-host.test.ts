import {describe, expect, test} from 'vitest'
import {coversHost, fitsHost} from '../../../../src/network/entry/ingress/ingress-host.ts'

/** The table of https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards, and what DNS adds: no case, a final dot means nothing. */
const HOSTS: readonly (readonly [stated: string, asked: string, fits: boolean])[] = [
  ['*.foo.com', 'bar.foo.com', true],
  ['*.foo.com', 'baz.bar.foo.com', false],
  ['*.foo.com', 'foo.com', false],
  ['foo.com', 'foo.com', true],
  ['foo.com', 'bar.foo.com', false],
  ['Foo.com', 'foo.COM.', true],
  ['*.foo.com', '.foo.com', false],
]

describe('a host of an Ingress', () => {
  test.each(HOSTS)('%s, asked for %s: %s', (stated, asked, fits) => {
    expect(fitsHost(stated, asked)).toBe(fits)
  })

  test('is covered by a certificate for its wildcard, a wildcard only by one for the same', () => {
    expect(coversHost('*.foo.com', 'bar.foo.com')).toBe(true)
    expect(coversHost('*.foo.com', '*.foo.com')).toBe(true)
    expect(coversHost('bar.foo.com', '*.foo.com')).toBe(false)
    expect(coversHost('*.com', '*.foo.com')).toBe(false)
  })
})
