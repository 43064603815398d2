import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {podAt, runningService, shop, slice} from '../../network/dns/shop.ts'
import {headline, mistake} from '../answer.ts'
import {ask, rows} from './asking.ts'

/** As the source reads a List: its items are objects of their own. */
const listed = (...objects: readonly string[]): Cluster => {
  const cluster = clusterOf(together(...objects))
  return {
    ...cluster,
    services: cluster.services.map((one, index) => ({...one, origin: one.origin && {...one.origin, path: ['items', index]}})),
  }
}
const statefulSet = (name: string, serviceName: string) => {
  const object = JSON.parse(workload(name, {kind: 'StatefulSet', replicas: 3, namespace: 'shop'}))
  return JSON.stringify({...object, spec: {...object.spec, serviceName}})
}
const web = runningService('web', {clusterIP: '10.0.0.5', clusterIPs: ['10.0.0.5']})
const api = runningService('api', {clusterIP: '10.0.0.6', clusterIPs: ['10.0.0.6']})

describe('a Service that is not there', () => {
  test('is unknown where one Service of a running cluster is all that the input has', () => {
    expect(headline(ask(clusterOf(web), 'db.shop'))).toBe(
      "? db.shop can't be told from this input: the input does not list the Services of namespace shop",
    )
  })

  test.each([
    ['several Services of its namespace', clusterOf(together(web, api))],
    ['a list of one', listed(web)],
  ])('does not exist beside %s', (_, cluster) => {
    expect(headline(ask(cluster, 'db.shop'))).toBe('✗ db.shop does not resolve: no Service named db in namespace shop')
  })

  test('of another namespace is in no list of this one, but in one of all', () => {
    expect(ask(listed(web, api), 'db.prod.svc').data.verdict).toBe('unknown')
    expect(ask(listed(web, runningService('kubernetes', {}, 'default')), 'db.prod.svc').data.verdict).toBe('unresolved')
  })
})

describe('what was meant', () => {
  const db = clusterOf(together(service('hl', {clusterIP: 'None', selector: {app: 'db'}}, 'shop'), statefulSet('db', 'hl')))

  test.each([
    // The other protocol, not the question again.
    ['_http._udp.web.shop', shop(), 'did you mean _http._tcp.web.shop?'],
    ['_http._tpc.web.shop', shop(), 'did you mean _http._tcp.web.shop?'],
    ['_metrcs._tcp.dns.shop', shop(), 'did you mean _metrics._tcp.dns.shop?'],
    // A StatefulSet's pods go by its serviceName.
    ['db-0.db.shop', db, 'did you mean db-0.hl.shop?'],
    ['db-0.db.shop.svc.cluster.local', db, 'did you mean db-0.hl.shop.svc.cluster.local?'],
  ])('with %s', (words, cluster, advice) => expect(ask(cluster, words).data.advice).toBe(advice))

  test('with a pod of a StatefulSet needs no namespace inside of its own', () => {
    expect(ask(db, 'db-0.db', {namespace: 'shop'}).data.advice).toBe('did you mean db-0.hl?')
    expect(ask(db, 'db-0.db').data.advice).toBe('did you mean db-0.hl.shop?')
  })

  test('with a number beyond the last is said with the numbers that are there', () => {
    expect(headline(ask(db, 'db-3.hl.shop'))).toBe(
      '✗ db-3.hl.shop does not resolve: shop/hl has no endpoint db-3: the pods of sts/db are db-0 to db-2',
    )
    expect(ask(db, 'db-3.hl.shop').data.advice).toBe('kubectl -n shop scale sts/db --replicas 4 makes it')
  })

  test('with no such pod is said otherwise where endpoints go by the names of pods', () => {
    const Corefile = '.:53 {\n  kubernetes cluster.local {\n    endpoint_pod_names\n  }\n}'
    const map = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'coredns', namespace: 'kube-system'}, data: {Corefile}}
    const cluster = clusterOf(
      together(
        JSON.stringify(map),
        runningService('web', {clusterIP: 'None', clusterIPs: ['None']}),
        podAt('web-x', {app: 'web', addresses: ['10.1.0.1']}),
        runningService('hl', {clusterIP: 'None', clusterIPs: ['None'], selector: {app: 'web'}}),
      ),
    )
    expect(ask(cluster, 'web-y.hl.shop').data.advice).toContain('endpoint_pod_names')
  })

  test('with a final dot is the same name without it', () => {
    expect(ask(shop(), 'web.shop.').data).toMatchObject({
      verdict: 'unknown',
      advice: 'its final dot keeps it from the search domains: ask for web.shop',
    })
    expect(ask(shop(), 'nothing.example.').data.advice).not.toContain('dot')
  })

  test('with another domain than the cluster’s is that domain', () => {
    expect(ask(shop(), 'web.shop.svc.k8s.example').data.advice).toBe(
      "the cluster's domain is cluster.local here; where it is k8s.example, say --cluster-domain k8s.example",
    )
  })
})

describe('an address', () => {
  test.each([
    ['10.244.0.13', '✗ 10.244.0.13 has no name: pod/web-3 has it, which is not ready in shop/web'],
    ['10.244.9.9', '✗ 10.244.9.9 has no name: no Service and no endpoint of one has the address 10.244.9.9'],
  ])('%s without a name', (address, expected) => expect(headline(ask(shop(), address))).toBe(expected))

  test('of a pod behind no Service', () => {
    expect(headline(ask(clusterOf(podAt('job', {app: 'job', addresses: ['10.244.7.7']})), '10.244.7.7'))).toBe(
      '✗ 10.244.7.7 has no name: pod/job has it, and is a ready endpoint of no Service',
    )
  })

  test('is unknown where pods of a Service are not in the input', () => {
    const alone = clusterOf(runningService('db', {clusterIP: 'None', clusterIPs: ['None']}))
    expect(headline(ask(alone, '10.244.7.7'))).toBe(
      "? 10.244.7.7 can't be told from this input: a pod of shop/db may have it, and the input does not show them",
    )
  })

  test('has PTR records only', () => {
    expect(headline(ask(shop(), '10.0.46.28', {types: ['A']}))).toBe('✗ 10.0.46.28 has no name: an address has PTR records only')
  })

  test('that nobody in the cluster has is looked up with the very command', () => {
    expect(ask(shop(), '9.9.9.9', {from: 'pod/web-1'}).data.advice).toBe(
      'ask where it is asked: kubectl -n shop exec web-1 -- getent hosts 9.9.9.9',
    )
  })
})

describe('an ExternalName', () => {
  const alias = (externalName: string | undefined) =>
    service('old', {type: 'ExternalName', externalName, selector: undefined, ports: undefined}, 'shop')
  const withApi = (externalName: string | undefined) =>
    clusterOf(together(alias(externalName), service('api', {clusterIP: '10.0.0.9'}, 'prod')))

  test.each(['api.prod', 'api.prod.svc', 'api.prod.svc.'])(
    'for %s, which no search domain completes, is mended by the full name',
    (target) => {
      const report = ask(withApi(target), 'old.shop')
      expect(report.data.verdict).toBe('unresolved')
      expect(headline(report)).toContain('shop/old is an alias of api.prod')
      expect(report.findings).toMatchObject([
        {
          rule: 'routing/dns-alias-is-short',
          severity: 'warning',
          fix: {edits: [{kind: 'replace', from: target, to: 'api.prod.svc.cluster.local'}]},
        },
      ])
      expect(ask(withApi(target), 'svc/old').data.verdict).toBe('unresolved')
    },
  )

  test('for a lone word is one too, with the Service of its namespace or none', () => {
    expect(ask(clusterOf(together(alias('api'), service('api', {}, 'shop'))), 'old.shop').data.advice).toBe(
      'write the full name: api.shop.svc.cluster.local',
    )
    expect(ask(withApi('api'), 'old.shop').findings).toMatchObject([{fix: {description: 'write the full name of what is meant'}}])
  })

  test.each(['api.example.com', 'api.example', 'localhost'])('for %s is left to other servers', (target) => {
    expect(ask(withApi(target), 'old.shop').data.verdict).toBe('external')
  })

  test('without a name is a finding', () => {
    const report = ask(withApi(undefined), 'old.shop')
    expect(headline(report)).toBe(
      '✗ old.shop does not resolve: shop/old is an ExternalName without spec.externalName, which the API server refuses',
    )
    expect(report.findings).toMatchObject([{rule: 'routing/dns-alias-without-name', object: {name: 'old'}}])
  })

  test('for itself is said to be so', () => {
    expect(headline(ask(withApi('old.shop.svc.cluster.local'), 'old.shop'))).toBe(
      '✗ old.shop does not resolve: shop/old is an ExternalName for itself',
    )
  })
})

describe('what every cluster has', () => {
  const cluster = clusterOf(together(service('web', {clusterIP: '10.0.0.5'}, 'shop'), workload('app', {namespace: 'shop'})))

  test('is the API server’s Service', () => {
    expect(headline(ask(cluster, 'svc/kubernetes', {namespace: 'default'}))).toBe(
      '✓ kubernetes.default.svc.cluster.local resolves to the cluster IP of default/kubernetes, which the input does not state',
    )
  })

  test('are its variables in every pod', () => {
    const report = ask(cluster, 'kubernetes.default', {from: 'deploy/app'})
    expect(report.data.variables?.values.filter(({name}) => name.startsWith('KUBERNETES_SERVICE'))).toEqual([
      {name: 'KUBERNETES_SERVICE_HOST', value: null, service: {namespace: 'default', name: 'kubernetes'}},
      {name: 'KUBERNETES_SERVICE_PORT', value: '443', service: {namespace: 'default', name: 'kubernetes'}},
      {name: 'KUBERNETES_SERVICE_PORT_HTTPS', value: '443', service: {namespace: 'default', name: 'kubernetes'}},
    ])
    expect(rows(report, 'VARIABLE').every((name) => name.startsWith('KUBERNETES_'))).toBe(true)
  })
})

describe('who asks', () => {
  const asking = (spec: object) => {
    const pod = JSON.parse(workload('app', {namespace: 'shop'}))
    Object.assign(pod.spec.template.spec, spec)
    return clusterOf(together(JSON.stringify(pod), service('web', {clusterIP: '10.0.0.5'}, 'shop'), service('api', {}, 'shop')))
  }
  const title = (cluster: Cluster) => ask(cluster, 'web.shop', {from: 'deploy/app'}).tables[0]?.title

  test.each([
    [{dnsPolicy: 'ClusterFirstWithHostNet'}, '(ClusterFirstWithHostNet, ndots:5)'],
    [{dnsPolicy: 'Bogus'}, '(Bogus, which kubelet takes for ClusterFirst, ndots:5)'],
    [{}, '(ClusterFirst, ndots:5)'],
  ])('with %j is described by what kubelet makes of it', (spec, expected) =>
    expect(title(asking(spec))).toEqual([{text: `  asked by deploy/app in shop ${expected}`, tone: 'dim'}]),
  )

  test('without Service links is told why there are no variables', () => {
    const report = ask(asking({enableServiceLinks: false}), 'web', {from: 'deploy/app'})
    expect(rows(report, 'VARIABLE')).toEqual([])
    expect(report.notes).toEqual(['no variables of shop/web: the pod says enableServiceLinks: false'])
    expect(report.data.variables?.serviceLinks).toBe(false)
  })

  test('from a server of its own before the cluster’s is not told what that one says', () => {
    const cluster = asking({dnsPolicy: 'None', dnsConfig: {nameservers: ['9.9.9.9', '169.254.20.10']}})
    expect(headline(ask(cluster, 'web.shop.svc.cluster.local', {from: 'deploy/app'}))).toBe(
      "? web.shop.svc.cluster.local can't be told from this input: the pod asks 9.9.9.9 first, which may not be the cluster's DNS",
    )
  })
})

describe('a question', () => {
  test('by type is asked once, however often it is typed', () => {
    expect(ask(shop(), 'web.shop', {types: ['SRV', 'SRV']}).data.names[1]?.answers).toHaveLength(1)
  })

  test('with -l must be about Services', () => {
    expect(mistake(() => ask(shop(), 'web.shop', {selector: []}))).toBe(
      '-l picks among Services, and a name is asked as it stands | leave -l out, or ask for a Service: svc/web',
    )
  })

  test('from a node without a name is refused', () => {
    expect(mistake(() => ask(shop(), 'web.shop', {from: 'node/'}))).toBe('node/ names nothing | name a node: --from node/node-a')
  })

  test('about slices that are not what the pods lead one to expect is answered from the slices, and says so', () => {
    const own = {'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': 'hl'}
    const written = JSON.parse(slice('hl-1', 'hl', {endpoints: [{addresses: ['10.1.0.9'], conditions: {ready: true}}]}))
    written.metadata.labels = own
    const cluster = clusterOf(
      together(
        runningService('hl', {clusterIP: 'None', clusterIPs: ['None'], selector: {app: 'hl'}}),
        podAt('hl-x', {app: 'hl', addresses: ['10.1.0.1']}),
        JSON.stringify(written),
      ),
    )
    const report = ask(cluster, 'hl.shop')
    expect(headline(report)).toContain('10.1.0.9')
    expect(report.notes.join()).toContain('svcscope resolve svc/hl -n shop')
  })

  test('is answered with one order of keys, whatever the answer', () => {
    const answers = ['web.shop', 'wbe.shop', 'api.example.com'].flatMap((words) =>
      ask(shop(), words).data.names.flatMap(({answers}) => answers),
    )
    expect(new Set(answers.map(({status}) => status))).toEqual(new Set(['NOERROR', 'NODATA', 'NXDOMAIN', 'unknown']))
    expect(new Set(answers.map((answer) => Object.keys(answer).join()))).toEqual(new Set(['type,status,reason,message,forwarded,records']))
  })
})
