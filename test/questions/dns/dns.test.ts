import {describe, expect, test} from 'vitest'
import {locateFinding} from '../../../src/location.ts'
import type {DnsParameters} from '../../../src/questions/dns/dns.ts'
import {RENDERERS} from '../../../src/renderers/index.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {shop, shopText} from '../../network/dns/shop.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {exitOf, headline, mistake} from '../answer.ts'
import {ask, rows} from './asking.ts'

const running = shop()

describe('the first line', () => {
  test.each([
    ['web.shop', '✓ web.shop resolves to 10.0.46.28: the cluster IP of shop/web'],
    ['dual.shop', '✓ dual.shop resolves to 10.0.46.31 and fd00:10::31: the cluster IPs of shop/dual'],
    ['db.shop', '✓ db.shop resolves to 10.244.1.10 and 10.244.1.20: the pods of shop/db, which is headless'],
    ['zero.shop', '✓ zero.shop resolves to fd00:244:1::: a pod of shop/zero, which is headless'],
    ['outside.shop', '✓ outside.shop resolves to 192.0.2.1 and 192.0.2.3: the endpoints of shop/outside, which is headless'],
    ['db-0.db.shop', '✓ db-0.db.shop resolves to 10.244.1.10: an endpoint of shop/db'],
    ['pay.shop', '✓ pay.shop is another name for api.example.com'],
    ['front.shop', '✓ front.shop is another name for web.shop.svc.cluster.local, and resolves to 10.0.46.28: the cluster IP of shop/web'],
    ['_http._tcp.web.shop', '✓ _http._tcp.web.shop has one target: web.shop.svc.cluster.local:80'],
    ['10.0.46.28', '✓ 10.0.46.28 is web.shop.svc.cluster.local'],
    ['dns-version.cluster.local', '✓ dns-version.cluster.local says "1.1.0"'],
    ['wbe.shop', '✗ wbe.shop does not resolve: no Service named wbe in namespace shop (did you mean web.shop?)'],
    ['web', '✗ web does not resolve: no Service named web in namespace default (it is in namespace shop: ask for web.shop)'],
    ['web.shpo', '✗ web.shpo does not resolve: no namespace named shpo (did you mean web.shop?)'],
    [
      '_htpt._tcp.web.shop',
      '✗ _htpt._tcp.web.shop does not resolve: shop/web has no TCP port htpt (it has http) (did you mean _http._tcp.web.shop?)',
    ],
    ['db-2.db.shop', '✗ db-2.db.shop does not resolve: endpoint db-2 of shop/db is not ready'],
    ['10.0.46.99', '✗ 10.0.46.99 has no name: no Service and no endpoint of one has the address 10.0.46.99'],
    ['api.example.com', "? api.example.com can't be told from this input: the cluster's DNS asks other servers for it"],
    ['svc/web', '✓ web.shop.svc.cluster.local resolves to 10.0.46.28: the cluster IP of shop/web'],
    [
      'svc front',
      '✓ front.shop.svc.cluster.local is another name for web.shop.svc.cluster.local, and resolves to 10.0.46.28: the cluster IP of shop/web',
    ],
    [
      'svc/address',
      '✗ address.shop.svc.cluster.local does not resolve: shop/address is an ExternalName for 192.0.2.77, which is an address and not a name',
    ],
  ])('about %s says what became of it', (words, expected) => expect(headline(ask(running, words))).toBe(expected))

  test('of a type that was asked for names the type', () => {
    expect(headline(ask(running, 'web.shop', {types: ['TXT']}))).toBe('✗ web.shop does not resolve: shop/web has no TXT record')
  })
})

describe('the exit code', () => {
  test.each([
    ['web.shop', 'resolved', 0, 0],
    ['pay.shop', 'external', 0, 0],
    ['wbe.shop', 'unresolved', 1, 1],
    ['shop.svc', 'unresolved', 1, 1],
    ['svc/unready', 'unresolved', 1, 1],
    ['api.example.com', 'unknown', 0, 1],
  ])('of %s follows from its verdict, %s', (words, verdict, usual, strict) => {
    const report = ask(running, words)
    expect(report.data.verdict).toBe(verdict)
    expect([exitOf(report), exitOf(report, true)]).toEqual([usual, strict])
  })
})

describe('a name', () => {
  test('is shown with every name that was tried, and those that were not in JSON', () => {
    const report = ask(running, 'web.shop')
    expect(rows(report, 'TRIED')).toEqual(['web.shop.default.svc.cluster.local', 'web.shop.svc.cluster.local'])
    expect(rows(report, 'ANSWER')).toEqual(['NXDOMAIN', '✓'])
    expect(report.data.names.map(({name, tried}) => [name, tried])).toEqual([
      ['web.shop.default.svc.cluster.local', true],
      ['web.shop.svc.cluster.local', true],
      ['web.shop.cluster.local', false],
      ['web.shop', false],
    ])
    expect(report.data.names[1]?.answers).toMatchObject([
      {
        type: 'A',
        status: 'NOERROR',
        records: [{name: 'web.shop.svc.cluster.local', ttl: 30, address: '10.0.46.28', object: {kind: 'Service', name: 'web'}}],
      },
      {type: 'AAAA', status: 'NODATA', reason: 'other-types', message: 'shop/web has no AAAA record', records: []},
    ])
  })

  test('is asked by a pod of the namespace that -n names', () => {
    const report = ask(running, 'web', {namespace: 'shop'})
    expect(report.data.verdict).toBe('resolved')
    expect(report.data.from).toMatchObject({object: null, namespace: 'shop', dnsPolicy: 'ClusterFirst', ndots: 5})
  })

  test('belongs to the Service that -o name prints', () => {
    expect(ask(running, 'db-0.db.shop').names).toEqual(['service/db'])
    expect(ask(running, '10.244.1.10').names).toEqual(['service/db', 'service/db-all'])
    expect(ask(running, 'example.com').names).toEqual([])
  })

  test('follows another domain', () => {
    expect(ask(running, 'web.shop.svc.k8s.example', {clusterDomain: 'K8s.Example.'}).data).toMatchObject({
      verdict: 'resolved',
      clusterDomain: 'k8s.example',
    })
  })
})

describe('who asks', () => {
  const pods = clusterOf(
    together(
      service('web', {clusterIP: '10.0.46.28'}, 'shop'),
      service('api', {clusterIP: '10.0.46.29'}, 'shop'),
      workload('plain', {namespace: 'shop'}),
      ...[{hostNetwork: true}, {hostNetwork: true, dnsPolicy: 'ClusterFirst'}].map((more, index) => {
        const agent = JSON.parse(workload(`agent-${index}`, {kind: 'DaemonSet', namespace: 'shop'}))
        Object.assign(agent.spec.template.spec, more)
        return JSON.stringify(agent)
      }),
      JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name: 'node-a'}}),
    ),
  )

  test('is a workload’s template, with the variables of the Service that was asked for', () => {
    const report = ask(pods, 'web', {from: 'deploy/plain'})
    expect(report.data.from).toMatchObject({object: {kind: 'Deployment', namespace: 'shop', name: 'plain'}, server: 'cluster'})
    expect(rows(report, 'VARIABLE').slice(0, 2)).toEqual(['WEB_SERVICE_HOST', 'WEB_SERVICE_PORT'])
    expect(rows(report, 'VARIABLE').every((name) => name.startsWith('WEB_'))).toBe(true)
    expect(new Set(report.data.variables?.values.map((variable) => variable.service.name))).toEqual(new Set(['api', 'kubernetes', 'web']))
  })

  test('sees no variables where no Service was meant', () => {
    expect(rows(ask(pods, 'example.com', {from: 'deploy/plain'}), 'VARIABLE')).toEqual([])
    expect(ask(pods, 'web.shop').data.variables).toBeNull()
  })

  test.each([
    ['ds/agent-0', {kind: 'add', entries: {dnsPolicy: 'ClusterFirstWithHostNet'}}],
    ['ds/agent-1', {kind: 'replace', from: 'ClusterFirst', to: 'ClusterFirstWithHostNet'}],
  ])('on its node’s network (%s) does not know the cluster, and is told the one field that mends it', (from, edit) => {
    const report = ask(pods, 'web', {from})
    expect(headline(report)).toBe("✗ web does not resolve: the node's own resolver does not know the names of the cluster")
    expect(report.findings).toMatchObject([{rule: 'routing/dns-host-network', severity: 'warning', fix: {edits: [edit]}}])
    // A name that it can ask is no mistake.
    expect(ask(pods, 'api.example.com', {from}).findings).toEqual([])
  })

  test('is a node', () => {
    expect(ask(pods, 'web.shop.svc.cluster.local', {from: 'node/node-a'}).data).toMatchObject({
      verdict: 'unresolved',
      from: {object: {kind: 'Node', namespace: null, name: 'node-a'}, server: 'node', dnsPolicy: null},
    })
  })

  test('is told what of its dnsConfig is left out, and by which limit', () => {
    const pod = JSON.parse(workload('many', {namespace: 'shop'}))
    pod.spec.template.spec.dnsConfig = {
      searches: Array.from({length: 30}, (_, index) => `d${index}.example`),
      nameservers: ['9.9.9.7', '9.9.9.8', '9.9.9.9'],
    }
    const report = ask(clusterOf(together(JSON.stringify(pod), service('web', {}, 'shop'))), 'web', {from: 'deploy/many'})
    const sentence =
      "dnsConfig says more than the pod gets: 1 nameserver (9.9.9.9) beyond the 3 that a resolver takes (with the cluster's own) and 1 search domain (d29.example) beyond the 32 that a resolver takes (with the cluster's own)"
    expect(report.findings).toMatchObject([{rule: 'routing/dns-config-limits', message: sentence}])
    // The headline is about something else, so that the sentence is a note.
    expect(report.notes).toContain(sentence)
  })
})

describe('a Service', () => {
  test('is shown with all names that it has', () => {
    const report = ask(running, 'svc/db')
    expect(rows(report, 'NAME').map((name, index) => `${name} ${rows(report, 'TYPE')[index]} ${rows(report, 'VALUE')[index]}`)).toEqual([
      'db.shop.svc.cluster.local A 10.244.1.10',
      'db.shop.svc.cluster.local A 10.244.1.20',
      '_pg._tcp.db.shop.svc.cluster.local SRV 0 50 5432 db-0.db.shop.svc.cluster.local',
      '_pg._tcp.db.shop.svc.cluster.local SRV 0 50 5432 10-244-1-20.db.shop.svc.cluster.local',
      'db-0.db.shop.svc.cluster.local A 10.244.1.10',
      '10-244-1-20.db.shop.svc.cluster.local A 10.244.1.20',
      // db-all lists these pods too, under names that are not this Service's.
      '10.1.244.10.in-addr.arpa PTR db-0.db.shop.svc.cluster.local',
      '20.1.244.10.in-addr.arpa PTR 10-244-1-20.db.shop.svc.cluster.local',
    ])
  })

  test('is shown within 80 columns: names and values whole, and who is behind them only where there is room', async () => {
    const long = clusterOf(
      together(
        service('message-queue', {clusterIP: 'None', ports: [{name: 'amqp', port: 5672}]}, 'production'),
        workload('message-queue', {namespace: 'production', replicas: 2}),
      ),
    )
    const render = await RENDERERS.table()
    const text = render({...ask(long, 'svc/message-queue'), findings: []}, {color: false, unicode: true, headers: true, width: 80})
    expect(text).toContain('_amqp._tcp.message-queue.production.svc.cluster.local')
    expect(text).toContain('<address of deploy/message-queue ×2>')
    expect(text).not.toContain('BEHIND IT')
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(rows(ask(running, 'web.shop'), 'BEHIND IT')).toEqual(['svc/web'])
  })

  test('can be asked for one port, or one type', () => {
    expect(rows(ask(running, 'svc/dns:metrics'), 'NAME')).toEqual(['_metrics._tcp.dns.shop.svc.cluster.local'])
    expect(rows(ask(running, 'svc/web', {types: ['PTR']}), 'NAME')).toEqual(['28.46.0.10.in-addr.arpa'])
  })

  test('that is headless and reaches nothing is explained as resolve does', () => {
    const typo = clusterOf(
      together(service('db', {clusterIP: 'None', selector: {app: 'mysqll'}}, 'shop'), workload('mysql', {namespace: 'shop'})),
    )
    const report = ask(typo, 'svc/db')
    expect(headline(report)).toContain('shop/db is headless and has no ready endpoint: one label of its selector is misspelt')
    expect(report.findings[0]).toMatchObject({rule: 'routing/selector', fix: {edits: [{kind: 'replace', to: 'mysql'}]}})
    expect(exitOf(report)).toBe(1)
  })

  test('that is headless and whose pods cannot be seen is unknown', () => {
    const alone = clusterOf(service('db', {clusterIP: 'None'}, 'shop'))
    expect(headline(ask(alone, 'db.shop'))).toBe("? db.shop can't be told from this input: the input has no workload in its namespace")
  })

  test('of several namespaces is answered for each', () => {
    const two = clusterOf(together(service('web', {clusterIP: '10.0.0.1'}, 'a'), service('web', {clusterIP: '10.0.0.2'}, 'b')))
    const report = ask(two, 'svc/web')
    expect(report.data.services.map(({namespace}) => namespace)).toEqual(['a', 'b'])
    expect(report.tables[0]?.rows).toHaveLength(2)
  })

  test('of kube-system may be the cluster’s own', () => {
    expect(ask(clusterOf(service('web', {}, 'shop')), 'metrics-server.kube-system').data).toMatchObject({
      verdict: 'unknown',
      names: [{}, {answers: [{reason: 'unseen'}, {}]}, {}, {}],
    })
  })

  test('without namespace is asked for with -n', () => {
    expect(ask(clusterOf(service('web')), 'web.shop').data).toMatchObject({
      verdict: 'unknown',
      advice: 'say where unnamed objects go: -n shop',
    })
  })
})

describe('an ExternalName', () => {
  test.each([
    ['address', 'routing/dns-alias-is-address'],
    ['gone', 'routing/dns-alias-leads-nowhere'],
  ])('%s that cannot work is a finding at its field', (name, rule) => {
    expect(ask(running, `${name}.shop`).findings).toMatchObject([
      {rule, object: {kind: 'Service', name}, place: {path: ['spec', 'externalName']}},
    ])
  })

  test('that works is none', () => {
    expect([...ask(running, 'front.shop').findings, ...ask(running, 'pay.shop').findings]).toEqual([])
  })
})

describe('what cannot be asked', () => {
  test.each([
    ['', 'no name to ask for'],
    ['web..shop', '"web..shop" is no name: there is nothing between two of its dots'],
    [`${'a'.repeat(64)}.shop`, 'a part of it has 64 characters, and 63 is the most'],
    [`${'a.'.repeat(130)}b`, 'it has 261 characters, and 253 is the most'],
    ['http://web.shop:80/x', 'a URL is not asked of DNS, its host is: web.shop'],
    ['web.shop:80', 'DNS knows no ports, leave it out: web.shop'],
    ['wéb', 'Punycode'],
    ['svc/wbe', 'no Service named wbe in the input | did you mean web?'],
    ['svc/web:nope', 'Service web in namespace shop has no port nope'],
    ['pod/web-1', 'pod/web-1 has no name in DNS: Services have'],
    ['svc web dns', 'one name at a time'],
  ])('%j', (words, expected) => expect(mistake(() => ask(running, words))).toContain(expected))

  test.each([
    ['pod/web-l', 'no Pod named web-l in the input | did you mean web-1?'],
    ['node/a', 'no Node named a in the input'],
    ['svc/web', 'nobody asks from svc/web'],
    ['deploy/x', 'no Deployment named x'],
  ])('from %s', (from, expected) => {
    const cluster = clusterOf(together(shopText(), workload('w', {namespace: 'shop'})))
    expect(mistake(() => ask(cluster, 'web.shop', {from}))).toContain(expected)
  })

  test('with a domain that is none', () => {
    expect(mistake(() => ask(running, 'web', {clusterDomain: 'a..b'}))).toContain('--cluster-domain a..b is no domain')
  })
})

describe('notes', () => {
  test('say that other servers come first where ndots is low', () => {
    const few = JSON.parse(workload('few', {namespace: 'shop'}))
    few.spec.template.spec.dnsConfig = {options: [{name: 'ndots', value: '1'}]}
    const cluster = clusterOf(together(JSON.stringify(few), service('web', {clusterIP: '10.0.46.28'}, 'shop')))
    const report = ask(cluster, 'web.shop', {from: 'deploy/few'})
    expect(rows(report, 'TRIED')).toEqual(['web.shop', 'web.shop.shop.svc.cluster.local', 'web.shop.svc.cluster.local'])
    expect(headline(report)).toBe('✓ web.shop resolves to 10.0.46.28: the cluster IP of shop/web')
    expect(report.notes).toEqual(['other servers are asked for web.shop first and must deny it; musl (Alpine) stops there'])
    // What was not meant for the cluster is left to them.
    expect(rows(ask(cluster, 'example.com', {from: 'deploy/few'}), 'TRIED')).toEqual([])
    expect(ask(cluster, 'web', {from: 'deploy/few'}).notes).toEqual([])
  })

  test('say that the last name tried may be somebody else’s', () => {
    expect(ask(running, 'wbe.shop').notes).toEqual(['other servers are asked for wbe.shop too, and may know it'])
    expect(ask(running, 'wbe.shop.svc.cluster.local').notes).toEqual([])
  })

  test('say who is missing among the pods of a headless Service', () => {
    for (const words of ['db.shop', 'svc/db']) expect(ask(running, words).notes).toEqual(['db-2 of shop/db is not ready and left out'])
    expect(ask(running, 'db-all.shop').notes).toEqual([])
  })

  test('say what CoreDNS has beside and nobody judges', () => {
    const Corefile = '.:53 {\n  rewrite name a b\n  kubernetes cluster.local {\n  }\n}'
    const map = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'coredns', namespace: 'kube-system'},
      data: {Corefile},
    })
    expect(ask(clusterOf(together(map, service('web', {}, 'shop'))), 'web.shop').notes).toEqual([
      'CoreDNS has rewrite too, which may change answers and is not judged',
    ])
  })
})

describe('every format', () => {
  const questions: readonly (readonly [string, Partial<DnsParameters>?])[] = [
    ['web.shop', {from: 'pod/web-1'}],
    ['wbe.shop'],
    ['svc/db'],
    ['svc/gone'],
    ['svc/address'],
    ['10.244.1.10'],
    ['api.example.com'],
    ['dns-version.cluster.local'],
    ['web.shop', {from: 'pod/db-0', types: ['SRV', 'CNAME']}],
  ]

  test('of data fits the schema that ships with the package', async () => {
    const validate = validatorOf('dns-answer')
    const offline = clusterOf(
      together(service('web', {}, 'shop'), service('api', {clusterIP: 'None'}, 'shop'), workload('api', {namespace: 'shop'})),
    )
    const reports = [
      ...questions.map(([words, parameters]) => ask(running, words, parameters)),
      ask(offline, 'svc/api'),
      ask(offline, 'web.shop', {from: 'deploy/api'}),
    ]
    for (const report of reports) {
      validate(await documentOf(report))
      expect(validate.errors).toBeNull()
    }
    const document = await documentOf(ask(running, 'web.shop'))
    expect(validate(document)).toBe(true)
    expect(validate({...document, data: {...document.data, verdict: 'fine'}})).toBe(false)
    expect(validate({...document, data: {...document.data, more: 1}})).toBe(false)
  })

  test.each(Object.keys(RENDERERS) as (keyof typeof RENDERERS)[])('%s can show every answer', async (format) => {
    const render = await RENDERERS[format]()
    for (const [words, parameters] of questions) {
      const asked = ask(running, words, parameters)
      const findings = await Promise.all(
        asked.findings.map((finding) => locateFinding(finding, async () => ({line: 7, column: 3, text: ''}))),
      )
      const report = {...asked, findings}
      const text = render(report, {color: false, unicode: true, headers: true, width: 80})
      if (format === 'name') {
        expect(text.split('\n').filter(Boolean)).toEqual(report.names)
        continue
      }
      if (format === 'sarif' || format === 'junit') {
        // They have nothing but findings.
        for (const {rule} of findings) expect(text).toContain(rule)
        continue
      }
      expect(text).toContain(words.replace('svc/', '').split('.')[0])
      for (const {fix} of findings) expect(text).toContain((fix?.edits?.[0]?.add[0] ?? fix?.description ?? '').slice(0, 40))
    }
  })
})
