import {forwardRules} from '../iptables/frame.ts'
import type {Rule, Table} from '../iptables/rule.ts'
import type {IptablesSettings} from '../iptables/settings.ts'
import type {FamilyModel} from '../proxy-model.ts'
import {builtIn, jumpTo, own} from './chain.ts'
import {addressesClosedToNode} from './ip-sets.ts'
import type {SetMatches} from './set-matches.ts'

/** What is let through, refused and dropped. */
export function filterTable(model: FamilyModel, settings: IptablesSettings, {match, about, where}: SetMatches): Table {
  const health = match('HEALTH-CHECK-NODE-PORT', 'dst')
  const limited = where('LOAD-BALANCER-FW', {
    matches: [about('LOAD-BALANCER-FW'), match('LOAD-BALANCER-FW', 'dst,dst')],
    jump: 'KUBE-SOURCE-RANGES-FIREWALL',
  })
  const allowed = (['LOAD-BALANCER-SOURCE-CIDR', 'LOAD-BALANCER-SOURCE-IP'] as const).flatMap((kind) =>
    where(kind, {matches: [about(kind), match(kind, 'dst,dst,src')], jump: 'RETURN'}),
  )
  return {
    name: 'filter',
    chains: [
      // Each is put first, so the last that the proxier links stands at the top.
      builtIn('INPUT', [
        jumpTo('KUBE-IPVS-FILTER', 'kubernetes ipvs access filter'),
        jumpTo('KUBE-PROXY-FIREWALL', 'kube-proxy firewall rules'),
        jumpTo('KUBE-NODE-PORT', 'kubernetes health check rules'),
      ]),
      builtIn('FORWARD', [
        jumpTo('KUBE-PROXY-FIREWALL', 'kube-proxy firewall rules'),
        jumpTo('KUBE-FORWARD', 'kubernetes forwarding rules'),
      ]),
      builtIn('OUTPUT', [jumpTo('KUBE-IPVS-OUT-FILTER', 'kubernetes ipvs access filter')]),
      // In this mode invalid packets are never dropped.
      own('KUBE-FORWARD', forwardRules({...settings, tcpBeLiberal: true})),
      own('KUBE-IPVS-FILTER', accessRules(model, match)),
      own('KUBE-IPVS-OUT-FILTER', closedToNode(model)),
      own('KUBE-NODE-PORT', [{matches: [about('HEALTH-CHECK-NODE-PORT'), health], jump: 'ACCEPT'}]),
      own('KUBE-PROXY-FIREWALL', limited),
      own('KUBE-SOURCE-RANGES-FIREWALL', [...allowed, {jump: 'DROP'}]),
    ],
  }
}

/** Virtual addresses are the node's own, so its programs would answer on them: what is for no Service is refused (kubernetes/kubernetes#72236). */
function accessRules({family}: FamilyModel, match: SetMatches['match']): readonly Rule[] {
  const virtual = ['LOAD-BALANCER', 'CLUSTER-IP', 'EXTERNAL-IP', 'EXTERNAL-IP-LOCAL'] as const
  const reject = `REJECT --reject-with ${family === 'IPv4' ? 'icmp' : 'icmp6'}-port-unreachable`
  return [
    ...virtual.map((kind) => ({matches: [match(kind, 'dst,dst')], jump: 'RETURN'})),
    {matches: [match('HEALTH-CHECK-NODE-PORT', 'dst')], jump: 'RETURN'},
    {matches: ['-m conntrack --ctstate NEW', match('IPVS-IPS', 'dst')], jump: reject},
  ]
}

const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = {TCP: 6, UDP: 17, SCTP: 132}

/** The node's own packets to a virtual address come from that address, where no source range has a say (kubernetes/kubernetes#119656). */
function closedToNode(model: FamilyModel): readonly Rule[] {
  return model.ports.flatMap((port) =>
    addressesClosedToNode(port, model).map((address) => ({
      source: {value: address},
      matches: [`-m ipvs --vproto ${PROTOCOL_NUMBERS[port.protocol] ?? 0} --vaddr ${address} --vport ${port.port}`],
      jump: 'DROP',
    })),
  )
}
