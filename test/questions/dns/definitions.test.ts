import {describe, expect, test} from 'vitest'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {headline, textOf} from '../answer.ts'
import {ask} from './asking.ts'

const dev = {'envs/dev/web.yaml': service('web', {clusterIP: '10.0.0.1'}, 'shop')}
const prod = {'envs/prod/web.yaml': service('web', {clusterIP: '10.0.0.2'}, 'shop')}
const both = [clusterOf({...dev, ...prod}), clusterOf({...prod, ...dev})] as const

describe('a Service that several files define', () => {
  test('is answered as each of them has it', () => {
    for (const cluster of both) {
      const report = ask(cluster, 'svc/web')
      expect(report.tables[0]?.rows.map(([line]) => textOf(line)).toSorted()).toEqual([
        '✓ web.shop.svc.cluster.local resolves to 10.0.0.1: the cluster IP of shop/web (envs/dev/web.yaml)',
        '✓ web.shop.svc.cluster.local resolves to 10.0.0.2: the cluster IP of shop/web (envs/prod/web.yaml)',
      ])
      expect(report.data.services.map(({file}) => file).toSorted()).toEqual(['envs/dev/web.yaml', 'envs/prod/web.yaml'])
    }
  })

  test('cannot be told by its name, in whatever order the files are read', () => {
    for (const cluster of both) {
      expect(headline(ask(cluster, 'web.shop'))).toBe(
        "? web.shop can't be told from this input: envs/dev/web.yaml and envs/prod/web.yaml define shop/web, and do not agree",
      )
    }
  })

  test('is found by the address of any of them', () => {
    for (const cluster of both)
      for (const address of ['10.0.0.1', '10.0.0.2'])
        expect(headline(ask(cluster, address))).toBe(`✓ ${address} is web.shop.svc.cluster.local`)
  })

  test('is told where they agree', () => {
    const again = {'envs/prod/web.yaml': service('web', {clusterIP: '10.0.0.1', type: 'LoadBalancer'}, 'shop')}
    expect(headline(ask(clusterOf({...dev, ...again}), 'web.shop'))).toBe('✓ web.shop resolves to 10.0.0.1: the cluster IP of shop/web')
  })

  test('is not there where all agree on that, for whatever reason', () => {
    const alias = service('web', {type: 'ExternalName', externalName: 'www.example.com', selector: undefined}, 'shop')
    expect(headline(ask(clusterOf({...dev, 'envs/test/web.yaml': alias}), '_no._tcp.web.shop'))).toBe(
      '✗ _no._tcp.web.shop does not resolve: shop/web has no TCP port no (it has 80 without a name)',
    )
  })

  test('is the one beside the pod that asks', () => {
    const cluster = clusterOf({...prod, ...dev, 'envs/prod/app.yaml': workload('app', {namespace: 'shop'})})
    const report = ask(cluster, 'web', {from: 'deploy/app'})
    expect(headline(report)).toBe('✓ web resolves to 10.0.0.2: the cluster IP of shop/web')
    expect(report.data.variables?.values).toContainEqual({
      name: 'WEB_PORT',
      value: 'tcp://10.0.0.2:80',
      service: {namespace: 'shop', name: 'web'},
    })
  })

  test('in one file is the last, as kubectl apply would leave it', () => {
    const cluster = clusterOf(together(service('web', {clusterIP: '10.0.0.1'}, 'shop'), service('web', {clusterIP: '10.0.0.2'}, 'shop')))
    expect(headline(ask(cluster, 'web.shop'))).toBe('✓ web.shop resolves to 10.0.0.2: the cluster IP of shop/web')
  })
})
