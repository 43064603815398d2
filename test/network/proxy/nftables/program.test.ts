import {describe, expect, test} from 'vitest'
import type {AddressFamily} from '../../../../src/cluster/address.ts'
import type {Fields} from '../../../../src/cluster/fields.ts'
import type {WireObject} from '../../../../src/cluster/object.ts'
import {parseNftables} from '../../../../src/network/proxy/nftables/dump.ts'
import {inOrderOfNft} from '../../../../src/network/proxy/nftables/element-order.ts'
import {type NftablesOptions, programTable, renderNftables} from '../../../../src/network/proxy/nftables/program.ts'
import {serviceRangesOf} from '../../../../src/network/proxy/nftables/service-ranges.ts'
import type {Table} from '../../../../src/network/proxy/nftables/table.ts'
import {at, clusterOf, LEAVING, type ModelOptions, modelOf, webService, webSlice, webWorkload} from '../objects.ts'

interface Options extends ModelOptions, NftablesOptions {
  readonly family?: AddressFamily
}

function tableOf(objects: readonly WireObject[], {family = 'IPv4', serviceRanges, configuration, ...options}: Options = {}): Table {
  const model = modelOf(objects, {...options, configuration: {mode: 'nftables', ...configuration}})
  return programTable(model.families[family], model.configuration, {serviceRanges})
}

const rulesIn = ({chains}: Table, name: string) =>
  chains.find((chain) => chain.name.replace(/-[A-Z2-7]{8}-/, ' ') === name)?.rules.map(({text}) => text)
const elementsIn = ({containers}: Table, name: string) =>
  containers
    .find((container) => container.name === name)
    ?.elements.map(({key, verdict}) => [...key, verdict?.replace(/-[A-Z2-7]{8}-/, ' ')].filter(Boolean).join(' '))

const HERE = at('10.244.0.1', {nodeName: 'node-a'})
const THERE = at('10.244.1.1', {nodeName: 'node-b'})
const TWO = webSlice([THERE, HERE])
const NODE_PORT: Fields = {type: 'NodePort', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}
const BALANCER = {status: {loadBalancer: {ingress: [{ip: '203.0.113.10'}]}}}

describe('a cluster IP', () => {
  test('leads to one of its endpoints by chance', () => {
    const table = tableOf([webService(), TWO])
    expect(elementsIn(table, 'cluster-ips')).toEqual(['10.0.0.1'])
    expect(elementsIn(table, 'service-ips')).toEqual(['10.0.0.1 tcp 80 goto service shop/web/tcp/'])
    expect(rulesIn(table, 'service shop/web/tcp/')).toEqual([
      'meta l4proto tcp dnat ip to numgen random mod 2 map { 0 : 10.244.0.1 . 8080, 1 : 10.244.1.1 . 8080 }',
    ])
    expect(elementsIn(table, 'hairpin-connections')).toEqual(['10.244.0.1 10.244.0.1 tcp 8080'])
    expect(elementsIn(table, 'no-endpoint-services')).toEqual([])
  })

  test('leads to its only endpoint, before 1.37 by way of a map', () => {
    const objects = [webService(), webSlice([THERE])]
    const chosen = (version: '1.36' | '1.37') => rulesIn(tableOf(objects, {version}), 'service shop/web/tcp/')
    expect(chosen('1.37')).toEqual(['meta l4proto tcp dnat to 10.244.1.1:8080'])
    expect(chosen('1.36')).toEqual(['meta l4proto tcp dnat ip to numgen random mod 1 map { 0 : 10.244.1.1 . 8080 }'])
  })

  test('is refused without endpoints, and met with silence where policy Local has none here', () => {
    expect(elementsIn(tableOf([webService()]), 'no-endpoint-services')).toEqual(['10.0.0.1 tcp 80 goto reject-chain'])
    const local = tableOf([webService({internalTrafficPolicy: 'Local'}), webSlice([THERE])])
    expect(elementsIn(local, 'no-endpoint-services')).toEqual(['10.0.0.1 tcp 80 drop'])
    expect(elementsIn(local, 'service-ips')).toEqual([])
  })

  test('keeps clients with an endpoint for as long as its affinity says', () => {
    const spec = {sessionAffinity: 'ClientIP', sessionAffinityConfig: {clientIP: {timeoutSeconds: 90}}}
    const table = tableOf([webService(spec), webSlice([HERE])])
    const [set] = table.containers.filter(({name}) => name.startsWith('affinity-'))
    expect(set?.properties).toEqual(['size 65535', 'flags dynamic,timeout', 'timeout 1m30s'])
    const endpoint = set?.name.replace('affinity-', 'endpoint-')
    expect(rulesIn(table, 'service shop/web/tcp/')).toEqual([
      `ip saddr @${set?.name} goto ${endpoint}`,
      `numgen random mod 1 vmap { 0 : goto ${endpoint} }`,
    ])
    expect(rulesIn(table, 'endpoint shop/web/tcp/__10.244.0.1/8080')).toEqual([
      `update @${set?.name} { ip saddr }`,
      'meta l4proto tcp dnat to 10.244.0.1:8080',
    ])
  })
})

describe('kube-proxy 1.35', () => {
  const table = () => tableOf([webService(NODE_PORT), webSlice([HERE])], {version: '1.35'})

  test('has a chain for each endpoint, which masquerades what comes back to where it came from', () => {
    expect(rulesIn(table(), 'endpoint shop/web/tcp/__10.244.0.1/8080')).toEqual([
      'ip saddr 10.244.0.1 jump mark-for-masquerade',
      'meta l4proto tcp dnat to 10.244.0.1:8080',
    ])
    expect(table().containers.map(({name}) => name)).not.toContain('hairpin-connections')
  })

  test('masquerades in the chain of each Service', () => {
    const [masquerade, choice] = rulesIn(table(), 'service shop/web/tcp/') ?? []
    expect(masquerade).toBe('ip daddr 10.0.0.1 ip saddr != 10.244.0.0/16 jump mark-for-masquerade')
    expect(choice).toMatch(/^numgen random mod 1 vmap \{ 0 : goto endpoint-[A-Z2-7]{8}-shop\/web\/tcp\/__10\.244\.0\.1\/8080 \}$/)
    expect(rulesIn(table(), 'external shop/web/tcp/')?.[0]).toBe('jump mark-for-masquerade')
    expect(rulesIn(table(), 'services')?.[0]).toBe('ip daddr . meta l4proto . th dport vmap @service-ips')
    const unknown = tableOf([webService(), webSlice([HERE])], {version: '1.35', configuration: {clusterCIDR: ''}})
    expect(rulesIn(unknown, 'service shop/web/tcp/')).toHaveLength(1)
  })

  test('marks and unmarks in chains of their own', () => {
    expect(rulesIn(table(), 'mark-for-masquerade')).toEqual(['meta mark set meta mark | 0x00004000'])
    expect(rulesIn(table(), 'masquerading')).toEqual([
      'meta mark & 0x00004000 == 0x00000000 return',
      'meta mark set meta mark ^ 0x00004000',
      'masquerade fully-random',
    ])
  })
})

describe('traffic from outside', () => {
  test('is masqueraded under policy Cluster', () => {
    const table = tableOf([webService(NODE_PORT), TWO])
    expect(elementsIn(table, 'service-nodeports')).toEqual(['tcp 30080 goto external shop/web/tcp/'])
    expect(rulesIn(table, 'external shop/web/tcp/')).toEqual([
      'meta mark set meta mark | 0x00004000',
      expect.stringMatching(/^goto service-[A-Z2-7]{8}-shop\/web\/tcp\/$/),
    ])
  })

  test('stays on the node under policy Local, but for that of pods and of the node', () => {
    const table = tableOf([webService({...NODE_PORT, externalTrafficPolicy: 'Local'}), TWO])
    expect(rulesIn(table, 'external shop/web/tcp/')).toEqual([
      expect.stringMatching(/^ip saddr 10\.244\.0\.0\/16 goto service-/),
      'fib saddr type local meta mark set meta mark | 0x00004000',
      expect.stringMatching(/^fib saddr type local goto service-/),
      expect.stringMatching(/^goto local-/),
    ])
    expect(rulesIn(table, 'local shop/web/tcp/')).toEqual(['meta l4proto tcp dnat to 10.244.0.1:8080'])
    expect(elementsIn(table, 'no-endpoint-nodeports')).toEqual([])
  })

  test('has no short cut for pods where they cannot be told', () => {
    const local = webService({...NODE_PORT, externalTrafficPolicy: 'Local'})
    expect(rulesIn(tableOf([local, TWO], {configuration: {clusterCIDR: ''}}), 'external shop/web/tcp/')).toEqual([
      'fib saddr type local meta mark set meta mark | 0x00004000',
      expect.stringMatching(/^fib saddr type local goto service-/),
      expect.stringMatching(/^goto local-/),
    ])
  })

  test('is met with silence where policy Local has no endpoint here, and pods and the node go elsewhere', () => {
    const table = tableOf([webService({...NODE_PORT, externalTrafficPolicy: 'Local'}), webSlice([THERE])])
    expect(elementsIn(table, 'no-endpoint-nodeports')).toEqual(['tcp 30080 drop'])
    expect(elementsIn(table, 'service-nodeports')).toEqual(['tcp 30080 goto external shop/web/tcp/'])
    expect(rulesIn(table, 'external shop/web/tcp/')).toHaveLength(3)
  })

  test('goes to what still serves while it ends, where nothing else is left', () => {
    const leaving = at('10.244.0.1', {nodeName: 'node-a', conditions: LEAVING})
    const table = tableOf([webService({...NODE_PORT, externalTrafficPolicy: 'Local'}), webSlice([leaving, THERE])])
    expect(rulesIn(table, 'local shop/web/tcp/')).toEqual(['meta l4proto tcp dnat to 10.244.0.1:8080'])
    expect(rulesIn(table, 'service shop/web/tcp/')).toEqual(['meta l4proto tcp dnat to 10.244.1.1:8080'])
    expect(elementsIn(table, 'hairpin-connections')).toEqual(['10.244.0.1 10.244.0.1 tcp 8080'])
  })

  test('to a load balancer passes its firewall first, which lets in the balancer itself where the node may', () => {
    const balancer = (...loadBalancerSourceRanges: readonly string[]) =>
      tableOf([webService({...NODE_PORT, type: 'LoadBalancer', loadBalancerSourceRanges}, BALANCER)])
    const table = balancer('198.51.100.0/24', '192.168.77.0/24')
    expect(elementsIn(table, 'firewall-ips')).toEqual(['203.0.113.10 tcp 80 goto firewall shop/web/tcp/'])
    expect(rulesIn(table, 'firewall shop/web/tcp/')).toEqual(['ip saddr != { 192.168.77.0/24, 198.51.100.0/24, 203.0.113.10 } drop'])
    expect(rulesIn(balancer('198.51.100.0/24'), 'firewall shop/web/tcp/')).toEqual(['ip saddr != 198.51.100.0/24 drop'])
    expect(elementsIn(balancer('0.0.0.0/0'), 'firewall-ips')).toEqual([])
    const unbalanced = tableOf([webService({...NODE_PORT, loadBalancerSourceRanges: ['198.51.100.0/24']}), TWO])
    expect(unbalanced.chains.filter(({name}) => name.startsWith('firewall-')).map(({name}) => name)).toEqual(['firewall-check'])
  })

  test('may be claimed by two Services', () => {
    const other = webService({externalIPs: ['198.51.100.7'], clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2']})
    const api = {...other, metadata: {name: 'api', namespace: 'shop', uid: 'uid-of-api'}}
    const table = tableOf([webService({externalIPs: ['198.51.100.7']}), api])
    expect(elementsIn(table, 'no-endpoint-services')).toContain('198.51.100.7 tcp 80 goto reject-chain')
    expect(elementsIn(table, 'no-endpoint-services')).toHaveLength(3)
    const served = tableOf([
      webService({externalIPs: ['198.51.100.7']}),
      TWO,
      api,
      {...TWO, metadata: {name: 'api-x', namespace: 'shop', labels: {'kubernetes.io/service-name': 'api'}}},
    ])
    expect(elementsIn(served, 'service-ips')?.filter((text) => text.startsWith('198'))).toEqual([
      '198.51.100.7 tcp 80 goto external shop/api/tcp/',
      '198.51.100.7 tcp 80 goto external shop/web/tcp/',
    ])
  })
})

describe('the fixed chains', () => {
  test('let node ports answer on the primary address, on those of a range, or on all but loopback', () => {
    const dispatch = (configuration: Fields, family: AddressFamily = 'IPv4') =>
      rulesIn(tableOf([], {configuration, family}), 'services')?.at(-1)
    const atSome = 'ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports'
    expect(dispatch({})).toBe(atSome)
    expect(elementsIn(tableOf([]), 'nodeport-ips')).toEqual(['192.168.77.10'])
    expect(dispatch({nodePortAddresses: ['127.0.0.0/8']})).toBe(atSome)
    expect(elementsIn(tableOf([], {configuration: {nodePortAddresses: ['127.0.0.0/8']}}), 'nodeport-ips')).toEqual([])
    const all = {nodePortAddresses: ['0.0.0.0/0']}
    expect(dispatch(all)).toBe('fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @service-nodeports')
    expect(dispatch(all, 'IPv6')).toBe('fib daddr type local ip6 daddr != ::1 meta l4proto . th dport vmap @service-nodeports')
    expect(elementsIn(tableOf([], {configuration: all}), 'nodeport-ips')).toBeUndefined()
  })

  test.each<[string, Fields, string | undefined]>([
    ['whoever is no pod', {}, 'ip saddr != 10.244.0.0/16 '],
    ['everybody', {nftables: {masqueradeAll: true}}, ''],
    ['nobody where pods cannot be told', {clusterCIDR: ''}, undefined],
    [
      'whoever does not come over the bridge',
      {detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: 'cni0'}},
      'iifname != "cni0" ',
    ],
    [
      'whoever does not come from an interface so called',
      {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'veth'}},
      'iifname != "veth*" ',
    ],
    ['whoever is no pod of the node', {detectLocalMode: 'NodeCIDR'}, 'ip saddr != 10.244.0.0/24 '],
    ['whoever is not the one pod', {clusterCIDR: '10.244.0.7/32'}, 'ip saddr != 10.244.0.7 '],
  ])('masquerade %s', (_, configuration, match) => {
    const [first] = rulesIn(tableOf([], {configuration}), 'services') ?? []
    if (match === undefined) expect(first).not.toContain('mark')
    else expect(first).toBe(`ip daddr @cluster-ips ${match}meta mark set meta mark | 0x00004000`)
  })

  test('say in words what they masquerade', () => {
    const remark = (configuration: Fields) => tableOf([], {configuration}).chains.find(({name}) => name === 'services')?.rules[0]?.comment
    expect(remark({nftables: {masqueradeAll: true}})).toBe('masquerade all clusterIP traffic')
    expect(remark({})).toBe('masquerade clusterIP traffic from outside cluster')
  })

  test('use the bit that is asked for', () => {
    expect(rulesIn(tableOf([], {configuration: {nftables: {masqueradeBit: 31}}}), 'masquerading')?.[0]).toBe(
      'meta mark & 0x80000000 != 0x00000000 meta mark set meta mark ^ 0x80000000 masquerade fully-random',
    )
  })

  test('drop what is to no cluster IP of the ranges that ServiceCIDR objects state', () => {
    const serviceCIDR = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'ServiceCIDR',
      metadata: {name: 'kubernetes'},
      spec: {cidrs: ['10.0.0.0/16', 'fd00:10::/112']},
    }
    const serviceRanges = serviceRangesOf(clusterOf(serviceCIDR))
    expect(rulesIn(tableOf([], {serviceRanges}), 'cluster-ips-check')).toEqual([
      'ip daddr @cluster-ips reject',
      'ip daddr 10.0.0.0/16 drop',
    ])
    expect(rulesIn(tableOf([], {serviceRanges, family: 'IPv6'}), 'cluster-ips-check')?.[1]).toBe('ip6 daddr fd00:10::/112 drop')
    expect(serviceRangesOf(clusterOf())).toBeUndefined()
    expect(serviceRangesOf(clusterOf({...serviceCIDR, kind: 'IPAddress'}))).toBeUndefined()
    expect(serviceRangesOf(clusterOf({...serviceCIDR, apiVersion: 'example.com/v1'}))).toBeUndefined()
    expect(tableOf([], {serviceRanges}).chains.find(({name}) => name === 'cluster-ips-check')?.rules[1]?.doubt).toBe('late')
    const odd = {...serviceCIDR, spec: {cidrs: ['tbd', 7, '10.0.0.0/16']}}
    expect(serviceRangesOf(clusterOf(odd))?.map(({text}) => text)).toEqual(['10.0.0.0/16'])
    expect(rulesIn(tableOf([]), 'cluster-ips-check')).toEqual(['ip daddr @cluster-ips reject', 'ip daddr <service ranges> drop'])
    expect(renderNftables(modelOf([]))).not.toContain('<')
    expect(rulesIn(tableOf([], {serviceRanges: []}), 'cluster-ips-check')).toEqual(['ip daddr @cluster-ips reject'])
  })

  test('refuse node ports on loopback by protocol where a feature of 1.37 is on', () => {
    const featureGates = {KubeProxyNFTablesLocalhostNodePorts: true}
    const table = tableOf([webService(NODE_PORT)], {configuration: {featureGates}})
    expect(table.counters).toEqual(['tcp', 'udp', 'sctp'].map((protocol) => `localhost-nodeport-rejected-${protocol}`))
    expect(rulesIn(table, 'localhost-nodeport-reject-tcp')).toEqual(['counter name "localhost-nodeport-rejected-tcp" reject'])
    expect(elementsIn(table, 'localhost-nodeport-reject-ports')).toEqual(['tcp 30080 goto localhost-nodeport-reject-tcp'])
    const served = tableOf([webService(NODE_PORT)], {configuration: {featureGates, nodePortAddresses: ['localhost']}})
    expect(rulesIn(table, 'nodeport-endpoints-check')?.[1]).toBe(
      'ip daddr 127.0.0.0/8 meta l4proto . th dport vmap @localhost-nodeport-reject-ports',
    )
    expect(tableOf([], {configuration: {featureGates: {AllAlpha: true}}}).counters).toHaveLength(3)
    // As nft 1.0.6 prints a counter without its figures.
    const gated = {configuration: {mode: 'nftables', featureGates}}
    expect(renderNftables(modelOf([], gated))).toContain('\tcounter localhost-nodeport-rejected-tcp {\n\t}\n')
    expect(served.counters).toEqual(['localhost-nodeport-rejected-udp', 'localhost-nodeport-rejected-sctp'])
    expect(elementsIn(served, 'localhost-nodeport-reject-ports')).toEqual([])
    expect(tableOf([webService(NODE_PORT)], {version: '1.36', configuration: {featureGates}}).counters).toEqual([])
  })
})

describe('the text', () => {
  test('says the same when it is read again', () => {
    const spec = {...NODE_PORT, sessionAffinity: 'ClientIP', externalTrafficPolicy: 'Local', externalIPs: ['198.51.100.7']}
    const model = modelOf([webService(spec), TWO], {configuration: {mode: 'nftables'}})
    const tables = (['IPv4', 'IPv6'] as const).map((family) =>
      programTable(model.families[family], model.configuration, {serviceRanges: []}),
    )
    expect(parseNftables(renderNftables(model))).toEqual(tables)
  })

  // The order is what nft 1.0.6 printed: addresses by value, keys of several fields by their bytes from last to first.
  test('has elements in the order of nft, each once', () => {
    const port = (number: number, protocol = 'TCP') => ({name: `p${number}`, port: number, protocol})
    const spec = {externalIPs: ['9.0.0.2', '10.0.1.0', '10.0.0.1'], ports: [port(80), port(256), port(81, 'UDP')]}
    const text = renderNftables(
      modelOf(
        [
          webService(spec),
          {...webService({...spec, clusterIP: '10.0.0.3', clusterIPs: ['10.0.0.3']}), metadata: {name: 'api', namespace: 'shop'}},
        ],
        {configuration: {mode: 'nftables'}},
      ),
    )
    expect(
      [...(/map no-endpoint-services .*?elements = \{(.*?)\}/s.exec(text)?.[1] ?? '').matchAll(/(\S+) \. (\S+) \. (\d+) /g)].map(
        ([, ...key]) => key.join(' '),
      ),
    ).toEqual([
      '10.0.1.0 tcp 256',
      '10.0.0.1 tcp 256',
      '9.0.0.2 tcp 256',
      '10.0.0.3 tcp 256',
      '10.0.1.0 tcp 80',
      '10.0.0.1 tcp 80',
      '9.0.0.2 tcp 80',
      '10.0.0.3 tcp 80',
      '10.0.1.0 udp 81',
      '10.0.0.1 udp 81',
      '9.0.0.2 udp 81',
      '10.0.0.3 udp 81',
    ])
    expect(text).toContain('elements = { 10.0.0.1, 10.0.0.3 }')
  })

  test('has addresses of IPv6 by their value, protocols by their number, and names of what is not known last', () => {
    const order = (family: AddressFamily, ...keys: readonly (readonly string[])[]) =>
      inOrderOfNft(
        keys.map((key) => ({key})),
        family,
      ).map(({key}) => key.join(' '))
    expect(order('IPv6', ['2001:db8::1'], ['64:ff9b::1'], ['::1'])).toEqual(['::1', '64:ff9b::1', '2001:db8::1'])
    expect(order('IPv4', ['sctp', '53'], ['udp', '53'], ['tcp', '53'])).toEqual(['tcp 53', 'udp 53', 'sctp 53'])
    expect(order('IPv4', ['<shop/w00>'], ['10.0.0.1'])).toEqual(['10.0.0.1', '<shop/w00>'])
    expect(order('IPv4', ['<shop/w00>', 'tcp', '80'], ['10.0.0.1', 'tcp', '80'])).toEqual(['10.0.0.1 tcp 80', '<shop/w00> tcp 80'])
  })

  test('cuts remarks off at the length that nft takes', () => {
    const metadata = {name: 'n'.repeat(63), namespace: 's'.repeat(63), uid: 'u'}
    const long = {...webService({ports: [{name: 'http', port: 80, protocol: 'TCP'}]}), metadata}
    const [element] = tableOf([long]).containers.find(({name}) => name === 'no-endpoint-services')?.elements ?? []
    // A slash, and of the colon and the port nothing but the colon is left.
    expect(element?.comment).toBe(`${metadata.namespace}/${metadata.name}:`)
  })

  test('writes names for what is not known', () => {
    const planned: WireObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'web', namespace: 'shop'},
      spec: {type: 'NodePort', selector: {app: 'web'}, ports: [{name: 'http', port: 80, targetPort: 8080}]},
    }
    const text = renderNftables(modelOf([planned, webWorkload('StatefulSet', 1)], {configuration: {mode: 'nftables'}}))
    expect(text).toContain('elements = { <shop/web:http> . tcp . 80 : goto service-')
    expect(text).toContain('elements = { tcp . <shop/web:http> : goto external-')
    expect(text).toContain('meta l4proto tcp dnat to <web-0>:8080\n')
    const two = renderNftables(modelOf([planned, webWorkload('StatefulSet', 2)], {configuration: {mode: 'nftables'}}))
    expect(two).toContain('map { 0 : <web-0> . 8080, 1 : <web-1> . 8080 }\n')
  })
})
