import {describe, expect, test} from 'vitest'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {appliedService, listed, pod, slice} from '../../network/endpoints/objects.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {exitOf, mistake, textOf} from '../answer.ts'
import {ask, cellsOf} from './asking.ts'

/** One Service of every verdict, in namespace shop. */
const every = together(
  service('web', {}, 'shop'),
  workload('web', {namespace: 'shop', replicas: 3}),
  service('checkout', {selector: {app: 'chekout'}}, 'shop'),
  workload('checkout', {namespace: 'shop'}),
  service('search', {ports: [{port: 80, targetPort: 'api'}]}, 'shop'),
  workload('search', {namespace: 'shop', replicas: 2, ports: [{name: 'api', containerPort: 7700}]}),
  workload('search-v2', {namespace: 'shop', replicas: 2, labels: {app: 'search', version: 'v2'}, ports: []}),
  service('pay', {type: 'ExternalName', selector: undefined, externalName: 'pay.example.com'}, 'shop'),
  service('erp', {selector: undefined}, 'shop'),
  service('agent', {}, 'shop'),
  workload('agent', {kind: 'DaemonSet', namespace: 'shop'}),
)

const rowsOf = (report: ReturnType<typeof ask>) => report.data.services.map(({namespace, name}) => `${namespace}/${name}`)

describe('a list of Services', () => {
  test('says of each how many endpoints are reached of how many, the verdict and the worst finding', () => {
    const report = ask(every)
    expect(cellsOf(report, 'NAME')).toEqual(['agent', 'checkout', 'erp', 'pay', 'search', 'web'])
    expect(cellsOf(report, 'ENDPOINTS')).toEqual(['1/1+', '0/0', '?', '–', '2/4', '3/3'])
    const [agent, checkout, erp, pay, search, web] = cellsOf(report, 'VERDICT')
    expect([agent, pay, web]).toEqual(['✓', '✓ external', '✓'])
    expect(checkout).toBe('✗ empty: selector typo, see deploy/checkout')
    expect(search).toBe('✗ partial: deploy/search-v2 has no port "api"')
    expect(erp).toMatch(/^\? unknown: ./)
    expect(textOf(report.tables[0]?.footer)).toBe('6 Services: 3 ok, 1 empty, 1 partial, 1 unknown')
  })

  test('has the same in its data', () => {
    const {services} = ask(every).data
    expect(services.map(({endpoints}) => endpoints)).toEqual([
      {ready: 1, total: 1, atLeast: true, others: 0},
      {ready: 0, total: 0, atLeast: false, others: 0},
      {ready: null, total: null, atLeast: false, others: 0},
      {ready: null, total: null, atLeast: false, others: 0},
      {ready: 2, total: 4, atLeast: false, others: 0},
      {ready: 3, total: 3, atLeast: false, others: 0},
    ])
    expect(services[1]).toMatchObject({
      verdict: 'empty',
      reason: 'selector',
      finding: {rule: 'routing/selector', severity: 'warning', summary: 'selector typo, see deploy/checkout'},
    })
    expect(services[5]).toMatchObject({verdict: 'resolved', reason: null, finding: null})
  })

  test('agrees with resolve on verdicts, reasons and findings', () => {
    const resolved = resolve(clusterOf(every), {targets: [], namespace: undefined, selector: undefined})
    const {services} = resolved.data as {services: readonly {name: string; verdict: string; reason: string | null}[]}
    const report = ask(every)
    const told = (all: readonly {name: string; verdict: string; reason: string | null}[]) =>
      all.map(({name, verdict, reason}) => `${name} ${verdict} ${reason}`).sort()
    expect(told(report.data.services)).toEqual(told(services))
    const messages = (findings: readonly {rule: string; message: string}[]) => findings.map(({rule, message}) => `${rule} ${message}`)
    expect(report.findings.length).toBe(3)
    expect(messages(report.findings).sort()).toEqual(messages(resolved.findings).sort())
  })

  test('only informs: its exit code counts findings, not verdicts', () => {
    const report = ask(every, {targets: ['svc/checkout']})
    expect(report.answer).toBeUndefined()
    expect(exitOf(report, true)).toBe(0)
  })

  test('is in the order of kubectl, which is that of the keys namespace/name', () => {
    const text = together(service('b', {}, 'shop'), service('a', {}, 'shop'), service('z', {}, 'shop-qa'), service('c', {}, 'ops'))
    // etcd compares "shop-qa/z" with "shop/a" as text, and "-" is before "/".
    expect(rowsOf(ask(text))).toEqual(['ops/c', 'shop-qa/z', 'shop/a', 'shop/b'])
  })

  test('shows each definition of a Service that the input has several of, by file', () => {
    const report = ask({'prod.yaml': service('web', {type: 'LoadBalancer'}), 'base.yaml': service('web')})
    expect(cellsOf(report, 'TYPE')).toEqual(['ClusterIP', 'LoadBalancer'])
  })

  test('shows a finding beside the verdict where it is not its reason', () => {
    const text = together(service('web', {selector: {app: 8}}), workload('web', {labels: {app: '8'}}))
    expect(cellsOf(ask(text), 'VERDICT')).toEqual(['✓ but spec.selector.app is a number, the API server takes strings only'])
  })

  test('names the worst finding where there are several', () => {
    // That the pods cannot be seen is only an info.
    const text = together(service('erp', {selector: {app: 8}, ports: [{port: 80}]}))
    const report = ask(text)
    expect(report.findings.map(({severity}) => severity)).toEqual(['info', 'warning'])
    expect(report.data.services[0]?.finding).toMatchObject({rule: 'input/wrong-type', severity: 'warning'})
    expect(cellsOf(report, 'VERDICT')[0]).toBe('? unknown and spec.selector.app is a number, the API server takes strings only')
  })

  test('has one name a row for xargs', () => {
    expect(ask(together(service('b'), service('a'))).names).toEqual(['service/a', 'service/b'])
  })
})

describe('the endpoints of a running cluster', () => {
  const web = appliedService()
  const two = [pod('web-0', {ips: ['10.244.0.1']}), pod('web-1', {ips: ['10.244.0.2']})]
  const endpoints = (...objects: readonly string[]) => cellsOf(ask(together(web, ...objects)), 'ENDPOINTS')[0]

  test('are those of its slices', () => {
    expect(endpoints(...two, slice([listed('web-0', '10.244.0.1'), listed('web-1', '10.244.0.2')]))).toBe('2/2')
  })

  test('count as ready where the slices say so', () => {
    const unready = listed('web-1', '10.244.0.2', {ready: false, serving: false})
    expect(endpoints(...two, slice([listed('web-0', '10.244.0.1'), unready]))).toBe('1/2')
  })

  test('are told from addresses that are no pods of the Service', () => {
    const report = ask(
      together(web, ...two, slice([listed('web-0', '10.244.0.1'), listed('web-1', '10.244.0.2'), {addresses: ['10.9.9.9']}])),
    )
    expect(cellsOf(report, 'ENDPOINTS')).toEqual(['2/2 and 1'])
    expect(report.data.services[0]?.endpoints).toEqual({ready: 2, total: 2, atLeast: false, others: 1})
    expect(cellsOf(report, 'VERDICT')).toEqual(['✓ but its EndpointSlices list 10.9.9.9, which belongs to no pod'])
  })

  test('of a Service that reaches no pod are none, whatever its slices still list', () => {
    const typo = appliedService({selector: {app: 'Web'}})
    const report = ask(together(typo, ...two, slice([listed('web-0', '10.244.0.1'), listed('web-1', '10.244.0.2')])))
    expect(report.data.services).toMatchObject([{verdict: 'empty', endpoints: {ready: 0, total: 0, others: 2}}])
    expect(cellsOf(report, 'ENDPOINTS')).toEqual(['0/0'])
  })
})

describe('what may be asked for', () => {
  const text = together(
    service('web', {}, 'shop'),
    service('api', {}, 'shop'),
    service('web', {}, 'qa'),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'db', namespace: 'qa', labels: {tier: 'data'}},
      spec: {ports: [{port: 5432}]},
    }),
  )

  test.each([
    [{}, ['qa/db', 'qa/web', 'shop/api', 'shop/web']],
    [{targets: ['svc']}, ['qa/db', 'qa/web', 'shop/api', 'shop/web']],
    [{namespace: 'shop'}, ['shop/api', 'shop/web']],
    [{selector: 'tier=data'}, ['qa/db']],
    [{targets: ['services'], selector: 'tier=data'}, ['qa/db']],
    [{targets: ['svc/web']}, ['qa/web', 'shop/web']],
    [{targets: ['svc', 'web', 'db'], namespace: 'qa'}, ['qa/db', 'qa/web']],
    [{targets: ['web', 'web'], namespace: 'qa'}, ['qa/web']],
  ])('%j', (asked, names) => {
    expect(rowsOf(ask(text, asked))).toEqual(names)
  })

  test('nothing there is no mistake', () => {
    expect(ask(text, {namespace: 'ops'})).toMatchObject({
      data: {services: []},
      tables: [],
      findings: [],
      notes: ['no Service in namespace ops'],
    })
  })

  test.each([
    ['pods', 'pods is no Service, and list shows Services only | which Services select it: svcscope resolve pods'],
    ['deploy/web', 'deploy/web is no Service, and list shows Services only | which Services select it: svcscope resolve deploy/web'],
    ['svc/web:http', 'svc/web:http names a port, and list shows whole Services | for one port: svcscope resolve svc/web:http'],
    ['svc/wbe', 'no Service named wbe in namespace shop | did you mean web?'],
  ])('%s is a mistake', (target, message) => {
    expect(mistake(() => ask(text, {targets: [target], namespace: 'shop'}))).toBe(message)
  })
})

describe('its JSON', () => {
  const validate = validatorOf('service-list')
  const balanced = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'edge', creationTimestamp: '2026-11-20T11:00:00Z'},
    spec: {
      type: 'LoadBalancer',
      clusterIPs: ['10.0.0.7', 'fd00::7'],
      externalIPs: ['192.0.2.1'],
      ports: [{name: 'https', port: 443, nodePort: 31443}],
    },
    status: {loadBalancer: {ingress: [{hostname: 'lb.example.com'}, {ip: '20.0.0.1'}]}},
  })

  test('fits the schema that ships with the package, with every verdict', async () => {
    for (const text of [every, balanced, '']) {
      const document = await documentOf(ask(text))
      validate(document)
      expect(validate.errors).toBeNull()
    }
  })

  test('is refused by the schema where a key is missing or not known', async () => {
    const document = await documentOf(ask(balanced))
    const [row] = document.data.services
    for (const wrong of [
      {...row, verdict: undefined},
      {...row, more: 1},
      {...row, endpoints: {ready: 1, total: 1}},
    ]) {
      expect(validate({...document, data: {services: [JSON.parse(JSON.stringify(wrong))]}})).toBe(false)
    }
  })

  test('has what the Service states, and null for what it does not', async () => {
    const {data} = await documentOf(ask(balanced))
    expect(data.services).toMatchObject([
      {
        namespace: 'default',
        name: 'edge',
        type: 'LoadBalancer',
        headless: false,
        clusterIPs: ['10.0.0.7', 'fd00::7'],
        externalName: null,
        externalAddresses: [
          {via: 'LoadBalancer', address: '20.0.0.1'},
          {via: 'LoadBalancer', address: 'lb.example.com'},
          {via: 'ExternalIP', address: '192.0.2.1'},
        ],
        ports: [{name: 'https', port: 443, nodePort: 31443, protocol: 'TCP'}],
        selector: null,
        creationTimestamp: '2026-11-20T11:00:00Z',
      },
    ])
  })
})
