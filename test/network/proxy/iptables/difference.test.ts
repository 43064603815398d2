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

describe('a comparison', () => {
  test('finds nothing between equal rules, nor in counters, dates, canaries and the rules of others', () => {
    expect(differences(TEXT)).toEqual([])
    const noisy = edited((lines) =>
      lines.flatMap((line) => {
        if (line.startsWith('*')) return [line, ':KUBE-PROXY-CANARY - [0:0]', ':CNI-POSTROUTING - [0:0]', ':KUBE-KUBELET-CANARY - [0:0]']
        if (line === 'COMMIT')
          return ['-A FORWARD -j DOCKER', '-A CNI-POSTROUTING -j RETURN', line, '# Completed on Mon Jan  1 00:00:00 2026']
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
    expect(kinds(edited((lines) => lines.filter((line) => !line.startsWith(`:${chain}`) && !line.startsWith(`-A ${chain}`))))).toEqual([
      'missing-chain',
    ])
    const stale = edited((lines) => lines.map((line) => (line.startsWith('*nat') ? `${line}\n:KUBE-SEP-AAAAAAAAAAAAAAAA - [0:0]` : line)))
    expect(differences(stale)).toMatchObject([
      {family: 'IPv4', kind: 'extra-chain', chain: 'KUBE-SEP-AAAAAAAAAAAAAAAA'},
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
  })
})
