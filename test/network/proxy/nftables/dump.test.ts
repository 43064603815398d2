import {describe, expect, test} from 'vitest'
import {parseNftables} from '../../../../src/network/proxy/nftables/dump.ts'

const RULESET = `table ip filter {
	chain INPUT {
		type filter hook input priority filter; policy accept;
	}
}
table ip kube-proxy { # handle 4
	comment "rules for kube-proxy"
	counter localhost-nodeport-rejected-udp {
		packets 3 bytes 180
	}

	set cluster-ips { # handle 9
		type ipv4_addr
		comment "Active ClusterIPs"
		elements = { 10.0.0.1, 10.0.0.10,
			     10.0.0.2 }
	}

	map no-endpoint-services {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = { 10.0.0.2 . tcp . 80 comment "shop/web, or so" : goto reject-chain,
			     10.0.0.3 . udp . 53 : drop }
	}

	set affinity-AAAAAAAA-shop/web/tcp/__10.244.0.1/80 {
		type ipv4_addr
		size 65535
		flags dynamic,timeout
		timeout 3h
		elements = { 10.244.0.7 expires 2h59m51s }
	}

	chain filter-input {
		type filter hook input priority filter; policy accept;
		ct state new jump service-endpoints-check # handle 30
	}

	chain reject-chain {
		comment "helper"
		counter packets 5 bytes 300 reject comment "sorry"
		ct state new counter packets 12 bytes 720
		accept comment "as # handle 5 says"
	}
}
table ip6 kube-proxy {
	comment "rules for kube-proxy"
}
`

describe('a dump of nft', () => {
  const read = () => parseNftables(RULESET)

  test('is read for the tables of kube-proxy, by family', () => {
    const [ipv4, ipv6, ...others] = read()
    expect(ipv4?.family).toBe('IPv4')
    expect(ipv6).toEqual({family: 'IPv6', counters: [], containers: [], chains: []})
    expect(others).toEqual([])
  })

  test('has sets and maps with their elements, but no clients and no counts', () => {
    const [ipv4] = read()
    expect(ipv4?.counters).toEqual(['localhost-nodeport-rejected-udp'])
    expect(ipv4?.containers).toStrictEqual([
      {
        kind: 'set',
        name: 'cluster-ips',
        type: 'ipv4_addr',
        comment: 'Active ClusterIPs',
        properties: [],
        elements: [{key: ['10.0.0.1']}, {key: ['10.0.0.10']}, {key: ['10.0.0.2']}],
      },
      {
        kind: 'map',
        name: 'no-endpoint-services',
        type: 'ipv4_addr . inet_proto . inet_service : verdict',
        properties: [],
        elements: [
          {key: ['10.0.0.2', 'tcp', '80'], comment: 'shop/web, or so', verdict: 'goto reject-chain'},
          {key: ['10.0.0.3', 'udp', '53'], verdict: 'drop'},
        ],
      },
      {
        kind: 'set',
        name: 'affinity-AAAAAAAA-shop/web/tcp/__10.244.0.1/80',
        type: 'ipv4_addr',
        properties: ['size 65535', 'flags dynamic,timeout', 'timeout 3h'],
        elements: [],
      },
    ])
  })

  test('has chains with their hooks and rules, but no handles and no counts', () => {
    expect(read()[0]?.chains).toStrictEqual([
      {name: 'filter-input', hook: 'type filter hook input priority filter', rules: [{text: 'ct state new jump service-endpoints-check'}]},
      {
        name: 'reject-chain',
        comment: 'helper',
        rules: [{text: 'reject', comment: 'sorry'}, {text: 'ct state new'}, {text: 'accept', comment: 'as # handle 5 says'}],
      },
    ])
  })
})

test('Anything else has no tables', () => {
  expect(parseNftables('*nat\n:KUBE-SERVICES - [0:0]\nCOMMIT\n')).toEqual([])
  expect(parseNftables('')).toEqual([])
})

test('A set without elements has none, even if it says so', () => {
  const text = 'table ip kube-proxy {\n\tset cluster-ips {\n\t\ttype ipv4_addr\n\t\telements = { }\n\t}\n}\n'
  expect(parseNftables(text)[0]?.containers).toStrictEqual([
    {kind: 'set', name: 'cluster-ips', type: 'ipv4_addr', properties: [], elements: []},
  ])
})
