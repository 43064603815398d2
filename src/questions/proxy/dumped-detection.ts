import type {AddressFamily} from '../../cluster/address.ts'
import type {Fields} from '../../cluster/fields.ts'
import type {Dump} from './dump.ts'

/** How a node tells pods from others, as the rules of a dump show it. */
export interface DumpedDetection {
  /** As fields of a KubeProxyConfiguration. */
  readonly fields: Fields
  /** `the range of pods is 10.244.0.0/16`. */
  readonly sentence: string
}

/**
 * Reads from a dump what nothing else states: without, every rule that masquerades would count as altered. What most rules say counts, so that a
 * single wrong one is found all the same.
 */
export function detectionInDump(dump: Dump): DumpedDetection {
  const ranges = (['IPv4', 'IPv6'] as const).flatMap((family) => mostFrequent(rulesOf(dump, family), RANGE) ?? [])
  if (ranges.length > 0) return {fields: {clusterCIDR: ranges.join(',')}, sentence: `the range of pods is ${ranges.join(' and ')}`}
  const rules = [...rulesOf(dump, 'IPv4'), ...rulesOf(dump, 'IPv6')]
  const name = mostFrequent(rules, INTERFACE)
  if (name === undefined) return {fields: {}, sentence: 'pods are not told from others'}
  const isPrefix = /[+*]$/.test(name)
  const bare = name.replace(/[+*]$/, '')
  return {
    fields: isPrefix
      ? {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: bare}}
      : {detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: bare}},
    sentence: `pods are told by the interface ${name}`,
  }
}

/** What is not masqueraded on its way to a cluster IP. */
const RANGE = /^(?:! -s (\S+) .*-j KUBE-MARK-MASQ$|.*daddr \S+ ip6? saddr != (\S+) (?:meta mark set|jump mark-for-masquerade))/
const INTERFACE = /^(?:.*! -i (\S+) .*-j KUBE-MARK-MASQ$|.*iifname != "([^"]+)" (?:meta mark set|jump mark-for-masquerade))/

function rulesOf({iptables, nftables}: Dump, family: AddressFamily): readonly string[] {
  const ofIptables = iptables.filter((table) => table.family === family).flatMap(({chains}) => [...chains.values()].flat())
  const ofNftables = nftables
    .filter((table) => table.family === family)
    .flatMap(({chains}) => chains.flatMap(({rules}) => rules.map(({text}) => text)))
  return [...ofIptables, ...ofNftables]
}

function mostFrequent(rules: readonly string[], form: RegExp): string | undefined {
  const counts = new Map<string, number>()
  for (const rule of rules) {
    const [, first, second] = form.exec(rule) ?? []
    const found = first ?? second
    if (found !== undefined) counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
