import {describe, expect, test} from 'vitest'
import {bestPaths, fitsPath, shownPath} from '../../../../src/network/entry/ingress/ingress-path.ts'

/** The table of https://kubernetes.io/docs/concepts/services-networking/ingress/#examples, row by row. */
const SINGLE: readonly (readonly [pathType: string, path: string, asked: string, fits: boolean])[] = [
  ['Prefix', '/', '/', true],
  ['Prefix', '/', '/any/path', true],
  ['Exact', '/foo', '/foo', true],
  ['Exact', '/foo', '/bar', false],
  ['Exact', '/foo', '/foo/', false],
  ['Exact', '/foo/', '/foo', false],
  ['Prefix', '/foo', '/foo', true],
  ['Prefix', '/foo', '/foo/', true],
  ['Prefix', '/foo/', '/foo', true],
  ['Prefix', '/foo/', '/foo/', true],
  ['Prefix', '/aaa/bb', '/aaa/bbb', false],
  ['Prefix', '/aaa/bbb', '/aaa/bbb', true],
  ['Prefix', '/aaa/bbb/', '/aaa/bbb', true],
  ['Prefix', '/aaa/bbb', '/aaa/bbb/', true],
  ['Prefix', '/aaa/bbb', '/aaa/bbb/ccc', true],
  ['Prefix', '/aaa/bbb', '/aaa/bbbxyz', false],
  ['Prefix', '/aaa', '/ccc', false],
  // "Matching is case sensitive and done on a path element by element basis."
  ['Prefix', '/foo', '/Foo', false],
  ['Exact', '/foo', '/FOO', false],
]

/** The rows with several paths: which of them answers. */
const SEVERAL: readonly (readonly [rules: readonly (readonly [string, string])[], asked: string, answers: readonly string[]])[] = [
  [
    [
      ['Prefix', '/'],
      ['Prefix', '/aaa'],
    ],
    '/aaa/ccc',
    ['Prefix /aaa'],
  ],
  [
    [
      ['Prefix', '/'],
      ['Prefix', '/aaa'],
      ['Prefix', '/aaa/bbb'],
    ],
    '/aaa/bbb',
    ['Prefix /aaa/bbb'],
  ],
  [
    [
      ['Prefix', '/'],
      ['Prefix', '/aaa'],
      ['Prefix', '/aaa/bbb'],
    ],
    '/ccc',
    ['Prefix /'],
  ],
  [[['Prefix', '/aaa']], '/ccc', []],
  [
    [
      ['Prefix', '/foo'],
      ['Exact', '/foo'],
    ],
    '/foo',
    ['Exact /foo'],
  ],
]

describe('a path of an Ingress', () => {
  test.each(SINGLE)('%s %s, asked for %s: %s', (pathType, path, asked, fits) => {
    expect(fitsPath({path, pathType}, asked)).toBe(fits)
  })

  test.each(SEVERAL)('of %j, %s goes to %j', (rules, asked, answers) => {
    const read = rules.map(([pathType, path]) => ({pathType, path}))
    expect(bestPaths(read, asked).map(({pathType, path}) => `${pathType} ${path}`)).toEqual(answers)
  })

  test('none takes every path, and so does the star of load balancers that write one', () => {
    expect(fitsPath({path: undefined, pathType: undefined}, '/x')).toBe(true)
    expect(fitsPath({path: '/shop/*', pathType: 'ImplementationSpecific'}, '/shop/cart')).toBe(true)
    expect(fitsPath({path: '/shop/*', pathType: 'ImplementationSpecific'}, '/shopping')).toBe(false)
  })

  test('is not shown where it is all of them', () => {
    expect(shownPath({path: '/', pathType: 'Prefix'})).toBeUndefined()
    expect(shownPath({path: '/*', pathType: 'ImplementationSpecific'})).toBeUndefined()
    expect(shownPath({path: '/', pathType: 'Exact'})).toBe('/')
    expect(shownPath({path: '/a', pathType: 'Prefix'})).toBe('/a')
  })
})
