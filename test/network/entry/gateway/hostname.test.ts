import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {commonHostnames, hostnameProblem} from '../../../../src/network/entry/gateway/hostname.ts'

const label = fc.constantFrom('a', 'b', 'c')
const name = fc.array(label, {minLength: 1, maxLength: 4}).map((labels) => labels.join('.'))
const hostname = fc.tuple(fc.boolean(), name).map(([isWild, text]) => (isWild ? `*.${text}` : text))

/** By the sentence, label by label: a wildcard stands for one label or more before the rest. */
function matches(pattern: string, host: string): boolean {
  const [first, ...rest] = pattern.split('.')
  const labels = host.split('.')
  if (first !== '*') return pattern === host
  return labels.length > rest.length && labels.slice(labels.length - rest.length).join('.') === rest.join('.')
}

describe('host names in common', () => {
  test('a host is in common when listener and route both match it', () => {
    fc.assert(
      fc.property(fc.option(hostname, {nil: undefined}), fc.array(hostname, {maxLength: 3}), name, (listener, route, host) => {
        const byListener = listener === undefined || matches(listener, host)
        const byRoute = route.length === 0 || route.some((one) => matches(one, host))
        const common = commonHostnames(listener, route)
        const byBoth = common !== undefined && (common.length === 0 || common.some((one) => matches(one, host)))
        expect(byBoth).toBe(byListener && byRoute)
      }),
      {numRuns: 2_000},
    )
  })

  test('listener and route are equal partners', () => {
    fc.assert(
      fc.property(hostname, hostname, (one, other) => {
        expect(commonHostnames(one, [other])).toEqual(commonHostnames(other, [one]))
      }),
    )
  })
})

describe('what is no host name', () => {
  // The pattern and the two exceptions of Hostname in apis/v1/shared_types.go.
  test.each(['example.com', '*.example.com', 'a', 'a-b.c0', `${'a'.repeat(63)}.example.com`])('%s is one', (text) => {
    expect(hostnameProblem(text)).toBeUndefined()
  })

  test.each([
    '',
    '*',
    'a.*.com',
    '*a.com',
    '*.*.com',
    'A.com',
    'a_b.com',
    'a.com.',
    '.a.com',
    '-a.com',
    'a..com',
    'https://a.com',
    'a.com:80',
    '10.0.0.1',
    '::1',
    'a'.repeat(254),
  ])('%s is none', (text) => {
    expect(hostnameProblem(text)).toEqual(expect.any(String))
  })
})
