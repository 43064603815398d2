import {markRules, postroutingRules} from '../iptables/frame.ts'
import type {Rule, Table} from '../iptables/rule.ts'
import {fromPods} from '../iptables/service-chains.ts'
import type {IptablesSettings} from '../iptables/settings.ts'
import type {FamilyModel} from '../proxy-model.ts'
import {builtIn, jumpTo, own} from './chain.ts'
import type {IpSetKind} from './ip-set.ts'
import type {SetMatches} from './set-matches.ts'

/** What is masqueraded: IPVS itself translates the destination. */
export function natTable(model: FamilyModel, settings: IptablesSettings, matches: SetMatches): Table {
  const {match, about, where} = matches
  const portals = jumpTo('KUBE-SERVICES', 'kubernetes service portals')
  const local = where('LOAD-BALANCER-LOCAL', {
    matches: [about('LOAD-BALANCER-LOCAL'), match('LOAD-BALANCER-LOCAL', 'dst,dst')],
    jump: 'RETURN',
  })
  const hairpin = where('LOOP-BACK', {matches: [about('LOOP-BACK'), match('LOOP-BACK', 'dst,dst,src')], jump: 'MASQUERADE'})
  return {
    name: 'nat',
    chains: [
      builtIn('PREROUTING', [portals]),
      builtIn('INPUT', []),
      builtIn('OUTPUT', [portals]),
      builtIn('POSTROUTING', [jumpTo('KUBE-POSTROUTING', 'kubernetes postrouting rules')]),
      own('KUBE-LOAD-BALANCER', [...local, {jump: 'KUBE-MARK-MASQ'}]),
      own('KUBE-MARK-MASQ', markRules(settings)),
      own('KUBE-NODE-PORT', nodePortRules(matches)),
      own('KUBE-POSTROUTING', [...hairpin, ...postroutingRules(settings)]),
      own('KUBE-SERVICES', serviceRules(model, settings, matches)),
    ],
  }
}

function nodePortRules({match, about, where}: SetMatches): readonly Rule[] {
  const rules = (protocol: string, kind: IpSetKind, localKind: IpSetKind, direction: string) => [
    ...where(localKind, {protocol, matches: [about(localKind), match(localKind, direction)], jump: 'RETURN'}),
    ...where(kind, {protocol, matches: [about(kind), match(kind, direction)], jump: 'KUBE-MARK-MASQ'}),
  ]
  return [
    ...rules('tcp', 'NODE-PORT-TCP', 'NODE-PORT-LOCAL-TCP', 'dst'),
    ...rules('udp', 'NODE-PORT-UDP', 'NODE-PORT-LOCAL-UDP', 'dst'),
    ...rules('sctp', 'NODE-PORT-SCTP-HASH', 'NODE-PORT-LOCAL-SCTP-HASH', 'dst,dst'),
  ]
}

/** What is masqueraded. Then everything for Services is let through, before other programs' rules have a say. */
function serviceRules(model: FamilyModel, settings: IptablesSettings, matches: SetMatches): readonly Rule[] {
  const {match, about, where} = matches
  const accepted = (['CLUSTER-IP', 'LOAD-BALANCER'] as const).flatMap((kind) =>
    where(kind, {matches: [match(kind, 'dst,dst')], jump: 'ACCEPT'}),
  )
  return [
    {source: {value: model.family === 'IPv4' ? '127.0.0.0/8' : '::1/128'}, jump: 'RETURN'},
    ...where('LOAD-BALANCER', {matches: [about('LOAD-BALANCER'), match('LOAD-BALANCER', 'dst,dst')], jump: 'KUBE-LOAD-BALANCER'}),
    ...where('CLUSTER-IP', clusterIPMasquerading(model, settings, matches)),
    ...where('EXTERNAL-IP', ...externalRules('EXTERNAL-IP', matches, true)),
    ...where('EXTERNAL-IP-LOCAL', ...externalRules('EXTERNAL-IP-LOCAL', matches, false)),
    {matches: ['-m addrtype --dst-type LOCAL'], jump: 'KUBE-NODE-PORT'},
    ...accepted,
  ]
}

/** Where pods cannot be told, only the node's own packets are: they come from the very cluster IP that they are to. */
function clusterIPMasquerading({localTraffic}: FamilyModel, {masqueradeAll}: IptablesSettings, {match, about}: SetMatches): Rule {
  const jump = 'KUBE-MARK-MASQ'
  const to = (direction: string) => [about('CLUSTER-IP'), match('CLUSTER-IP', direction)]
  if (masqueradeAll) return {matches: to('dst,dst'), jump}
  if (localTraffic.kind === 'unknown') return {matches: to('src,dst'), jump}
  return {...fromPods(localTraffic, true), matches: to('dst,dst'), jump}
}

/** From outside the machine, or to an address that is its own: neither from a bridge, as pods mostly are, nor from the node itself. */
function externalRules(kind: IpSetKind, {match, about}: SetMatches, masquerade: boolean): readonly Rule[] {
  const matches = [about(kind), match(kind, 'dst,dst')]
  return [
    ...(masquerade ? [{matches, jump: 'KUBE-MARK-MASQ'}] : []),
    {matches: [...matches, '-m physdev ! --physdev-is-in', '-m addrtype ! --src-type LOCAL'], jump: 'ACCEPT'},
    {matches: [...matches, '-m addrtype --dst-type LOCAL'], jump: 'ACCEPT'},
  ]
}
