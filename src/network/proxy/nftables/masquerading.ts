import type {LocalTraffic} from '../local-traffic.ts'
import type {NftablesSettings} from './nftables-settings.ts'
import {type Chain, type Rule, WORDS} from './table.ts'

const MARKING_CHAIN = 'mark-for-masquerade'

/** What a rule does to a packet that is to leave with an address of the node: since 1.36 the mark itself, before a chain that sets it. */
export function askForMasquerade({style, mark}: NftablesSettings): string {
  return style.masqueradesInPlace ? `meta mark set meta mark | ${mark}` : `jump ${MARKING_CHAIN}`
}

/** The mark is taken off again, since the packet may come by once more. */
export function masqueradingChains({family, style, mark}: NftablesSettings): readonly Chain[] {
  const {ip} = WORDS[family]
  const unmark = `meta mark set meta mark ^ ${mark}`
  const masquerade = 'masquerade fully-random'
  if (!style.masqueradesInPlace) {
    return [
      chain('masquerading', `meta mark & ${mark} == 0x00000000 return`, unmark, masquerade),
      chain(MARKING_CHAIN, `meta mark set meta mark | ${mark}`),
    ]
  }
  const hairpin = `ct status dnat ${ip} saddr . ${ip} daddr . meta l4proto . th dport @hairpin-connections`
  return [chain('masquerading', `meta mark & ${mark} != 0x00000000 ${unmark} ${masquerade}`, `${hairpin} ${masquerade}`)]
}

/** A match on traffic of pods, or on any other; empty where the node cannot tell. */
export function fromPods(traffic: LocalTraffic, {family}: NftablesSettings, negated: boolean): string {
  const not = negated ? '!= ' : ''
  switch (traffic.kind) {
    case 'unknown':
      return ''
    case 'source': {
      const {text, prefixLength} = traffic.range
      const isAddress = prefixLength === (family === 'IPv4' ? 32 : 128)
      return `${WORDS[family].ip} saddr ${not}${isAddress ? text.split('/')[0] : text}`
    }
    case 'interface':
      return `iifname ${not}"${traffic.name}${traffic.isPrefix ? '*' : ''}"`
  }
}

/**
 * The masquerading of traffic to cluster IPs that `destination` matches: of all of it, or of what does not come from a pod of this node, since
 * its answer must come back here. Undefined where nothing tells pods from others.
 */
export function internalMasquerading(destination: string, settings: NftablesSettings): string | undefined {
  const {localTraffic, masqueradeAll} = settings
  if (masqueradeAll) return `${destination} ${askForMasquerade(settings)}`
  const others = fromPods(localTraffic, settings, true)
  return others === '' ? undefined : `${destination} ${others} ${askForMasquerade(settings)}`
}

function chain(name: string, ...texts: readonly string[]): Chain {
  return {name, rules: texts.map((text): Rule => ({text}))}
}
