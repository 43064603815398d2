import {writeFileSync} from 'node:fs'
import {itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import {until} from './api.ts'
import type {ControlPlane} from './control-plane.ts'
import {program} from './programs.ts'
import type {Sandbox} from './sandbox.ts'

export type ProxyMode = 'iptables' | 'nftables'

/** The ranges of all pods: kube-proxy masquerades what enters a Service from elsewhere. */
const CLUSTER_CIDRS = '10.244.0.0/16,fd00:244::/32'

/** Starts a real kube-proxy in a node's namespace; ready when its rules name every cluster IP that there is. */
export async function startProxy(controlPlane: ControlPlane, node: string, mode: ProxyMode): Promise<void> {
  const {sandbox, api, kubeconfig} = controlPlane
  const namespace = `node-${node}`
  const name = `kube-proxy-${node}`
  const configuration = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode,
    hostnameOverride: node,
    clusterCIDR: CLUSTER_CIDRS,
    conntrack: {maxPerCore: 0},
    clientConnection: {kubeconfig},
  }
  writeFileSync(sandbox.file(`${name}.json`), JSON.stringify(configuration))
  await sandbox.start(name, [await program('kube-proxy'), `--config=${sandbox.inside(`${name}.json`)}`], {namespace})
  const services = await api.list('/api/v1/services')
  const addresses = services.flatMap((service) => itemsOf(valueAt(service, 'spec', 'clusterIPs')).filter((ip) => ip !== 'None'))
  await until(`the rules of ${node}`, async () => {
    const rules = await readRules(sandbox, node, mode)
    return addresses.every((address) => rules.includes(String(address)))
  })
}

const DUMPS: Readonly<Record<ProxyMode, readonly (readonly string[])[]>> = {
  iptables: [['iptables-save'], ['ip6tables-save']],
  nftables: [
    ['nft', '-s', 'list', 'table', 'ip', 'kube-proxy'],
    ['nft', '-s', 'list', 'table', 'ip6', 'kube-proxy'],
  ],
}

/** Everything that kube-proxy programmed on a node, both families one after the other. */
export async function readRules(sandbox: Sandbox, node: string, mode: ProxyMode): Promise<string> {
  const dumps: string[] = []
  for (const argv of DUMPS[mode]) dumps.push((await sandbox.exec(argv, {namespace: `node-${node}`})).stdout)
  return dumps.join('')
}
