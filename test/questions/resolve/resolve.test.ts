import {describe, expect, test} from 'vitest'
import {parseLabelSelector} from '../../../src/cluster/label-selector.ts'
import type {Resolution} from '../../../src/questions/resolve/resolution.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import type {Report} from '../../../src/report.ts'
import {clusterOf, runningPod, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {headline, textOf} from '../answer.ts'

interface Asked {
  readonly selector?: string
  readonly namespace?: string
}

function ask(text: string, targets: readonly string[], {selector, namespace}: Asked = {}): Report & {readonly data: Resolution} {
  const parsed = selector === undefined ? undefined : parseLabelSelector(selector)
  if (parsed?.kind === 'error') throw new Error(parsed.message)
  const report = resolve(clusterOf(text), {targets, namespace, selector: parsed?.selector})
  return report as Report & {readonly data: Resolution}
}

const cells = (report: Report, column: string, table = 0): readonly string[] => {
  const index = report.tables[table]?.columns?.findIndex(({name}) => name === column) ?? -1
  return report.tables[table]?.rows.map((row) => textOf(row[index])) ?? []
}
const podNames = (report: {readonly data: Resolution}) => report.data.pods?.map(({target}) => `${target.kind}/${target.name}`)
const serviceNames = (report: {readonly data: Resolution}) => report.data.services.map(({name}) => name)

/** A Deployment with its two ReplicaSets and the one pod that runs, as `kubectl get -o yaml` has them. */
const live = {
  pod: runningPod(
    'web-5d9-x',
    {app: 'web', 'pod-template-hash': '5d9'},
    {},
    {ownerReferences: [{kind: 'ReplicaSet', name: 'web-5d9', controller: true}]},
  ),
  workload(kind: string, name: string, labels: Readonly<Record<string, string>>, owner?: string): string {
    const object = JSON.parse(workload(name, {kind, labels, own: {team: name}}))
    object.metadata.uid = `uid-of-${name}`
    if (owner) object.metadata.ownerReferences = [{kind: 'Deployment', name: owner, controller: true}]
    return JSON.stringify(object)
  },
}

const running = together(
  live.pod,
  live.workload('ReplicaSet', 'web-5d9', {app: 'web', 'pod-template-hash': '5d9'}, 'web'),
  live.workload('ReplicaSet', 'web-old', {app: 'web', 'pod-template-hash': 'old'}, 'web'),
  live.workload('Deployment', 'web', {app: 'web'}),
  live.workload('Deployment', 'gone', {app: 'gone'}),
  service('web'),
  service('gone'),
)

describe('pods that are asked about', () => {
  const text = together(service('web'), service('web-too', {selector: {app: 'web'}}), service('api'), workload('web'), workload('job'))

  test('are listed with the Services that select them, and those Services after them', () => {
    const report = ask(text, ['pods'])
    expect(report.data.pods).toMatchObject([
      {target: {kind: 'Deployment', name: 'job'}, labels: {app: 'job'}, replicas: 1, services: []},
      {
        target: {kind: 'Deployment', name: 'web'},
        workload: {kind: 'Deployment', name: 'web'},
        services: ['default/web', 'default/web-too'],
      },
    ])
    expect(serviceNames(report)).toEqual(['web', 'web-too'])
    expect(cells(report, 'SERVICES')).toEqual(['<none>', 'web, web-too'])
    expect(headline(report)).toBe('✓ deploy/web is selected by 2 Services, deploy/job by none')
  })

  test('are filtered by their labels', () => {
    expect(podNames(ask(text, ['pods'], {selector: 'app=web'}))).toEqual(['Deployment/web'])
  })

  test('that no label selects are no mistake', () => {
    const report = ask(text, ['pods'], {selector: 'app=nothing'})
    expect(report).toMatchObject({data: {pods: [], services: []}, notes: ['no pod matches -l app=nothing'], tables: [], findings: []})
    expect(report.headline).toBeUndefined()
    expect(report.answer).toBeUndefined()
  })

  test('are not selected by an ExternalName that has a selector', () => {
    const alias = service('alias', {type: 'ExternalName', externalName: 'example.com', selector: {app: 'web'}})
    expect(serviceNames(ask(together(text, alias), ['deploy/web']))).toEqual(['web', 'web-too'])
  })

  test('that run are listed with their state and node', () => {
    const report = ask(running, ['pods'])
    expect(cells(report, 'READY')).toContain('yes')
    expect(report.tables[0]?.columns?.map(({name}) => name)).not.toContain('NODE')
  })

  test('fit the schema that ships with the package', async () => {
    const validate = validatorOf('resolution')
    const missing = service('miss', {selector: {'app.kubernetes.io/name': 'web'}})
    const document = await documentOf(ask(together(text, missing), ['deploy/web', 'deploy/job', 'svc/miss']))
    validate(document)
    expect(validate.errors).toBeNull()
    expect(validate({...document, data: {...document.data, pods: [{...document.data.pods?.[0], services: undefined, more: 1}]}})).toBe(
      false,
    )
  })
})

describe('workloads that are asked about', () => {
  const text = together(workload('a', {own: {team: 'x'}}), workload('b', {own: {team: 'y'}}), service('a'), service('b'))

  test('are filtered by labels of their own, not of their pods', () => {
    expect(podNames(ask(text, ['deploy'], {selector: 'team=x'}))).toEqual(['Deployment/a'])
    expect(ask(text, ['deploy'], {selector: 'app=a'})).toMatchObject({data: {pods: []}, notes: ['no Deployment matches -l app=a']})
  })

  test.each([
    ['deploy/web', ['Pod/web-5d9-x'], ['web']],
    ['rs/web-5d9', ['Pod/web-5d9-x'], ['web']],
    ['rs/web-old', ['ReplicaSet/web-old'], ['web']],
    ['deploy/gone', ['Deployment/gone'], ['gone']],
  ])('%s of a running cluster is found', (target, pods, services) => {
    const report = ask(running, [target])
    expect(podNames(report)).toEqual(pods)
    expect(serviceNames(report)).toEqual(services)
    expect(headline(report)).toContain(`${target} is selected by 1 Service`)
  })

  test('that have no pods where Pods are listed stand for none', () => {
    expect(ask(running, ['deploy/gone']).data.pods).toMatchObject([{replicas: 0}])
  })

  test('that only their pods name are found too', () => {
    expect(podNames(ask(together(live.pod, service('web')), ['rs/web-5d9']))).toEqual(['Pod/web-5d9-x'])
    expect(podNames(ask(together(live.pod, service('web')), ['deploy/web']))).toEqual(['Pod/web-5d9-x'])
  })
})

describe('a port that is asked about', () => {
  const ports = [
    {name: 'http', port: 80, targetPort: 'http'},
    {name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns'},
    {name: 'dns-tcp', port: 53, targetPort: 53},
  ]
  const text = together(service('web', {ports}), workload('web', {ports: [{name: 'http', containerPort: 8080}]}))

  test('is answered alone', () => {
    const report = ask(text, ['svc/web:http'])
    expect(report.data.services).toMatchObject([
      {verdict: 'resolved', ports: [{name: 'http'}], endpoints: [{portName: 'http', port: 8080}], reason: null},
    ])
    expect(headline(report)).toBe('✓ default/web:http reaches 1 pod')
    expect(report.answer).toBe('positive')
    expect(ask(text, ['svc/web:dns']).answer).toBe('negative')
  })

  test.each([
    ['svc/web:53', ['dns', 'dns-tcp']],
    ['svc/web:53/udp', ['dns']],
    ['web:53/TCP', ['dns-tcp']],
  ])('%s is found by its number', (target, names) => {
    expect(ask(text, [target]).data.services[0]?.ports.map(({name}) => name)).toEqual(names)
  })

  test('that does not exist is an error that names those that do', () => {
    expect(() => ask(text, ['svc/web:http/udp'])).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('no port http/udp'),
        hint: 'its ports are http (80), dns (53/UDP) and dns-tcp (53)',
      }),
    )
  })

  test('is looked up in slices too', () => {
    const slice = (name: string, port: string, ready: boolean) =>
      JSON.stringify({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {name, labels: {'kubernetes.io/service-name': 'db'}},
        addressType: 'IPv4',
        ports: [{name: port, port: 9000, protocol: 'TCP'}],
        endpoints: [{addresses: [ready ? '10.0.0.1' : '10.0.0.2'], conditions: {ready}}],
      })
    const both = [
      {name: 'a', port: 1},
      {name: 'b', port: 2},
    ]
    const db = together(service('db', {selector: undefined, ports: both}), slice('x', 'a', true), slice('y', 'b', false))
    expect(ask(db, ['svc/db:a']).data.services).toMatchObject([{verdict: 'resolved', endpoints: [{address: '10.0.0.1'}]}])
    expect(ask(db, ['svc/db:b']).data.services).toMatchObject([{verdict: 'empty', endpoints: [{address: '10.0.0.2'}]}])
    const other = together(service('db', {selector: undefined, ports: both}), slice('x', 'a', true))
    expect(ask(other, ['svc/db:b']).data.services).toMatchObject([{verdict: 'empty', reason: 'slice-port', endpoints: []}])
  })
})

describe('a name that nothing has', () => {
  const text = together(
    service('web', {}, 'shop'),
    workload('side', {namespace: 'shop'}),
    service('site', {}, 'shop'),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'one', namespace: 'shop', labels: {app: 'one'}},
      spec: {containers: [{name: 'app', image: 'app:1'}]},
    }),
  )
  const hint = (words: string) => expect.objectContaining({hint: words})

  test.each([
    ['side', {}, 'did you mean deploy/side?'],
    ['one', {}, 'did you mean pod/one?'],
    ['pod/something-else', {}, 'svcscope resolve pod without a name lists all'],
    ['svc/wbe', {}, 'did you mean web?'],
    ['svc/web', {namespace: 'prod'}, 'it is in namespace shop: -n shop'],
    ['deploy/side', {namespace: 'prod'}, 'it is in namespace shop: -n shop'],
    ['pod/one', {namespace: 'prod'}, 'it is in namespace shop: -n shop'],
  ])('%s %j: %s', (target, asked, words) => {
    expect(() => ask(text, [target], asked)).toThrow(hint(words))
  })

  test('is told from one that -l rules out', () => {
    expect(() => ask(text, ['svc', 'web'], {selector: 'app=x'})).toThrow(
      expect.objectContaining({message: 'no Service named web with labels app=x in the input', hint: 'svc/web has no labels'}),
    )
    expect(() => ask(text, ['deploy/side'], {selector: 'app=side'})).toThrow(/no Deployment named side with labels app=side/)
  })
})

describe('how Services are shown', () => {
  test('a headless one as such, with what DNS answers', () => {
    const text = together(
      service('db', {clusterIP: 'None'}),
      workload('db', {kind: 'StatefulSet', replicas: 3}),
      service('alone', {clusterIP: 'None', selector: {app: 'alone'}}),
      workload('alone'),
    )
    expect(headline(ask(text, ['svc/db']))).toBe('✓ default/db is headless: DNS answers with the addresses of its 3 pods')
    expect(headline(ask(text, ['svc/alone']))).toBe('✓ default/alone is headless: DNS answers with the address of its only pod')
    expect(cells(ask(text, []), 'TYPE')).toEqual(['Headless', 'Headless'])
    expect(ask(text, []).data.services[0]).toMatchObject({type: 'ClusterIP', headless: true})
  })

  test('ports without name by number, at endpoints and at gaps', () => {
    const text = together(
      service('dns', {ports: [{port: 53, protocol: 'UDP', targetPort: 'dns'}]}),
      workload('good', {labels: {app: 'dns'}, ports: [{name: 'dns', containerPort: 5353, protocol: 'UDP'}]}),
      workload('bad', {labels: {app: 'dns'}}),
    )
    expect(cells(ask(text, ['svc/dns']), 'PORT')).toEqual(['53/UDP', '53/UDP'])
  })

  test('several ports as far as a line of 80 has room, else the first and how many more', () => {
    const ports = ['metrics', 'tracing', 'profiling'].map((name, index) => ({name, port: 9000 + index}))
    const few = ports.slice(0, 2)
    expect(cells(ask(service('web', {ports: few}), []), 'PORTS')).toEqual(['metrics 9000, tracing 9001'])
    expect(cells(ask(service('web', {ports}), []), 'PORTS')).toEqual(['metrics 9000, +2'])
    expect(cells(ask(service('web-with-quite-a-long-name', {ports: few}), []), 'PORTS')).toEqual(['metrics 9000, +1'])
  })

  test('a near miss with the key that holds the value instead', () => {
    const text = together(service('web', {selector: {'app.kubernetes.io/name': 'web'}}), workload('web'))
    expect(ask(text, ['svc/web']).data.services[0]?.nearMisses).toMatchObject([
      {reason: 'key', differences: [{key: 'app.kubernetes.io/name', expected: 'web', actual: null, actualKey: 'app'}]},
    ])
  })
})
