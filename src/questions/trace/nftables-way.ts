import type {AddressRange} from '../../network/proxy/address-range.ts'
import {programTable} from '../../network/proxy/nftables/program.ts'
import {type Chain, type Container, type Rule, WORDS} from '../../network/proxy/nftables/table.ts'
import type {Crossing} from './iptables-way.ts'

/** The elements of maps that lead a packet to its Service's chains, and those chains, as nft prints them. */
export function nftablesWay(
  {model, packet, port, family, masqueraded}: Crossing,
  serviceRanges: readonly AddressRange[] | undefined,
): readonly string[] {
  const table = programTable({...model.families[family], ports: [port]}, model.configuration, {serviceRanges})
  const protocol = packet.protocol.toLowerCase()
  const keys = [`${packet.destination} . ${protocol} . ${packet.port}`, `${protocol} . ${packet.port}`]
  const met = table.containers.flatMap((container) => elementsAt(container, keys))
  const chains = new Map(table.chains.map((chain) => [chain.name, chain]))
  const reached: Chain[] = []
  const visit = (text: string) => {
    for (const [, name = ''] of text.matchAll(/\b(?:goto|jump) ([^\s,}]+)/g)) {
      const chain = chains.get(name)
      if (!chain || reached.includes(chain)) continue
      reached.push(chain)
      for (const rule of chain.rules) visit(rule.text)
    }
  }
  for (const {verdict} of met) visit(verdict)
  // What asks for another source, and what gives it.
  const around = (name: string) => (masqueraded ? (chains.get(name) ?? []) : [])
  const all = [around('services'), reached, around('masquerading')].flat()
  return [`table ${WORDS[family].ip} kube-proxy`, ...met.map(({line}) => line), ...all.flatMap(linesOf)]
}

function elementsAt({name, elements}: Container, keys: readonly string[]): readonly {readonly line: string; readonly verdict: string}[] {
  return elements.flatMap(({key, verdict}) => {
    const text = key.join(' . ')
    return verdict !== undefined && keys.includes(text) ? [{line: `map ${name} { ${text} : ${verdict} }`, verdict}] : []
  })
}

function linesOf({name, rules}: Chain): readonly string[] {
  return [`chain ${name} {`, ...rules.map(formatRule), '}']
}

function formatRule({text, comment}: Rule): string {
  return `  ${text}${comment === undefined ? '' : ` comment "${comment}"`}`
}
