import {describe, expect, test} from 'vitest'
import {DB, KUBERNETES, object, passes, type Spec} from './passing.ts'

const linkerd = (kind: string, spec: Spec, metadata?: Spec) => object('policy.linkerd.io/v1beta3', kind, spec, metadata)

describe('a policy of Linkerd', () => {
  const server = linkerd('Server', {podSelector: DB, port: 80})

  test('closes a port of pods of its namespace, and opens nothing that NetworkPolicies close', () => {
    expect(passes('shop/web', 'shop/db', KUBERNETES, server)).toBe('Linkerd')
    expect(passes('shop/api', 'shop/db', KUBERNETES, server)).toBe(false)
    expect(passes('shop/web', 'shop/api', server)).toBe(true)
    expect(passes('shop/db', 'shop/web', server)).toBe(true)
    expect(passes('shop/web', 'other/web', server)).toBe(true)
  })

  test('closes nothing where it lets in everybody by default', () => {
    expect(passes('shop/web', 'shop/db', linkerd('Server', {podSelector: DB, port: 80, accessPolicy: 'all-unauthenticated'}))).toBe(true)
  })

  test.each([
    ['ServerAuthorization', {server: {name: 'p'}, client: {unauthenticated: true}}],
    ['AuthorizationPolicy', {targetRef: {kind: 'Server', group: 'policy.linkerd.io', name: 'p'}}],
    ['AuthorizationPolicy', {targetRef: {kind: 'Namespace', name: 'shop'}}],
  ])('that opens a Server shows that there is one, where the input does not have it: %s', (kind, spec) => {
    expect(passes('shop/web', 'shop/api', linkerd(kind, spec))).toBe('Linkerd')
    expect(passes('shop/web', 'shop/api', linkerd(kind, spec), server)).toBe(true)
    expect(passes('shop/web', 'other/web', linkerd(kind, spec))).toBe(true)
  })

  test('that opens a Server by its name is not about another one', () => {
    const authorization = linkerd('ServerAuthorization', {server: {name: 'elsewhere'}, client: {unauthenticated: true}})
    expect(passes('shop/web', 'shop/api', authorization, server)).toBe('Linkerd')
  })
})
