import {valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Api} from '../harness/api.ts'
import {type ControlPlane, startControlPlane} from '../harness/control-plane.ts'
import {weaveFabric} from '../harness/fabric.ts'
import {observe} from '../scenario/observation.ts'
import {predictEndpoints} from '../scenario/prediction.ts'
import {applyFresh, compareSettled} from '../scenario/settlement.ts'

/** A control plane with these objects, their nodes on the fabric, and controllers that are done. */
export async function startSettled(objects: readonly WireObject[]): Promise<ControlPlane> {
  const plane = await startControlPlane()
  try {
    const nodes = objects.filter(({kind}) => kind === 'Node')
    await Promise.all([weaveFabric(plane.sandbox, nodes), applyFresh(plane.api, objects)])
    await compareSettled(plane.api, predictEndpoints, {patienceMs: 2_000})
    return plane
  } catch (error) {
    await plane.close()
    throw error
  }
}

/** All that rules depend on: what endpoints do, and the ranges of cluster IPs. */
export async function readObjects(api: Api): Promise<readonly WireObject[]> {
  return [...(await observe(api)).objects, ...(await api.list('/apis/networking.k8s.io/v1/servicecidrs'))]
}

export async function readNodeNames(api: Api): Promise<readonly string[]> {
  return (await api.list('/api/v1/nodes')).map((node) => String(valueAt(node, 'metadata', 'name')))
}
