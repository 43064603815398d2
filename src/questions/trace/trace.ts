import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import {once} from '../../cluster/once.ts'
import {createClusterDns} from '../../network/dns/cluster-dns.ts'
import {readDnsSettings} from '../../network/dns/settings.ts'
import type {Report} from '../../report.ts'
import {doubtsIn} from '../dns/doubts.ts'
import type {ProxyParameters} from '../kube-proxy/stated-configuration.ts'
import {findCaller} from './caller.ts'
import type {About} from './common-data.ts'
import {followDirectly} from './direct.ts'
import {findPassage} from './find-passage.ts'
import {followPackets} from './follow-packets.ts'
import type {Passage} from './passage.ts'
import {type ProxySetup, type ProxySetups, settleSetups} from './proxy-setup.ts'
import {parseAsked} from './question.ts'
import {reportPackets} from './report-packets.ts'
import {reportDirect, reportEnd} from './report-without-rules.ts'
import {underDnsPolicy} from './under-dns-policy.ts'
import {directUnderPolicies} from './under-policies.ts'

export interface TraceParameters extends ProxyParameters {
  /** As typed: `svc/web:http`, `svc web`, `web.shop:80`, `http://web.shop`, `10.0.46.28:80`, `node-a:30080`. */
  readonly words: readonly string[]
  /** Who connects: `pod/x`, `deploy/x`, `node/x`, `internet` or an address; undefined is whoever the target is for. */
  readonly from: string | undefined
  /** The node whose rules apply: the client's own, or the one that a packet from outside enters. */
  readonly node: string | undefined
  readonly family: AddressFamily | undefined
  /** Whether to show the rules themselves. */
  readonly rules: boolean
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}

/** What happens to one connection, from the name to the pod? Throws a UserError for a target, a client or a node that is not there. */
export function trace(cluster: Cluster, parameters: TraceParameters): Report {
  const setups = settleSetups(cluster, parameters)
  // Its directory of names costs as much as there are Services, and most targets are no names.
  const dns = once(() => createClusterDns(cluster, readDnsSettings(cluster), doubtsIn(cluster)))
  const asked = parseAsked(parameters.words, cluster)
  const caller = findCaller(cluster, dns, parameters)
  const passage = underDnsPolicy(cluster, findPassage(asked, {...parameters, cluster, dns, caller}))
  const setup = setupFor(passage, setups)
  const about: About = {cluster, asked, setup, parameters, places: new Map()}
  switch (passage.kind) {
    case 'end':
      return reportEnd(about, passage)
    case 'direct':
      return reportDirect(about, passage, directUnderPolicies(about, passage, followDirectly(cluster, passage)))
    case 'packets':
      return reportPackets(about, passage, followPackets(cluster, setup, passage, parameters.node))
  }
}

function setupFor(passage: Passage, {podsToClusterIPs, others}: ProxySetups): ProxySetup {
  return passage.kind === 'packets' && passage.via === 'cluster-ip' && passage.caller.client.kind === 'pod' ? podsToClusterIPs : others
}
