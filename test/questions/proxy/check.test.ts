import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {fieldsOf, itemsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {RENDERERS} from '../../../src/renderers/index.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {headline, mistake} from '../answer.ts'
import {check, differences, exampleCluster, IPTABLES, NFT, rules, without} from './example.ts'

const lines = (text: string, edit: (line: string) => string | readonly string[]) => text.split('\n').flatMap(edit).join('\n')
const OLDER_NFT = readFileSync(new URL('../../fixtures/proxy/node-b-1.35.nft', import.meta.url), 'utf8')
const inAllNamespaces = (object: WireObject): WireObject => object

describe('never a difference is', () => {
  const silent: readonly (readonly [what: string, dump: string])[] = [
    ['what kube-proxy counts', lines(IPTABLES, (line) => (line.startsWith('-A') ? `[12:720] ${line}` : line.replace('[0:0]', '[7:4200]')))],
    ['the comments of rules', IPTABLES.replace(/ -m comment --comment "[^"]*"/g, '')],
    ['other comments', IPTABLES.replace(/ -> 10\.244/g, ' to 10.244')],
    [
      'that a kernel cannot count for kube-proxy',
      lines(IPTABLES, (line) => (line.includes('localhost_nps_accepted') ? [] : line.replace(/-m nfacct --nfacct-name {2}\S+ /, ''))),
    ],
    [
      'a chain that nothing leads to',
      IPTABLES.replace(
        /^:KUBE-SEP-27YVB5DT32WPQJLV/m,
        ':KUBE-SEP-AAAAAAAAAAAAAAAA - [0:0]\n:KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]\n$&',
      ).replace(/^-A KUBE-SEP-27YVB5DT32WPQJLV/m, '-A KUBE-SVC-AAAAAAAAAAAAAAAA -j KUBE-SEP-AAAAAAAAAAAAAAAA\n$&'),
    ],
    [
      'what kubelet and other programs have',
      lines(IPTABLES, (line) => {
        if (line === '*nat')
          return [line, ':KUBE-KUBELET-CANARY - [0:0]', ':KUBE-IPTABLES-HINT - [0:0]', ':CNI-HOSTPORT-DNAT - [0:0]', ':DOCKER - [0:0]']
        if (line.startsWith('-A PREROUTING'))
          return ['-A PREROUTING -j DOCKER', line, '-A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT']
        if (line.startsWith('-A KUBE-FIREWALL')) return [line, '-A KUBE-FIREWALL -m mark --mark 0x8000/0x8000 -j DROP']
        return line
      }),
    ],
    [
      'the order of the Services',
      IPTABLES.replace(/(-A KUBE-SERVICES -d 10\.0\.0\.1\/32[^\n]*\n)(-A KUBE-SERVICES -d 10\.0\.86\.60[^\n]*\n)/, '$2$1'),
    ],
    ['how a dump was saved', IPTABLES.replaceAll('\n', '\r\n')],
    ['that the comments of iptables-save are gone', lines(IPTABLES, (line) => (line.startsWith('#') ? [] : line))],
    ['the handles of nft', lines(NFT, (line) => (/^\t\t(ip|meta|numgen|goto|jump|ct)/.test(line) ? `${line} # handle 12` : line))],
    [
      'another table of nft',
      `table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n\t\ttcp dport 22 accept\n\t}\n}\n${NFT}`,
    ],
    ['a client that stays', NFT.replace(/(set affinity-DNN5E7MG[^}]*timeout 3h\n)/, '$1\t\telements = { 10.244.0.9 expires 2h59m }\n')],
    [
      'a chain of nft that nothing leads to',
      NFT.replace(
        '\tchain services {',
        '\tchain service-AAAAAAAA-shop/old/tcp/http {\n\t\tmeta l4proto tcp dnat to 10.244.1.9:8080\n\t}\n\n$&',
      ),
    ],
  ]

  test.each(silent)('%s', (_, dump) => {
    expect([IPTABLES, NFT]).not.toContain(dump)
    const report = check(dump)
    expect(differences(report)).toEqual([])
    expect(report.data.verdict).toBe('same')
    expect(report.answer).toBe('positive')
  })

  test('what is predicted, in either mode and every version', () => {
    for (const mode of ['iptables', 'nftables'] as const) {
      for (const version of ['1.35', '1.36', '1.37'] as const) {
        const {text = ''} = rules({mode, version})
        expect(differences(check(text, {version}))).toEqual([])
      }
    }
  })
})

describe('the version', () => {
  test('is the one that explains a dump, where nobody says', () => {
    expect(check(OLDER_NFT).data).toMatchObject({verdict: 'same', version: '1.35'})
    expect(check(NFT).data).toMatchObject({verdict: 'same', version: '1.37'})
  })

  test('is the stated one otherwise, and then other rules are differences', () => {
    expect(check(OLDER_NFT, {version: '1.37'}).data.verdict).toBe('different')
  })

  test('that is not modelled makes the answer unknown', () => {
    const older = IPTABLES.replace(':KUBE-EXT-TFCKRJ4VVZESZDQY', ':KUBE-XLB-TFCKRJ4VVZESZDQY - [0:0]\n$&').replace(
      '-A KUBE-NODEPORTS -d 127.0.0.0/8',
      '-A KUBE-NODEPORTS -p tcp -m tcp --dport 32348 -j KUBE-XLB-TFCKRJ4VVZESZDQY\n$&',
    )
    const report = check(older)
    expect(report.data).toMatchObject({verdict: 'unknown', differences: []})
    expect(report.data.message).toContain('KUBE-XLB-TFCKRJ4VVZESZDQY')
    expect(report.answer).toBe('undecided')
  })

  test('that the input shows counts', () => {
    const daemonSet = (image: string): WireObject => ({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: {name: 'kube-proxy', namespace: 'kube-system'},
      spec: {
        selector: {matchLabels: {app: 'kube-proxy'}},
        template: {
          metadata: {labels: {app: 'kube-proxy'}},
          spec: {containers: [{name: 'kube-proxy', image, command: ['kube-proxy', '--cluster-cidr=10.244.0.0/16,fd00:244::/32']}]},
        },
      },
    })
    const showing = (image: string) => exampleCluster((object) => (object['kind'] === 'ConfigMap' ? daemonSet(image) : object))
    expect(check(OLDER_NFT, {}, showing('registry.k8s.io/kube-proxy:v1.35.4')).data).toMatchObject({verdict: 'same', version: '1.35'})
    const unmodelled = check(IPTABLES, {}, showing('mcr.example.com/oss/kube-proxy:v1.31.2'))
    expect(unmodelled.data).toMatchObject({verdict: 'unknown', message: 'the input shows kube-proxy 1.31, which is not modelled'})
  })
})

describe('what the input does not decide', () => {
  test('is no difference: a Service of a namespace that is not listed', () => {
    const cluster = exampleCluster((object) => ((object['metadata'] as {namespace?: string}).namespace === 'default' ? undefined : object))
    const report = check(IPTABLES, {}, cluster)
    expect(report.data).toMatchObject({
      verdict: 'unknown',
      differences: [],
      unknown: [{namespace: 'default', name: 'kubernetes', reason: 'not-listed'}],
    })
  })

  test('is no difference: the addresses of a Service that is only planned', () => {
    const cluster = exampleCluster((object) => {
      const {name} = object['metadata'] as {name: string}
      if (object['kind'] !== 'Service' || name !== 'near') return object
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name, namespace: 'shop'},
        spec: {selector: {app: 'edge'}, internalTrafficPolicy: 'Local', ports: [{port: 80, targetPort: 'http'}]},
      }
    })
    const report = check(IPTABLES, {}, cluster)
    expect(differences(report)).toEqual([])
    expect(report.data.unknown).toMatchObject([{name: 'near', reason: 'cluster-ip'}])
  })

  test('is read from the dump: how pods are told from others', () => {
    const cluster = exampleCluster(without('ConfigMap'))
    for (const dump of [IPTABLES, NFT]) {
      const report = check(dump, {}, cluster)
      expect(report.data.verdict).toBe('same')
      expect(report.notes.join()).toContain('the range of pods is 10.244.0.0/16 and fd00:244::/32')
    }
    expect(
      differences(check(IPTABLES.replace('! -s 10.244.0.0/16 -d 10.0.86.60/32', '! -s 10.9.0.0/16 -d 10.0.86.60/32'), {}, cluster)),
    ).toEqual(['altered shop/edge:https: connections to its cluster IP are masqueraded otherwise than they should'])
  })

  test('are the addresses of a node that is not in the input', () => {
    const cluster = exampleCluster(without('Node'))
    expect(differences(check(NFT, {}, cluster))).toEqual([])
    expect(check(NFT, {}, cluster).notes[0]).toContain('the input has no nodes')
  })
})

describe('the answer', () => {
  test('says in one line what is wrong', () => {
    expect(headline(check(IPTABLES))).toBe(
      '✓ node-b has the rules that kube-proxy should program, for 8 Service ports (iptables, as of 1.37)',
    )
    const [one] = IPTABLES.split(/(?=^# Generated by ip6tables-save)/m)
    expect(headline(check(one ?? ''))).toContain('for 7 Service ports')
    expect(headline(check(IPTABLES.replace('--to-destination 10.244.1.2:8080', '--to-destination 10.244.7.7:8080')))).toBe(
      '✗ node-b has other rules than kube-proxy should program: shop/web:http: connections to endpoint 10.244.1.2:8080 (web-1) go to 10.244.7.7:8080 instead',
    )
  })

  test('is about the family, and the table, that the dump has', () => {
    const [one = ''] = IPTABLES.split(/(?=^# Generated by ip6tables-save)/m)
    expect(check(one).data).toMatchObject({families: ['IPv4'], verdict: 'same'})
    expect(check(one).notes).toContain('the dump has IPv4 only, and so has the answer')
    const nat = one.slice(one.indexOf('*nat'))
    expect(check(nat).notes).toContain('the dump has the table nat only, and so has the answer')
    const bare = lines(IPTABLES.slice(one.length), (line) => (line.startsWith('#') ? [] : line))
    expect(check(bare).data).toMatchObject({families: ['IPv6'], verdict: 'same'})
  })

  test('tells a kube-proxy that is stuck by its Services', () => {
    const scaled = exampleCluster((object) => {
      const {name} = object['metadata'] as {name: string}
      if (object['kind'] !== 'EndpointSlice' || !name.startsWith('near')) return object
      return {
        ...object,
        endpoints: [
          {
            addresses: ['10.244.1.40'],
            conditions: {ready: true},
            nodeName: 'node-b',
            targetRef: {kind: 'Pod', namespace: 'shop', name: 'edge-9'},
          },
        ],
      }
    })
    expect(differences(check(IPTABLES, {}, scaled))).toEqual([
      'missing shop/near: no connection goes to endpoint 10.244.1.40:8443 (edge-9)',
      'stale shop/near: connections still go to 10.244.1.4:8443, which is no endpoint of it',
      'stale shop/near: connections still go to 10.244.1.5:8443, which is no endpoint of it',
    ])
    const deleted = exampleCluster(without('Service', 'near'))
    for (const dump of [IPTABLES, NFT]) {
      expect(differences(check(dump, {}, deleted))).toEqual(['stale shop/near: it is still programmed, though there is no such Service'])
    }
  })

  test('names a kube-proxy that never learnt the zone of its node, where that is all', async () => {
    // The real dump has every endpoint of web: what a kube-proxy without zone makes of hints for the zones of the endpoints.
    const hinted = exampleCluster((object) => {
      const {name} = object['metadata'] as {name: string}
      if (object['kind'] !== 'EndpointSlice' || !name.startsWith('web')) return object
      const endpoints = itemsOf(object['endpoints']).map(fieldsOf)
      return {...object, endpoints: endpoints.map((endpoint) => ({...endpoint, hints: {forZones: [{name: endpoint['zone']}]}}))}
    })
    const validate = validatorOf('proxy-check')
    for (const dump of [IPTABLES, NFT]) {
      const report = check(dump, {}, hinted)
      expect(report.data).toMatchObject({verdict: 'different', cause: {kind: 'zone-not-known', zone: 'zone-b'}})
      expect(report.notes.join('\n')).toContain('does not know the zone of node-b (zone-b)')
      expect(report.notes.join('\n')).not.toContain('is stuck')
      validate(await documentOf(report))
      expect(validate.errors).toBeNull()
    }
    const altered = check(IPTABLES.replace('--to-destination 10.244.1.2:8080', '--to-destination 10.244.7.7:8080'), {}, hinted)
    expect(altered.data).toMatchObject({verdict: 'different', cause: null})
    expect(altered.notes.join('\n')).toContain('kube-proxy is stuck')
  })

  test('is about the Services in scope, and what all share', () => {
    const edited = IPTABLES.replace(/^-A POSTROUTING.*\n/m, '').replace(
      '--to-destination 10.244.1.2:8080',
      '--to-destination 10.244.7.7:8080',
    )
    expect(differences(check(edited, {namespace: 'default'}))).toEqual([
      'missing <all>: POSTROUTING: a rule is missing, by which packets come to masquerading',
    ])
  })

  test('is that nothing is there, where the dump has nothing of kube-proxy', () => {
    const report = check('*nat\n:PREROUTING ACCEPT [0:0]\n:KUBE-KUBELET-CANARY - [0:0]\nCOMMIT\n')
    expect(report.data.differences.map(({message}) => message)).toEqual([
      'the dump has nothing of kube-proxy: it is not running on that node, or in another mode',
    ])
    expect(report.answer).toBe('negative')
  })

  test('has the form that its schema describes', async () => {
    const validate = validatorOf('proxy-check')
    const removed = exampleCluster((object) => ((object['metadata'] as {namespace?: string}).namespace === 'default' ? undefined : object))
    for (const report of [check(IPTABLES), check(NFT.replaceAll('10.244.1.2 . 8080', '10.244.7.7 . 8080')), check(IPTABLES, {}, removed)]) {
      validate(await documentOf(report))
      expect(validate.errors).toBeNull()
    }
  })

  test('shows the rules where every column is asked for', async () => {
    const report = check(IPTABLES.replaceAll('0.33333333349', '0.20000000019'))
    const wide = (await RENDERERS.wide())({...report, findings: []}, {color: false, unicode: true, headers: true})
    expect(wide).toContain('--probability 0.20000000019')
    const plain = (await RENDERERS.table())({...report, findings: []}, {color: false, unicode: true, headers: true})
    expect(plain).not.toContain('--probability')
  })
})

describe('a file that is no such dump', () => {
  test.each([
    [
      'Chain INPUT (policy ACCEPT)\ntarget prot opt source destination\n',
      'dump-1 is what iptables -L prints, which leaves out what matters | take iptables-save (and ip6tables-save) instead',
    ],
    ['{"nftables": [{"metainfo": {}}]}', 'dump-1 is what nft prints with -j | take it without -j: nft list ruleset'],
    [
      'create KUBE-CLUSTER-IP hash:ip,port family inet\n',
      'dump-1 is what ipset-save prints | ipvs mode is not modelled yet: only iptables and nftables modes can be checked',
    ],
    [
      '-A -t 10.0.0.1:443 -s rr\n',
      'dump-1 is what ipvsadm-save prints | ipvs mode is not modelled yet: only iptables and nftables modes can be checked',
    ],
    [
      'apiVersion: v1\nkind: Service\n',
      'dump-1 is a manifest | name manifests with -f; take iptables-save and ip6tables-save, or nft list ruleset, on the node',
    ],
    [
      'hello\n',
      'dump-1 is no dump of iptables or nftables rules | take iptables-save and ip6tables-save, or nft list ruleset, on the node',
    ],
    ['*mangle\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n', 'dump-1 has neither the table filter nor nat | take iptables-save without -t'],
    [
      '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -m comment --com',
      'dump-1 is cut off: its last table has no COMMIT | take the dump again, and whole',
    ],
    [NFT.slice(0, 900), 'dump-1 is cut off: a table does not end | take the dump again, and whole'],
    [
      'table inet filter {\n}\n',
      'dump-1 has no table kube-proxy | kube-proxy is not in nftables mode there: take iptables-save and ip6tables-save',
    ],
    [
      'table ip nat {\n\tchain KUBE-SERVICES {\n\t}\n}\n',
      'dump-1 shows iptables rules as nft prints them | kube-proxy is in iptables mode there: take iptables-save and ip6tables-save',
    ],
    [
      '*nat\n:KUBE-LOAD-BALANCER - [0:0]\nCOMMIT\n',
      'dump-1 is of a kube-proxy in ipvs mode (it has KUBE-LOAD-BALANCER), which is not modelled yet | only iptables and nftables modes can be checked',
    ],
  ])('is told for what it is: %#', (text, expected) => expect(mistake(() => check(text))).toBe(expected))

  test('or is not there', () => {
    expect(mistake(() => check([]))).toBe(
      'no dump is named | name one with --dump FILE: take iptables-save and ip6tables-save, or nft list ruleset, on the node',
    )
  })

  test('or comes twice', () => {
    expect(mistake(() => check([IPTABLES, IPTABLES]))).toBe(
      'the IPv4 table filter is in dump-1 and in dump-2 | name the dumps of one node, taken once',
    )
  })

  test('or is of another mode than was said', () => {
    expect(mistake(() => check(NFT, {mode: 'iptables'}))).toBe(
      'the dump is of a kube-proxy in nftables mode, not iptables | leave --proxy-mode out, or take the dump on the node that is meant',
    )
    expect(mistake(() => check(NFT, {mode: 'ipvs'}))).toContain('ipvs mode cannot be checked yet')
    expect(check(NFT, {}, exampleCluster(inAllNamespaces)).data.mode).toBe('nftables')
  })
})
