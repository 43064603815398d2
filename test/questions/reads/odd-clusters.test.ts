import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {snapshotNeeds} from '../../../src/questions/snapshot/needs.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {readFiles} from '../../../src/sources/files.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import type {Asked} from '../../live/asking/asked.ts'
import {asksDns, asksList, asksResolve, asksTrace, asksWhois} from '../../live/asking/questions.ts'
import {headline} from '../answer.ts'
import {playCluster} from './played-cluster.ts'
import {app, BASE, build, object, pod, service, slice, told, wholeOf} from './small-cluster.ts'

const LOAD_BALANCER = service(
  'shop',
  'edge',
  '10.0.0.31',
  {type: 'LoadBalancer', selector: {app: 'web'}},
  {status: {loadBalancer: {ingress: [{hostname: 'a1.elb.example.com'}]}}},
)
const CLIENT = pod('shop', 'client', '10.244.0.99', {app: 'client'})
const SEARCHING = pod('other', 'client', '10.244.0.98', {app: 'client'}, {dnsConfig: {searches: ['shop.svc.cluster.local']}})
const DENY = object('networking.k8s.io/v1', 'NetworkPolicy', 'shop', 'deny', {spec: {podSelector: {}, policyTypes: ['Ingress']}})
const DENY_ELSEWHERE = object('networking.k8s.io/v1', 'NetworkPolicy', 'other', 'deny', {
  spec: {podSelector: {}, policyTypes: ['Ingress']},
})

/** Each was once answered otherwise by a narrow reading. */
const CASES: readonly (readonly [string, readonly WireObject[], Asked])[] = [
  [
    'a selector like that of a neighbour is no misspelling of it',
    [
      service('shop', 'redis-a', '10.0.0.20', {selector: {app: 'redis-a'}}),
      slice('shop', 'redis-a', undefined, ''),
      ...app('shop', 'redis-b', 21),
    ],
    asksResolve('shop', 'svc/redis-a'),
  ],
  [
    'a slice of another namespace that has a Service of the name is no stray one',
    [service('shop', 'db', '10.0.0.22'), service('other', 'db', '10.0.0.23'), slice('other', 'db', '10.9.9.9')],
    asksResolve('shop', 'svc/db'),
  ],
  [
    'a slice of a neighbour of nearly the name is no stray one',
    [service('shop', 'orders', '10.0.0.24'), service('shop', 'order', '10.0.0.25'), slice('shop', 'order', '10.9.9.8')],
    asksTrace('shop', 'svc/orders'),
  ],
  [
    'a stray slice in another namespace is seen from a list of one',
    [service('shop', 'db', '10.0.0.22'), slice('other', 'db', '10.9.9.9'), ...app('shop', 'web', 30)],
    asksList('shop'),
  ],
  [
    'the policies of every namespace may be for a caller whom nobody sees',
    [...app('shop', 'web', 30), DENY_ELSEWHERE],
    asksTrace('shop', 'svc/web', '10.244.0.40'),
  ],
  [
    'the policies of every namespace may be for an address of which nobody sees the pod',
    [service('shop', 'db', '10.0.0.22'), slice('shop', 'db', '10.244.0.20'), CLIENT, DENY_ELSEWHERE],
    asksTrace('shop', 'svc/db', 'pod/client'),
  ],
  ['a bare name is taken where its caller is', [...app('shop', 'web', 30), CLIENT], asksTrace(undefined, 'http://web', 'pod/client')],
  [
    'a bare name is taken in the domains that its caller searches',
    [...app('shop', 'web', 30), SEARCHING],
    asksTrace('other', 'http://web', 'pod/client'),
  ],
  ['a load balancer goes by its host name', [...app('shop', 'web', 30), LOAD_BALANCER], asksTrace(undefined, 'http://a1.elb.example.com')],
  [
    'an alias for a short name leads nowhere',
    [...app('shop', 'web', 30), service('shop', 'd', undefined, {type: 'ExternalName', externalName: 'web.shop'})],
    asksDns('shop', 'svc/d'),
  ],
  ['a reverse name is of a pod', [...app('shop', 'web', 30)], asksWhois('30.0.244.10.in-addr.arpa')],
  ['a reverse name is asked of DNS', [...app('shop', 'web', 30)], asksDns('shop', '30.0.244.10.in-addr.arpa')],
  [
    'policies behind an alias are told',
    [...app('shop', 'web', 30), service('shop', 'a', undefined, {type: 'ExternalName', externalName: 'web.shop.svc.cluster.local'}), DENY],
    asksTrace('shop', 'svc/a'),
  ],
  [
    'a kube-proxy that runs as static pods tells its mode',
    [
      ...app('shop', 'web', 30),
      pod(
        'kube-system',
        'kube-proxy-node-a',
        '192.168.77.10',
        {component: 'kube-proxy', tier: 'node'},
        {
          hostNetwork: true,
          containers: [{name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.37.2', command: ['kube-proxy', '--proxy-mode=nftables']}],
        },
      ),
    ],
    asksTrace('shop', 'svc/web'),
  ],
  [
    'a ReplicaSet of its own that is scaled to zero explains an empty Service',
    [
      service('shop', 'web', '10.0.0.30', {selector: {app: 'web'}}),
      slice('shop', 'web', undefined, ''),
      object('apps/v1', 'ReplicaSet', 'shop', 'web', {
        spec: {
          replicas: 0,
          selector: {matchLabels: {app: 'web'}},
          template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'a', image: 'a'}]}},
        },
        status: {replicas: 0},
      }),
      CLIENT,
    ],
    asksResolve('shop', 'svc/web'),
  ],
]

describe('a narrow reading answers as the whole', () => {
  test.each(CASES)('%s', async (_, objects, asked) => {
    const all = [...BASE, ...objects]
    const {cluster} = await gather(playCluster(all), asked.needs, build)
    expect(told(asked, cluster)).toBe(told(asked, wholeOf(all)))
  })

  test('one kind that may not be read does not end the search', async () => {
    const far = [
      service('shop', 'far', '10.0.0.40', {selector: {app: 'far'}}),
      slice('shop', 'far', undefined, ''),
      pod('other', 'far-0', '10.244.0.40', {app: 'far'}),
      CLIENT,
    ]
    const asked = asksResolve('shop', 'svc/far')
    const {cluster} = await gather(playCluster([...BASE, ...far], ['CronJob']), asked.needs, build)
    expect(headline(asked.ask(cluster))).toBe(headline(asked.ask(wholeOf([...BASE, ...far]))))
    expect(headline(asked.ask(cluster))).toContain('namespace other')
  })
})

describe('a snapshot of one namespace', () => {
  test('says nothing of the others', async () => {
    const objects = [...BASE, ...app('shop', 'web', 30), ...app('other', 'api', 31)]
    const {input} = await gather(playCluster(objects), snapshotNeeds('shop'), build)
    const folder = mkdtempSync(join(tmpdir(), 'svcscope-odd-'))
    writeFileSync(
      join(folder, 's.json'),
      JSON.stringify(
        snapshotOf(
          input.objects.map((one) => one.object),
          {coverage: input.coverage},
        ),
      ),
    )
    const cluster = build(await readFiles({filenames: [join(folder, 's.json')]}, {stdin: process.stdin}))
    rmSync(folder, {recursive: true})
    expect(JSON.parse(told(asksResolve('shop', 'svc/web'), cluster)).data.services[0].verdict).toBe('resolved')
    expect(told(asksResolve('other', 'svc/api'), cluster)).toContain('whether there is a Service named api cannot be told')
    expect(JSON.parse(told(asksWhois('10.0.0.31'), cluster)).data.verdict).toBe('unknown')
    expect(told(asksTrace(undefined, '10.0.0.31:80'), cluster)).toContain('cannot be told')
  })
})
