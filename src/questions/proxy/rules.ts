import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {serviceRangesOf} from '../../network/proxy/nftables/service-ranges.ts'
import {buildProxyModel, type ProxyModel, type RoutedPort} from '../../network/proxy/proxy-model.ts'
import type {Finding, Report} from '../../report.ts'
import {describeReplacement} from '../kube-proxy/dataplane.ts'
import type {ProxyParameters, StatedMode} from '../kube-proxy/stated-configuration.ts'
import {count, enumerate} from '../naming.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import type {SearchedScope} from '../resolve/not-found.ts'
import {ipvsNotes} from './ipvs/notes.ts'
import {describeOpening, type Opening, openingsOf} from './open-port.ts'
import {chainFinder, FAMILIES, ipvsProgramsOf, programOf, virtualServerFinder} from './program.ts'
import {type ProxySettings, settleSettings} from './settings.ts'

/** What json and yaml print: the schema is schemas/proxy-rules.json. */
export interface ProxyRulesData {
  readonly node: string
  readonly mode: StatedMode
  readonly version: string
  /** IPv4 and then IPv6, in ipvs mode for each of its programs; empty where nothing is programmed. */
  readonly families: readonly {readonly family: AddressFamily; readonly program: string; readonly text: string}[]
  /** The Service ports that have rules, in the order of the rules. */
  readonly services: readonly RuledPortData[]
}

export interface RuledPortData {
  readonly namespace: string
  readonly name: string
  readonly port: {readonly name: string | null; readonly number: number; readonly protocol: string}
  readonly family: AddressFamily
  /** Those that belong to it alone, its endpoints' included; none in ipvs mode. */
  readonly chains: readonly string[]
  /** In ipvs mode only: `-t 10.0.0.1:80`. */
  readonly virtualServers?: readonly string[]
  /** What the input leaves open, so that the real rules may differ. */
  readonly openings: readonly Opening[]
}

export interface RulesParameters extends ProxyParameters, SearchedScope {}

/** What would kube-proxy program on a node? Throws a UserError for a node that is not there. */
export function askProxyRules(cluster: Cluster, parameters: RulesParameters): Report<Finding, ProxyRulesData> {
  const settings = settleSettings(cluster, parameters)
  const {mode, version, node} = settings
  if (mode === 'userspace') return withoutRules(settings)
  const scoped = {...cluster, services: servicesInScope(cluster, parameters)}
  const model = buildProxyModel(scoped, node.name, settings.configurationOf(mode, version))
  const ipvsPrograms = ipvsProgramsOf(model)
  const programs = programOf(cluster, model, ipvsPrograms)
  const ports = FAMILIES.flatMap((family) => model.families[family].ports)
  const findChains = chainFinder(model)
  const findServers = ipvsPrograms && virtualServerFinder(ipvsPrograms)
  const data: ProxyRulesData = {
    node: node.name,
    mode,
    version,
    families: programs,
    services: ports.map((port) => ({...toData(port, findChains(port)), ...(findServers && {virtualServers: findServers(port)})})),
  }
  return {
    kind: 'ProxyRules',
    data,
    text: programs.map(({text}) => text).join(''),
    tables: [],
    findings: [],
    notes: [
      ...settingNotes(settings),
      ...openNotes(ports),
      ...rangeNotes(cluster, model),
      ...(ipvsPrograms ? ipvsNotes(model, ipvsPrograms) : []),
    ],
    names: [...new Set(ports.map(({service}) => `service/${service.name}`))],
  }
}

/** The mode that sent every connection through kube-proxy itself. */
function withoutRules({node, mode, version}: ProxySettings): Report<Finding, ProxyRulesData> {
  return {
    kind: 'ProxyRules',
    data: {node: node.name, mode, version, families: [], services: []},
    headline: [
      {text: '?', tone: 'unsure'},
      ' userspace mode was removed in Kubernetes 1.26, and no rules are printed for it: they led every connection to a port of kube-proxy itself',
    ],
    tables: [],
    findings: [],
    notes: ['svcscope trace --proxy-mode userspace says where connections went', ...node.notes],
    names: [],
  }
}

function toData(port: RoutedPort, chains: readonly string[]): RuledPortData {
  const {service, declared, protocol, family} = port
  return {
    namespace: service.namespace,
    name: service.name,
    port: {name: declared.name, number: port.port, protocol},
    family,
    chains,
    openings: openingsOf(port),
  }
}

/** What the answer rests on that nobody stated. */
export function settingNotes(settings: ProxySettings): readonly string[] {
  const {node, mode, modeSource, version, versionStated, shownVersion, tellsPods, dataplanes} = settings
  const replacement = describeReplacement(dataplanes)
  const isModelled = shownVersion === undefined || shownVersion === version || versionStated
  return [
    ...node.notes,
    ...(replacement === undefined ? [] : [`${replacement}; these are the rules that a kube-proxy would program`]),
    ...(modeSource === undefined ? [`mode ${mode} is assumed: neither the input nor --proxy-mode states one`] : []),
    ...(isModelled ? [] : [`the input shows kube-proxy ${shownVersion}, which is not modelled: these are the rules of ${version}`]),
    ...(tellsPods ? [] : ['nothing states the range of pods: without --cluster-cidr no traffic to cluster IPs is masqueraded']),
  ]
}

/** Per kind of opening the Services that have it. */
function openNotes(ports: readonly RoutedPort[]): readonly string[] {
  const byOpening = new Map<Opening, Set<string>>()
  for (const port of ports) {
    for (const opening of openingsOf(port)) {
      const names = byOpening.get(opening) ?? new Set()
      byOpening.set(opening, names.add(`${port.service.namespace}/${port.service.name}`))
    }
  }
  return [...byOpening].map(([opening, names]) => {
    const standsIn = ['cluster-ip', 'node-port', 'endpoint-addresses'].includes(opening)
    const services = `${count(names.size, 'Service')}: ${enumerate([...names])}`
    return standsIn
      ? `names in <…> stand for what the input does not state: ${describeOpening(opening)} (${services})`
      : `the input leaves open ${describeOpening(opening)} (${services})`
  })
}

function rangeNotes(cluster: Cluster, {configuration}: ProxyModel): readonly string[] {
  return configuration.mode === 'nftables' && serviceRangesOf(cluster) === undefined
    ? ['the rule that drops what goes to cluster IPs of nobody is left out: the input has no ServiceCIDR object']
    : []
}
