import type {WireObject} from '../../../src/cluster/object.ts'
import {type ControlPlane, startControlPlane} from './control-plane.ts'
import {type Fabric, weaveFabric} from './fabric.ts'
import {startNameServer} from './name-server.ts'
import {type ProxyMode, startProxy} from './proxy.ts'

/** A control plane with nodes, pods, DNS and a kube-proxy on every node. */
export interface LiveCluster extends ControlPlane {
  readonly fabric: Fabric
}

/** Starts everything that these objects describe. Their Services are last, so kube-proxy's first rules are complete. */
export async function startLiveCluster(objects: readonly WireObject[], mode: ProxyMode): Promise<LiveCluster> {
  const controlPlane = await startControlPlane()
  try {
    const [fabric] = await Promise.all([weaveFabric(controlPlane.sandbox, objects), controlPlane.api.apply(objects)])
    await startNameServer(controlPlane)
    const nodes = objects.filter(({kind}) => kind === 'Node').map(({metadata}) => (metadata as {name: string}).name)
    await Promise.all(nodes.map((node) => startProxy(controlPlane, node, mode)))
    return {...controlPlane, fabric}
  } catch (error) {
    await controlPlane.close()
    throw error
  }
}
