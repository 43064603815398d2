import {describe, expect, test} from 'vitest'
import {compareRules} from '../../../../src/network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../../../src/network/proxy/iptables/dump.ts'
import {renderIptables} from '../../../../src/network/proxy/iptables/save-text.ts'
import {at, modelOf, webService, webSlice} from '../objects.ts'

const TEXT = renderIptables(
  modelOf([
    webService({clusterIPs: ['10.0.0.1', 'fd00:10::1'], ipFamilies: ['IPv4', 'IPv6']}),
    webSlice([at('10.244.0.1'), at('10.244.0.2')]),
  ]),
)
const differences = (text: string) => compareRules(parseIptablesSave(TEXT), parseIptablesSave(text))
const kinds = (text: string) => differences(text).map(({kind}) => kind)
const edited = (edit: (lines: string[]) => readonly string[]) => edit(TEXT.split('\n')).join('\n')

test('rules read from text are those that were written', () => {
  const tables = parseIptablesSave(TEXT)
  expect(tables.map(({family, name}) => `${family} ${name}`)).toEqual(['IPv4 filter', 'IPv4 nat', 'IPv6 filter', 'IPv6 nat'])
  const count = tables.reduce((sum, {chains}) => sum + [...chains.values()].flat().length, 0)
  expect(count).toBe(TEXT.split('\n').filter((line) => line.startsWith('-A ')).length)
})

test('a dump may have the families in any order, no remarks, and rules that only count', () => {
  const [four = '', six = ''] = TEXT.split(/(?=# As ip6tables)/)
  const families = (text: string) => parseIptablesSave(text).map(({family}) => family)
  expect(families(six + four)).toEqual(['IPv6', 'IPv6', 'IPv4', 'IPv4'])
  expect(parseIptablesSave('*nat \n:COUNTS - [0:0]\n-A COUNTS\n[1:60] -A COUNTS -j RETURN\nCOMMIT\n')).toEqual([
    {family: 'IPv4', name: 'nat', chains: new Map([['COUNTS', ['', '-j RETURN']]])},
  ])
})

describe('a comparison', () => {
  test('finds nothing between equal rules, nor in counters, dates, canaries and the rules of others', () => {
    expect(differences(TEXT)).toEqual([])
    const noisy = edited((lines) =>
      lines.flatMap((line) => {
        if (line.startsWith('*')) return [line, ':KUBE-PROXY-CANARY - [0:0]', ':CNI-POSTROUTING - [0:0]', ':KUBE-KUBELET-CANARY - [0:0]']
        if (line === 'COMMIT')
          return [
            '-A FORWARD -m comment --comment "instead of -j KUBE-FORWARD" -j ACCEPT',
            '-A FORWARD -p tcp',
            '-A FORWARD -j DOCKER',
            '-A CNI-POSTROUTING -j RETURN',
            line,
            '# Completed on Mon Jan  1 00:00:00 2026',
          ]
        return line.startsWith('-A') ? [`[12:720] ${line}`] : [line.replace('[0:0]', '[7:420]')]
      }),
    )
    expect(differences(noisy)).toEqual([])
  })

  test('finds a rule that is missing, altered or too many', () => {
    const isChoice = (line: string) => line.includes('--probability')
    expect(kinds(edited((lines) => lines.filter((line) => !isChoice(line))))).toEqual(['missing-rule'])
    expect(kinds(edited((lines) => lines.map((line) => line.replace('0.50000000000', '0.25000000000'))))).toEqual([
      'missing-rule',
      'extra-rule',
    ])
    expect(kinds(edited((lines) => lines.flatMap((line) => (isChoice(line) ? [line, line] : [line]))))).toEqual(['extra-rule'])
  })

  test('finds a chain that is missing, and one that nobody expects', () => {
    const [chain = ''] = /KUBE-SEP-[A-Z2-7]{16}/.exec(TEXT) ?? []
    const without = edited((lines) => lines.filter((line) => !line.startsWith(`:${chain}`) && !line.startsWith(`-A ${chain}`)))
    expect(differences(without)).toEqual([
      {
        family: 'IPv4',
        table: 'nat',
        chain,
        kind: 'missing-chain',
        rule: expect.stringMatching(/^-s 10\.244\.0\.[12]\/32 .* -j KUBE-MARK-MASQ$/),
      },
    ])
    const empty = edited((lines) => lines.filter((line) => !line.includes('KUBE-PROXY-FIREWALL - ')))
    expect(differences(empty)[0]).toMatchObject({kind: 'missing-chain', chain: 'KUBE-PROXY-FIREWALL', rule: ''})
    const old = ':KUBE-SEP-AAAAAAAAAAAAAAAA - [0:0]\n-A KUBE-SEP-AAAAAAAAAAAAAAAA -j RETURN'
    expect(differences(edited((lines) => lines.map((line) => (line === '*nat' ? `${line}\n${old}` : line))))[0]?.rule).toBe('-j RETURN')
    const stale = edited((lines) => lines.map((line) => (line.startsWith('*nat') ? `${line}\n:KUBE-SEP-AAAAAAAAAAAAAAAA - [0:0]` : line)))
    expect(differences(stale)).toMatchObject([
      {family: 'IPv4', kind: 'extra-chain', chain: 'KUBE-SEP-AAAAAAAAAAAAAAAA', rule: ''},
      {family: 'IPv6', kind: 'extra-chain'},
    ])
  })

  test('minds the order of endpoints, and that node ports come last', () => {
    const swap = (isFirst: (line: string) => boolean) =>
      edited((lines) => {
        const index = lines.findIndex(isFirst)
        const [one = '', other = ''] = lines.slice(index, index + 2)
        return lines.toSpliced(index, 2, other, one)
      })
    expect(kinds(swap((line) => line.includes('--probability')))).toEqual(['order'])
    expect(kinds(swap((line) => line.startsWith('-A KUBE-SERVICES') && line.includes('cluster IP')))).toEqual(['order'])
    expect(kinds(swap((line) => line.startsWith('-A FORWARD')))).toEqual([])
    expect(kinds(swap((line) => line.startsWith('-A INPUT') && line.endsWith('-j KUBE-NODEPORTS')))).toEqual([])
  })
})
