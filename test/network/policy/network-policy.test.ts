import {describe, expect, test} from 'vitest'
import {clusterOf, workload} from '../../manifest.ts'
import {ask} from './asked.ts'

const PODS = ['web', 'api', 'db']
  .map((name) => workload(name, {namespace: 'shop', ports: [{name: 'main', containerPort: 80}]}))
  .join('\n---\n')

function policy(spec: unknown, name = 'p'): string {
  return JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace: 'shop'}, spec})
}

describe('a NetworkPolicy', () => {
  test('lets everything pass to pods that it does not select', () => {
    const cluster = clusterOf([PODS, policy({podSelector: {matchLabels: {app: 'db'}}})].join('\n---\n'))
    expect(ask(cluster, 'shop/web', 'shop/api').ingress).toEqual({allowed: true, because: {kind: 'default'}})
  })

  test('isolates pods that it selects, without rules from everybody', () => {
    const cluster = clusterOf([PODS, policy({podSelector: {matchLabels: {app: 'db'}}})].join('\n---\n'))
    expect(ask(cluster, 'shop/web', 'shop/db')).toMatchObject({
      allowed: false,
      ingress: {because: {kind: 'isolated', policies: [{name: 'p'}]}},
    })
  })

  test('lets in whom a rule names, and the rule is told', () => {
    const rule = {from: [{podSelector: {matchLabels: {app: 'api'}}}], ports: [{port: 'main'}]}
    const cluster = clusterOf([PODS, policy({podSelector: {matchLabels: {app: 'db'}}, ingress: [rule]})].join('\n---\n'))
    expect(ask(cluster, 'shop/web', 'shop/db').allowed).toBe(false)
    expect(ask(cluster, 'shop/api', 'shop/db')).toMatchObject({allowed: true, ingress: {because: {kind: 'rule', rule: {index: 0}}}})
    expect(ask(cluster, 'shop/api', 'shop/db', {port: 81}).allowed).toBe(false)
  })
})
