import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {until} from './api.ts'
import type {ControlPlane} from './control-plane.ts'
import {program} from './programs.ts'
import type {Sandbox} from './sandbox.ts'

export type ProxyMode = 'iptables' | 'nftables'
/** In ipvs mode kube-proxy programs a node too, but no packet goes through it: the kernel's part is a fake (programs/kubernetes/ipvs). */
export type ProgrammedMode = ProxyMode | 'ipvs'

export interface ProxyOptions {
  /** Another version than the control plane's; none for ipvs mode. */
  readonly program?: 'kube-proxy' | 'kube-proxy-1.36' | 'kube-proxy-1.35'
  /** Fields of its KubeProxyConfiguration that differ from the usual. */
  readonly configuration?: WireObject
}

/** The ranges of all pods: kube-proxy masquerades what enters a Service from elsewhere. */
const CLUSTER_CIDRS = '10.244.0.0/16,fd00:244::/32'

/** The configuration that every kube-proxy of the harness has, but for the connection. */
export function proxyConfiguration(node: string, mode: ProgrammedMode, configuration: WireObject = {}): WireObject {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode,
    hostnameOverride: node,
    clusterCIDR: CLUSTER_CIDRS,
    conntrack: {maxPerCore: 0},
    ...configuration,
  }
}

/** Starts a real kube-proxy in a node's namespace; ready when its rules name every cluster IP that there is. */
export async function startProxy(
  controlPlane: ControlPlane,
  node: string,
  mode: ProgrammedMode,
  options: ProxyOptions = {},
): Promise<void> {
  const {sandbox, api, kubeconfig} = controlPlane
  const name = programName(node)
  const configuration = {...proxyConfiguration(node, mode, options.configuration), clientConnection: {kubeconfig}}
  writeFileSync(sandbox.file(`${name}.json`), JSON.stringify(configuration))
  const path = await program(mode === 'ipvs' ? 'kube-proxy-ipvs' : (options.program ?? 'kube-proxy'))
  const argv = [path, `--config=${sandbox.inside(`${name}.json`)}`]
  if (mode === 'ipvs') {
    // It would make a dummy device by itself, which kernels without IPVS may lack; a bridge that joins nothing will do.
    await sandbox.exec(['ip', 'link', 'add', VIRTUAL_DEVICE, 'type', 'bridge'], {namespace: `node-${node}`})
    argv.push(`--save=${sandbox.inside(virtualServers(node))}`)
  }
  await sandbox.start(name, argv, {namespace: `node-${node}`})
  const services = (await api.list('/api/v1/services')).filter((service) => !isLeftAlone(service))
  const addresses = services.flatMap((service) => itemsOf(valueAt(service, 'spec', 'clusterIPs')).filter((ip) => ip !== 'None'))
  const hasAll = async () => {
    const rules = await readRules(sandbox, node, mode)
    return addresses.every((address) => rules.includes(String(address)))
  }
  await until(`the rules of ${node}`, hasAll, {timeoutMs: 300_000, everyMs: 20 + services.length})
}

/** Ends the kube-proxy of a node; its rules stay. */
export async function stopProxy(sandbox: Sandbox, node: string): Promise<void> {
  await sandbox.stop(programName(node))
}

/** Ends the kube-proxy of a node and takes its rules away, so that the next one finds none. */
export async function removeProxy(sandbox: Sandbox, node: string, mode: ProgrammedMode): Promise<void> {
  await stopProxy(sandbox, node)
  // kube-proxy sets it where it is told to, and never back.
  await sandbox.exec(['sysctl', '-qw', 'net.netfilter.nf_conntrack_tcp_be_liberal=0'], {namespace: `node-${node}`})
  // Connections over UDP would go on as the rules before had it.
  await sandbox.exec(['conntrack', '-F'], {namespace: `node-${node}`})
  for (const {argv, input = ''} of CLEARING[mode]) await sandbox.exec(argv, {namespace: `node-${node}`, input})
  if (mode === 'ipvs') rmSync(sandbox.file(virtualServers(node)))
}

/** The device that has the virtual addresses in ipvs mode. */
const VIRTUAL_DEVICE = 'kube-ipvs0'

/** The file in which the kube-proxy of ipvs mode keeps what would be in the kernel. */
function virtualServers(node: string): string {
  return `${programName(node)}.ipvs`
}

/** Restoring a table that is empty removes all its chains. */
const EMPTY_TABLES = ['filter', 'nat', 'mangle'].map((table) => `*${table}\nCOMMIT\n`).join('')
const WITHOUT_RULES = [
  {argv: ['iptables-restore'], input: EMPTY_TABLES},
  {argv: ['ip6tables-restore'], input: EMPTY_TABLES},
]
const CLEARING: Readonly<Record<ProgrammedMode, readonly {readonly argv: readonly string[]; readonly input?: string}[]>> = {
  iptables: WITHOUT_RULES,
  nftables: [{argv: ['nft', '-f', '-'], input: 'flush ruleset\n'}],
  ipvs: [...WITHOUT_RULES, {argv: ['ipset', 'destroy']}, {argv: ['ip', 'link', 'delete', VIRTUAL_DEVICE]}],
}

function programName(node: string): string {
  return `kube-proxy-${node}`
}

/** Services that ask for another proxy, or say of themselves that they are headless, which kube-proxy 1.35 believes. */
function isLeftAlone(service: WireObject): boolean {
  const labels = valueAt(service, 'metadata', 'labels') ?? {}
  return ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'].some((label) => Object.hasOwn(labels, label))
}

const RULES = [['iptables-save'], ['ip6tables-save']]
const DUMPS: Readonly<Record<ProgrammedMode, readonly (readonly string[])[]>> = {
  iptables: RULES,
  ipvs: [['ipset', 'save'], ...RULES],
  nftables: [
    ['nft', '-s', 'list', 'table', 'ip', 'kube-proxy'],
    ['nft', '-s', 'list', 'table', 'ip6', 'kube-proxy'],
  ],
}

/** Everything that kube-proxy programmed on a node, both families one after the other. */
export async function readRules(sandbox: Sandbox, node: string, mode: ProgrammedMode): Promise<string> {
  const dumps = mode === 'ipvs' ? [readFileSync(sandbox.file(virtualServers(node)), 'utf8')] : []
  for (const argv of DUMPS[mode]) dumps.push((await sandbox.exec(argv, {namespace: `node-${node}`})).stdout)
  // The kernel without IPVS has no such match either: the kube-proxy of ipvs mode writes it as a comment.
  return dumps.join('').replace(/-m comment --comment "(ipvs [^"]*)"/g, '-m $1')
}

/**
 * The rules of a node once kube-proxy has nothing left to do: the same four times in a row, which takes longer than the second that it may wait
 * between two syncs and the time that it takes for one. Two thousand Services take seconds.
 */
export async function readSettledRules(sandbox: Sandbox, node: string, mode: ProgrammedMode): Promise<string> {
  const end = Date.now() + 180_000
  let [last, same] = ['', 0]
  while (same < 3) {
    if (Date.now() > end) throw new Error(`the rules of ${node} do not settle`)
    const rules = await readRules(sandbox, node, mode)
    same = rulesOnly(rules) === rulesOnly(last) ? same + 1 : 0
    last = rules
    await new Promise((resolve) => setTimeout(resolve, 500 + rules.length / 4_000))
  }
  return last
}

/** Dates and counters go on changing. */
function rulesOnly(dump: string): string {
  return dump.replace(/^#.*$|\[\d+:\d+\]/gm, '')
}
