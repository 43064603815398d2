import {readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {exitCodeOf} from '../../../src/exit-code.ts'
import {askDns, type DnsParameters} from '../../../src/questions/dns/dns.ts'
import type {DnsAnswerData} from '../../../src/questions/dns/dns-answer.ts'
import {RENDERERS} from '../../../src/renderers/index.ts'
import type {Line, LocatedFinding, Report} from '../../../src/report.ts'
import {UserError} from '../../../src/user-error.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {shop, shopText} from '../../network/dns/shop.ts'

type DnsReport = Report & {readonly data: DnsAnswerData}

function ask(cluster: Cluster, words: string, parameters: Partial<DnsParameters> = {}): DnsReport {
  const nothing = {from: undefined, types: undefined, clusterDomain: undefined, namespace: undefined, selector: undefined}
  return askDns(cluster, {...nothing, ...parameters, words: words === '' ? [] : words.split(' ')}) as DnsReport
}

const textOf = (line: Line | undefined): string => (line ?? []).map((span) => (typeof span === 'string' ? span : span.text)).join('')
const headline = (report: Report) => textOf(report.headline)
const rows = (report: Report, column: string): readonly string[] => {
  const table = report.tables.find(({columns}) => columns?.some(({name}) => name === column))
  const index = table?.columns?.findIndex(({name}) => name === column) ?? -1
  return table?.rows.map((row) => textOf(row[index])) ?? []
}
const located = (report: Report) => ({...report, findings: report.findings as unknown as LocatedFinding[]})
const exit = (report: Report, strict = false) => exitCodeOf(located(report), {failOn: 'error', strict})
const mistake = (words: string, parameters?: Partial<DnsParameters>, cluster = shop()) => {
  try {
    ask(cluster, words, parameters)
  } catch (error) {
    if (error instanceof UserError) return `${error.message} | ${error.hint}`
    throw error
  }
  return undefined
}

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
    [
      'api.example.com',
      "? api.example.com can't be told from this input: it is not a name of the cluster, whose DNS forwards it to other servers",
    ],
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
    expect([exit(report), exit(report, true)]).toEqual([usual, strict])
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
    expect(new Set(report.data.variables?.values.map((variable) => variable.service.name))).toEqual(new Set(['api', 'web']))
  })

  test('sees only hosts and ports where no Service was meant', () => {
    expect(rows(ask(pods, 'example.com', {from: 'deploy/plain'}), 'VARIABLE')).toEqual([
      'API_SERVICE_HOST',
      'API_SERVICE_PORT',
      'WEB_SERVICE_HOST',
      'WEB_SERVICE_PORT',
    ])
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

  test('is told what of its dnsConfig is left out', () => {
    const pod = JSON.parse(workload('many', {namespace: 'shop'}))
    pod.spec.template.spec.dnsConfig = {searches: Array.from({length: 30}, (_, index) => `d${index}.example`)}
    const report = ask(clusterOf(together(JSON.stringify(pod), service('web', {}, 'shop'))), 'web', {from: 'deploy/many'})
    expect(report.findings).toMatchObject([{rule: 'routing/dns-config-limits', message: expect.stringContaining('d29.example')}])
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
    expect(exit(report)).toBe(1)
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
  ])('%j', (words, expected) => expect(mistake(words)).toContain(expected))

  test.each([
    ['pod/web-l', 'no Pod named web-l in the input | did you mean web-1?'],
    ['node/a', 'no Node named a in the input'],
    ['svc/web', 'nobody asks from svc/web'],
    ['deploy/x', 'no Deployment named x'],
  ])('from %s', (from, expected) => {
    const cluster = clusterOf(together(shopText(), workload('w', {namespace: 'shop'})))
    expect(mistake('web.shop', {from}, cluster)).toContain(expected)
  })

  test('with a domain that is none', () => {
    expect(mistake('web', {clusterDomain: 'a..b'})).toContain('--cluster-domain a..b is no domain')
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
    expect(report.notes).toEqual([
      'other servers are asked for web.shop first and must deny it; musl (Alpine) tries no search domain after that',
    ])
    // What was not meant for the cluster is left to them.
    expect(rows(ask(cluster, 'example.com', {from: 'deploy/few'}), 'TRIED')).toEqual([])
    expect(ask(cluster, 'web', {from: 'deploy/few'}).notes).toEqual([])
  })

  test('say that the last name tried may be somebody else’s', () => {
    expect(ask(running, 'wbe.shop').notes).toEqual([
      'the last name tried, wbe.shop, is asked of other servers: outside of the cluster it may be something else',
    ])
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
      'CoreDNS is set up with rewrite too, which may change answers and is not judged',
    ])
  })
})

describe('every format', () => {
  const questions: readonly (readonly [string, Partial<DnsParameters>?])[] = [
    ['web.shop', {from: 'pod/web-1'}],
    ['wbe.shop'],
    ['svc/db'],
    ['svc/gone'],
    ['10.244.1.10'],
    ['api.example.com'],
    ['dns-version.cluster.local'],
    ['web.shop', {from: 'pod/db-0', types: ['SRV', 'CNAME']}],
  ]

  test('of data fits the schema that ships with the package', () => {
    const schema = JSON.parse(readFileSync(new URL('../../../schemas/dns-answer.json', import.meta.url), 'utf8'))
    const validate = new Ajv2020({strict: true, allowUnionTypes: true}).addSchema(schema, 'dns').compile({$ref: 'dns#/properties/data'})
    const offline = clusterOf(
      together(service('web', {}, 'shop'), service('api', {clusterIP: 'None'}, 'shop'), workload('api', {namespace: 'shop'})),
    )
    const reports = [
      ...questions.map(([words, parameters]) => ask(running, words, parameters)),
      ask(offline, 'svc/api'),
      ask(offline, 'web.shop', {from: 'deploy/api'}),
    ]
    for (const {data} of reports) {
      validate(JSON.parse(JSON.stringify(data)))
      expect(validate.errors).toBeNull()
    }
    const {data} = ask(running, 'web.shop')
    expect(validate({...data, verdict: 'fine'})).toBe(false)
    expect(validate({...data, more: 1})).toBe(false)
  })

  test.each(Object.keys(RENDERERS) as (keyof typeof RENDERERS)[])('%s can show every answer', async (format) => {
    const render = await RENDERERS[format]()
    for (const [words, parameters] of questions) {
      const report = located(ask(running, words, parameters))
      const text = render({...report, findings: []}, {color: false, unicode: true, headers: true, width: undefined})
      if (format === 'name') expect(text.split('\n').filter(Boolean)).toEqual(report.names)
      else expect(text).toContain(words.replace('svc/', '').split('.')[0])
    }
  })
})
