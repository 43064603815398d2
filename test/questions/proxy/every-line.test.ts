import {expect, test} from 'vitest'
import {check, differences, IPTABLES, IPVS, NFT} from './example.ts'

/** What only counts: connections over loopback to node ports, and what a firewall chain lets pass. */
const COUNTS_ONLY = /localhost_nps_accepted_pkts|other traffic to \S+ will be dropped/

/** Every dump that lacks one of these lines. */
function lacking(text: string, isMeant: (line: string) => boolean): readonly (readonly [line: string, dump: string])[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => (isMeant(line) ? [[line, lines.toSpliced(index, 1).join('\n')] as const] : []))
}

test('no rule of an iptables dump can be missing unseen, and the Service that it names is named', () => {
  const dumps = lacking(IPTABLES, (line) => line.startsWith('-A ') && !COUNTS_ONLY.test(line))
  expect(dumps.length).toBeGreaterThan(120)
  for (const [line, dump] of dumps) {
    const found = differences(check(dump))
    const [, service = '<all>'] = /--comment "(?:.* )?([a-z]+\/[a-z]+(?::[a-z-]+)?)[ "]/.exec(line) ?? []
    // Nothing else tells whose the last rules of external chains are.
    const expected = /KUBE-EXT-\S+ -j/.test(line) ? /shop\/(web:http|edge:https)/ : new RegExp(` ${service}: `)
    expect({line, found}).toEqual({line, found: [expect.stringMatching(expected)]})
  }
})

/** kube-proxy writes it at its first full sync after it has learnt the ranges: it may be missing for an hour. */
const WRITTEN_LATE = /Drop traffic to unallocated ClusterIPs/

test('no rule of an nftables dump can be missing unseen', () => {
  const dumps = lacking(
    NFT,
    (line) => /^\t\t(ip6? |meta |ct |numgen |goto |jump |fib |update |reject|masquerade)/.test(line) && !WRITTEN_LATE.test(line),
  )
  expect(dumps.length).toBeGreaterThan(70)
  // The rule of a choice is that of all its endpoints.
  for (const [line, dump] of dumps) expect({line, isSeen: differences(check(dump)).length > 0}).toEqual({line, isSeen: true})
})

test('no element of an nftables dump can be missing unseen', () => {
  const blocks = [...NFT.matchAll(/elements = \{ ([^}]*) \}/g)]
  const elements = blocks.flatMap(({0: block, 1: inside = '', index}) => {
    const all = inside.split(/,\s+/)
    return all.map((element, place) => {
      const others = all.toSpliced(place, 1).join(', ')
      const left = others === '' ? '' : `elements = { ${others} }`
      return [element, `${NFT.slice(0, index)}${left}${NFT.slice(index + block.length)}`] as const
    })
  })
  expect(elements.length).toBeGreaterThan(30)
  for (const [element, dump] of elements) {
    const found = differences(check(dump))
    expect({element, count: found.length}).toEqual({element, count: 1})
    // All but the node's own address are some Service's.
    if (!/^(192\.168\.77|fd77)/.test(element))
      expect({element, found}).toEqual({element, found: [expect.stringMatching(/^missing [a-z]+\//)]})
  }
})

test('no address and no number in an iptables dump can be another unseen', () => {
  const lines = IPTABLES.split('\n')
  let changed = 0
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('-A ') || COUNTS_ONLY.test(line)) continue
    // Of the rule itself, not of its comment.
    const altered = line.replace(
      /(--to-destination \S*|--dport |--probability 0\.|-d )(\d)(?=\S*)/,
      (_, before, digit) => `${before}${(Number(digit) + 1) % 10}`,
    )
    if (altered === line) continue
    changed++
    const found = check(lines.with(index, altered).join('\n')).data.differences
    expect({line, found: found.length > 0}).toEqual({line, found: true})
  }
  expect(changed).toBeGreaterThan(45)
})

/** The only node port on the IPv6 address of the bridge: nothing else says that the node has it. */
const ALONE_ON_ITS_ADDRESS = '-A -t [fd00:244:1::1]:30996 -s rr'

/** An external address may be on another interface of the node, and then is not bound. */
const ADDRESS_OF_ANY_INTERFACE = /^add KUBE-(6-)?IPVS-IPS (203|2001)/

test('no line of a dump of ipvs mode can be missing unseen', () => {
  const isUnseen = (line: string) => line === ALONE_ON_ITS_ADDRESS || ADDRESS_OF_ANY_INTERFACE.test(line)
  const dumps = lacking(IPVS, (line) => /^(-[aA] |add |create )/.test(line) && !isUnseen(line))
  expect(dumps.length).toBeGreaterThan(150)
  for (const [line, dump] of dumps) expect({line, isSeen: differences(check(dump)).length > 0}).toEqual({line, isSeen: true})
})
