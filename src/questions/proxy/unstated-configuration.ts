import type {AddressFamily} from '../../cluster/address.ts'
import {type Fields, fieldsOf, textOf} from '../../cluster/fields.ts'
import type {ProxyMode} from '../../network/proxy/configuration.ts'
import type {StatedConfiguration} from '../kube-proxy/stated-configuration.ts'
import type {Dump} from './dump.ts'
import {FAMILIES} from './program.ts'

/** What a dump shows of kube-proxy's configuration, for want of a statement. */
export interface ShownInDump {
  /** As fields of a KubeProxyConfiguration. */
  readonly fields: Fields
  /** `the range of pods is 10.244.0.0/16`. */
  readonly sentence: string
  /** The flags that would state it. */
  readonly flags: string
}

/** Reads from a dump what nothing else states and all rules depend on: without, every one of them would count as altered. */
export function findShownInDump(
  dump: Dump,
  mode: ProxyMode,
  {tellsPods, fields}: Pick<StatedConfiguration, 'tellsPods' | 'fields'>,
): readonly ShownInDump[] {
  const ipvs = fieldsOf(fields['ipvs'])
  // A configuration that states none means the default. Flags alone, but for the mode, are none that could state one.
  const isConfigured =
    textOf(fields['kind']) !== undefined || textOf(fields['mode']) !== undefined || textOf(ipvs['scheduler']) !== undefined
  const scheduler = mode === 'ipvs' && !isConfigured ? schedulerInDump(dump) : undefined
  return [
    ...(tellsPods ? [] : [detectionInDump(dump)]),
    ...(scheduler === undefined || scheduler === 'rr'
      ? []
      : [{fields: {ipvs: {...ipvs, scheduler}}, sentence: `the scheduler is ${scheduler}`, flags: '--kube-proxy-config'}]),
  ]
}

/** How the node tells pods from others. What most rules say counts, so that a single wrong one is found all the same. */
function detectionInDump(dump: Dump): ShownInDump {
  const flags = '--cluster-cidr, --kube-proxy-config'
  const ranges = FAMILIES.flatMap((family) => mostFrequent(rulesOf(dump, family), RANGE) ?? [])
  if (ranges.length > 0) return {fields: {clusterCIDR: ranges.join(',')}, sentence: `the range of pods is ${ranges.join(' and ')}`, flags}
  const rules = [...rulesOf(dump, 'IPv4'), ...rulesOf(dump, 'IPv6')]
  const name = mostFrequent(rules, INTERFACE)
  if (name === undefined) return {fields: {}, sentence: 'pods are not told from others', flags}
  const isPrefix = /[+*]$/.test(name)
  const bare = name.replace(/[+*]$/, '')
  return {
    fields: isPrefix
      ? {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: bare}}
      : {detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: bare}},
    sentence: `pods are told by the interface ${name}`,
    flags,
  }
}

/** What is not masqueraded on its way to a cluster IP. */
const RANGE = /^(?:! -s (\S+) .*-j KUBE-MARK-MASQ$|.*daddr \S+ ip6? saddr != (\S+) (?:meta mark set|jump mark-for-masquerade))/
const INTERFACE = /^(?:.*! -i (\S+) .*-j KUBE-MARK-MASQ$|.*iifname != "([^"]+)" (?:meta mark set|jump mark-for-masquerade))/

/** The one that most virtual servers have; undefined without any. */
function schedulerInDump({servers = []}: Dump): string | undefined {
  return mostFrequent(
    servers.map(({scheduler}) => scheduler),
    /(.+)/,
  )
}

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
