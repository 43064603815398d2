import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import {type ProxyView, viewProxies} from '../../../src/network/proxy/packet/proxy-view.ts'
import type {ControlPlane} from '../harness/control-plane.ts'
import {type ProxyMode, proxyConfiguration, removeProxy} from '../harness/proxy.ts'
import {compareIptables} from '../proxy/iptables-comparison.ts'
import {predictNftables} from '../proxy/nftables-prediction.ts'
import {compareProgrammed} from '../proxy/programmed-rules.ts'
import type {Run} from '../proxy/run.ts'
import {clusterOf} from '../scenario/observation.ts'
import {nameOf} from './clients.ts'

/** The kube-proxies that all nodes run at a time. */
export interface Proxies {
  readonly mode: ProxyMode
  readonly version: KubeProxyVersion
  /** Fields in which they differ from the harness's usual ones. */
  readonly configuration: WireObject
}

/** Lets real kube-proxies program every node, also of their zone, and gives what svcscope makes of the same objects. */
export async function startProxies(plane: ControlPlane, objects: readonly WireObject[], proxies: Proxies): Promise<ProxyView> {
  const {mode, version, configuration} = proxies
  await Promise.all(
    nodesOf(objects).map(async (node) => {
      await compareProgrammed(plane, mode, {node, version, configuration}, objects, (rules, read) => ({
        differences: DIFFERENCES[mode](rules, read, {node, version, configuration}),
      }))
    }),
  )
  const read = (node: string) => readProxyConfiguration(fieldsOf(proxyConfiguration(node, mode, configuration)), {version})
  return viewProxies(clusterOf(objects), read(''), {attachment: 'bridge', configurationOf: read})
}

type Differences = (rules: string, objects: readonly WireObject[], run: Run) => readonly object[]

const DIFFERENCES: Readonly<Record<ProxyMode, Differences>> = {
  iptables: (rules, objects, run) => compareIptables(rules, objects, run).differences,
  nftables: (rules, objects, run) => predictNftables(objects, run).differencesFrom(rules),
}

/** Removes them with their rules. */
export async function stopProxies({sandbox}: ControlPlane, objects: readonly WireObject[], {mode}: Proxies): Promise<void> {
  await Promise.all(nodesOf(objects).map((node) => removeProxy(sandbox, node, mode)))
}

function nodesOf(objects: readonly WireObject[]): readonly string[] {
  return objects.filter(({kind}) => kind === 'Node').map(nameOf)
}
