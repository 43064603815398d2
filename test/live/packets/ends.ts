import type {Fate} from '../../../src/network/proxy/packet/decision.ts'
import type {ProxyMode} from '../harness/proxy.ts'

/** What there is to say of a predicted end, a few words each. */
export function describeFate(fate: Fate): readonly string[] {
  switch (fate.kind) {
    case 'endpoints':
      return fate.outcome.arrivals.map(({source, answer}) => {
        const seen = source.kind === 'client' ? 'client' : `node towards ${source.towards}`
        return `${fate.entry.via}, policy ${fate.outcome.policy}: ${seen}, ${answer}`
      })
    case 'dropped':
      return [`${fate.entry.via}: dropped, ${fate.why}`]
    case 'rejected':
      return [`${fate.entry?.via ?? 'no such port'}: rejected`]
    case 'health-check':
    case 'node':
    case 'pod':
    case 'balancer':
    case 'nowhere':
    case 'leaves':
    case 'unknown':
      return [fate.kind]
  }
}

const VIRTUAL = ['external-ip', 'load-balancer']
const WAYS_IN = ['cluster-ip', ...VIRTUAL, 'node-port']

/** What must happen at least once, or a scenario proves nothing about it; first in either mode, then what only one of them does. */
const ANYWHERE: readonly string[] = [
  ...WAYS_IN.flatMap((via) => [
    `${via}: rejected`,
    `${via}: dropped, no-local-endpoints`,
    `${via}, policy Cluster: client, returns`,
    `${via}, policy Cluster: node towards pods, returns`,
    `${via}, policy Cluster: node towards network, returns`,
    `${via}, policy Local: client, returns`,
  ]),
  'cluster-ip, policy Local: node towards pods, returns',
  'node-port, policy Cluster: client, bypasses-node',
  'load-balancer: dropped, source-ranges',
  'node',
  'nowhere',
  'balancer',
]

export const EVERY_END: Readonly<Record<ProxyMode, readonly string[]>> = {
  iptables: ANYWHERE,
  nftables: [
    ...ANYWHERE,
    'no such port: rejected',
    'cluster-ip, policy Cluster: client, own-address',
    'node-port, policy Cluster: client, own-address',
  ],
}
