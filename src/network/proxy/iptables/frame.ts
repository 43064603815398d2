import type {FamilySettings} from '../proxy-model.ts'
import {type Chain, comment, type Rule} from './rule.ts'
import type {IptablesSettings} from './settings.ts'

/** The chains that are there whatever Services there are, and how packets get into them. */

const NEW = '-m conntrack --ctstate NEW'

function jumpTo(chain: string, text: string, ...before: readonly string[]): Rule {
  return {matches: [...before, comment(text)], jump: chain}
}

const FIREWALL = jumpTo('KUBE-PROXY-FIREWALL', 'kubernetes load balancer firewall', NEW)
const EXTERNAL = jumpTo('KUBE-EXTERNAL-SERVICES', 'kubernetes externally-visible service portals', NEW)
const FILTERED = jumpTo('KUBE-SERVICES', 'kubernetes service portals', NEW)
const LOCALNET: Rule = {jump: 'KUBE-FIREWALL'}

/** Each is put first by kube-proxy, so the last of iptablesJumpChains and iptablesKubeletJumpChains stands at the top. */
export const FILTER_ENTRIES: readonly Chain[] = [
  {
    name: 'INPUT',
    policy: 'ACCEPT',
    rules: [LOCALNET, FIREWALL, jumpTo('KUBE-NODEPORTS', 'kubernetes health check service ports'), EXTERNAL],
  },
  {name: 'FORWARD', policy: 'ACCEPT', rules: [FIREWALL, jumpTo('KUBE-FORWARD', 'kubernetes forwarding rules'), FILTERED, EXTERNAL]},
  {name: 'OUTPUT', policy: 'ACCEPT', rules: [LOCALNET, FIREWALL, FILTERED]},
]

const PORTALS = jumpTo('KUBE-SERVICES', 'kubernetes service portals')

export const NAT_ENTRIES: readonly Chain[] = [
  {name: 'PREROUTING', policy: 'ACCEPT', rules: [PORTALS]},
  {name: 'INPUT', policy: 'ACCEPT', rules: []},
  {name: 'OUTPUT', policy: 'ACCEPT', rules: [PORTALS]},
  {name: 'POSTROUTING', policy: 'ACCEPT', rules: [jumpTo('KUBE-POSTROUTING', 'kubernetes postrouting rules')]},
]

/** What kubelet would make too: nobody from outside may use that 127.0.0.1 is routed for node ports (kubernetes/kubernetes#90259). */
export function localnetRules({localhostNodePorts}: IptablesSettings): readonly Rule[] {
  if (!localhostNodePorts) return []
  const loopback = '127.0.0.0/8'
  const text = comment('block incoming localnet connections')
  const matches = [text, '-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT']
  return [{source: {value: loopback, negated: true}, destination: {value: loopback}, matches, jump: 'DROP'}]
}

/** Invalid packets would get an answer that ends the connection; marked ones are let through whatever the policy of FORWARD is. */
export function forwardRules({mark, tcpBeLiberal, countsPackets}: IptablesSettings): readonly Rule[] {
  const counter = countsPackets ? [count('ct_state_invalid_dropped_pkts')] : []
  const invalid: Rule = {matches: ['-m conntrack --ctstate INVALID', ...counter], jump: 'DROP'}
  return [
    ...(tcpBeLiberal ? [] : [invalid]),
    {matches: [comment('kubernetes forwarding rules'), `-m mark --mark ${mark}/${mark}`], jump: 'ACCEPT'},
    {matches: [comment('kubernetes forwarding conntrack rule'), '-m conntrack --ctstate RELATED,ESTABLISHED'], jump: 'ACCEPT'},
  ]
}

/** iptables-save prints two spaces there. */
export function count(name: string): string {
  return `-m nfacct --nfacct-name  ${name}`
}

export function markRules({mark}: IptablesSettings): readonly Rule[] {
  return [{jump: `MARK --set-xmark ${mark}/${mark}`}]
}

/** The mark is taken off again, since the packet may come by once more. */
export function postroutingRules({mark}: IptablesSettings): readonly Rule[] {
  return [
    {matches: [`-m mark ! --mark ${mark}/${mark}`], jump: 'RETURN'},
    {jump: `MARK --set-xmark ${mark}/0x0`},
    {matches: [comment('kubernetes service traffic requiring SNAT')], jump: 'MASQUERADE --random-fully'},
  ]
}

/** The way to node ports, behind everything else in KUBE-SERVICES: over every local address, or over each that node ports answer on. */
export function nodePortJumps({family, nodePortAddresses}: FamilySettings, {localhostNodePorts}: IptablesSettings): readonly Rule[] {
  const text = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain')
  const jump = 'KUBE-NODEPORTS'
  if (!nodePortAddresses.all) {
    const addresses = nodePortAddresses.addresses.filter(
      (address) => localhostNodePorts || !(address === '::1' || address.startsWith('127.')),
    )
    return addresses.map((address) => ({destination: {value: address}, matches: [text], jump}))
  }
  const matches = [text, '-m addrtype --dst-type LOCAL']
  if (localhostNodePorts) return [{matches, jump}]
  return [{destination: {value: family === 'IPv6' ? '::1/128' : '127.0.0.0/8', negated: true}, matches, jump}]
}
