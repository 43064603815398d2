import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import {type ProxyView, viewProxies} from '../../../src/network/proxy/packet/proxy-view.ts'
import type {ControlPlane} from '../harness/control-plane.ts'
import {KUBE_PROXY_PROGRAMS} from '../harness/kube-proxy-programs.ts'
import {type ProxyMode, proxyConfiguration, readSettledRules, removeProxy, startProxy} from '../harness/proxy.ts'
import {clusterOf} from '../scenario/observation.ts'
import {nameOf} from './clients.ts'

/** The kube-proxies that all nodes run at a time. */
export interface Proxies {
  readonly mode: ProxyMode
  readonly version: KubeProxyVersion
  /** Fields in which they differ from the harness's usual ones. */
  readonly configuration: WireObject
}

/** Lets real kube-proxies program every node, and gives what svcscope makes of the same objects. */
export async function startProxies(plane: ControlPlane, objects: readonly WireObject[], proxies: Proxies): Promise<ProxyView> {
  const {mode, version, configuration} = proxies
  await Promise.all(
    nodesOf(objects).map(async (node) => {
      await startProxy(plane, node, mode, {program: KUBE_PROXY_PROGRAMS[version], configuration})
      await readSettledRules(plane.sandbox, node, mode)
    }),
  )
  const read = (node: string) => readProxyConfiguration(fieldsOf(proxyConfiguration(node, mode, configuration)), {version})
  return viewProxies(clusterOf(objects), read(''), {attachment: 'bridge', configurationOf: read})
}

/** Removes them with their rules. */
export async function stopProxies({sandbox}: ControlPlane, objects: readonly WireObject[], {mode}: Proxies): Promise<void> {
  await Promise.all(nodesOf(objects).map((node) => removeProxy(sandbox, node, mode)))
}

function nodesOf(objects: readonly WireObject[]): readonly string[] {
  return objects.filter(({kind}) => kind === 'Node').map(nameOf)
}
