import type {Cluster} from '../../cluster/cluster.ts'
import type {Fields} from '../../cluster/fields.ts'
import type {ProxyMode} from '../../network/proxy/configuration.ts'
import {KUBE_PROXY_VERSIONS, type KubeProxyVersion} from '../../network/proxy/kube-proxy-version.ts'
import {buildProxyModel, type ProxyModel} from '../../network/proxy/proxy-model.ts'
import type {Report} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import {MODE_FLAG, type ProxyParameters} from '../kube-proxy/stated-configuration.ts'
import {enumerate} from '../naming.ts'
import type {SearchedScope} from '../resolve/not-found.ts'
import {reportCheck} from './check-report.ts'
import {type Dump, type DumpFile, readDumps, showsIpvs, TAKE} from './dump.ts'
import {observeIptables} from './iptables/observations.ts'
import {observeIpvs} from './ipvs/observations.ts'
import {observeNftables} from './nftables/observations.ts'
import type {Observation} from './observation.ts'
import {judgeObservations} from './problem.ts'
import {type ProxySettings, settleSettings} from './settings.ts'
import {strangeNames} from './strange-names.ts'
import {findShownInDump} from './unstated-configuration.ts'

export interface CheckParameters extends ProxyParameters, SearchedScope {
  readonly dumps: readonly DumpFile[]
}

/**
 * Are the rules on a node those that kube-proxy should program? Throws a UserError for a node that is not there, for files that are no dumps,
 * and for modes that are not modelled.
 */
export function askProxyCheck(cluster: Cluster, parameters: CheckParameters): Report {
  const settings = settleSettings(cluster, parameters)
  if (parameters.mode === 'userspace') {
    throw new UserError('userspace mode was removed in Kubernetes 1.26, and is not modelled', 'leave --proxy-mode out: dumps show the mode')
  }
  if (parameters.dumps.length === 0) throw new UserError('no dump is named', `name one with --dump FILE: ${TAKE}`)
  const dump = readDumps(parameters.dumps)
  const mode = modeOf(dump, settings)
  const shown = mode === undefined ? [] : findShownInDump(dump, mode, settings)
  const fields: Fields = Object.assign({}, ...shown.map((one) => one.fields))
  const modelOf = (version: KubeProxyVersion, some: Cluster = cluster) =>
    buildProxyModel(some, settings.node.name, settings.configurationOf(mode ?? 'iptables', version, fields))
  // What is there whatever Services there are.
  const frameOf = (version: KubeProxyVersion) => modelOf(version, {...cluster, services: []})
  const checked = {
    settings,
    dump,
    shown,
    scope: parameters,
    cluster,
    model: frameOf(settings.version),
    problems: [],
    open: [],
    doubt: undefined,
    cause: undefined,
  }
  if (mode === undefined) return reportCheck({...checked, problems: [NOTHING_THERE]})
  const doubt = settings.versionStated ? undefined : whyUnmodelled(dump, settings, frameOf)
  if (doubt !== undefined) return reportCheck({...checked, doubt})
  const {model, observations} = nearest(versionsToTry(settings), (version) => compare(cluster, modelOf(version), dump))
  // On which of its addresses node ports answer is not known of a node that is not in the input.
  const known = settings.node.isKnown ? observations : observations.filter(({about}) => !isAboutNodeAddresses(about))
  const judged = judgeObservations(cluster, model, known)
  const zone = judged.problems.length > 0 ? model.node.zone : undefined
  const isZoneLost =
    zone !== undefined &&
    compare(cluster, modelOf(model.configuration.version, withoutZone(cluster, model.node.name)), dump).observations.length === 0
  return reportCheck({...checked, model, ...judged, cause: isZoneLost ? {kind: 'zone-not-known', zone} : undefined})
}

/**
 * The cluster as a kube-proxy sees it that missed the labels of its own Node: it makes its NodeTopologyConfig before the handler is registered, so
 * that it is never told of a Node that the informer already has (ProxyServer.Run in 1.35 to 1.37).
 */
function withoutZone(cluster: Cluster, name: string): Cluster {
  const node = cluster.nodes.get(name)
  return node ? {...cluster, nodes: new Map(cluster.nodes).set(name, {...node, labels: {}})} : cluster
}

/** Why a dump must be of a version that is not modelled; undefined where nothing says so. */
function whyUnmodelled(dump: Dump, {shownVersion}: ProxySettings, frameOf: (version: KubeProxyVersion) => ProxyModel): string | undefined {
  if (shownVersion !== undefined && !KUBE_PROXY_VERSIONS.some((version) => version === shownVersion)) {
    return `the input shows kube-proxy ${shownVersion}, which is not modelled`
  }
  const strange = strangeNames(dump, KUBE_PROXY_VERSIONS.map(frameOf))
  return strange.length > 0
    ? `the dump is of a version of kube-proxy that is not modelled: none that is has ${enumerate(strange)}`
    : undefined
}

function isAboutNodeAddresses(about: Observation['about']): boolean {
  return about.kind === 'frame' && about.chain === 'nodeport-ips'
}

const NOTHING_THERE = {
  kind: 'missing',
  family: 'IPv4',
  port: null,
  endpoint: null,
  sentence: 'the dump has nothing of kube-proxy: it is not running on that node, or in another mode',
  seenIn: [],
} as const

/** The mode that the dump shows; where it shows two, or none, what is stated counts. Undefined where it has nothing of kube-proxy. */
function modeOf(dump: Dump, {mode, modeSource}: ProxySettings): ProxyMode | undefined {
  const shows = modesShown(dump)
  const stated = modeSource === undefined ? undefined : mode
  const shown = shows.find((one) => one === stated) ?? shows[0]
  if (modeSource === MODE_FLAG && shown !== undefined && stated !== shown) {
    throw new UserError(
      `the dump is of a kube-proxy in ${shown} mode, not ${mode}`,
      'leave --proxy-mode out, or take the dump on the node that is meant',
    )
  }
  return shown
}

/** The modes that a dump has something of, the likeliest first. In ipvs mode there are iptables rules too; virtual servers are anybody's. */
function modesShown(dump: Dump): readonly ProxyMode[] {
  const has = (...names: readonly string[]) => dump.iptables.some(({chains}) => names.some((name) => chains.has(name)))
  const hasIpvs = showsIpvs(dump)
  const shown: readonly ProxyMode[] = [
    ...(hasIpvs ? (['ipvs'] as const) : []),
    ...(!hasIpvs && has('KUBE-SERVICES', 'KUBE-NODEPORTS') ? (['iptables'] as const) : []),
    ...(dump.nftables.length > 0 ? (['nftables'] as const) : []),
  ]
  return shown.length === 0 && (dump.servers?.length ?? 0) > 0 ? ['ipvs'] : shown
}

/** One that is stated or shown, else each: the newest first. */
function versionsToTry({version, versionStated, shownVersion}: ProxySettings): readonly [KubeProxyVersion, ...KubeProxyVersion[]] {
  const others = KUBE_PROXY_VERSIONS.filter((other) => other !== version).toReversed()
  return versionStated || shownVersion !== undefined ? [version] : [version, ...others]
}

interface Compared {
  readonly model: ProxyModel
  readonly observations: readonly Observation[]
}

function compare(cluster: Cluster, model: ProxyModel, dump: Dump): Compared {
  return {model, observations: observationsOf(cluster, model, dump)}
}

function observationsOf(cluster: Cluster, model: ProxyModel, dump: Dump): readonly Observation[] {
  switch (model.configuration.mode) {
    case 'iptables':
      return observeIptables(model, dump.iptables)
    case 'nftables':
      return observeNftables(cluster, model, dump.nftables)
    case 'ipvs':
      return observeIpvs(model, dump)
  }
}

/** The comparison with the version that explains the dump best. */
function nearest(
  [first, ...others]: readonly [KubeProxyVersion, ...KubeProxyVersion[]],
  compareWith: (version: KubeProxyVersion) => Compared,
): Compared {
  let best = compareWith(first)
  for (const version of others) {
    if (best.observations.length === 0) break
    const next = compareWith(version)
    if (next.observations.length < best.observations.length) best = next
  }
  return best
}
