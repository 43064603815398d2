import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {ControlPlane} from '../harness/control-plane.ts'
import {KUBE_PROXY_PROGRAMS} from '../harness/kube-proxy-programs.ts'
import {type ProxyMode, readSettledRules, removeProxy, startProxy} from '../harness/proxy.ts'
import type {Comparison} from './comparison.ts'
import type {Run} from './run.ts'

type Compared<C> = C & Pick<Comparison, 'restarts'>

export const MOST_RESTARTS = 8

/**
 * Lets a real kube-proxy program its node, leaves it running, and compares. It may begin without knowing its zone, and then never learns it: it
 * listens to a Node that it may already have heard of (ProxyServer.Run makes its NodeTopologyConfig before the handler is registered). Such a one
 * begins again.
 */
export async function compareProgrammed<C extends Pick<Comparison, 'differences'>>(
  plane: ControlPlane,
  mode: ProxyMode,
  {node, version, configuration}: Run,
  objects: readonly WireObject[],
  compare: (rules: string, objects: readonly WireObject[]) => C,
): Promise<Compared<C>> {
  for (let restarts = 0; ; restarts++) {
    await startProxy(plane, node, mode, {program: KUBE_PROXY_PROGRAMS[version], configuration})
    const rules = await readSettledRules(plane.sandbox, node, mode)
    const comparison = compare(rules, objects)
    const lacksZone = lacksItsZone(objects, (read) => compare(rules, read).differences)
    if (!lacksZone || restarts === MOST_RESTARTS) return {...comparison, restarts}
    await removeProxy(plane.sandbox, node, mode)
  }
}

/** Whether rules are rather those of a kube-proxy that does not know the zone of its node. */
export function lacksItsZone(
  objects: readonly WireObject[],
  differencesFor: (objects: readonly WireObject[]) => readonly object[],
): boolean {
  const differences = differencesFor(objects)
  return differences.length > 0 && differencesFor(withoutZones(objects)).length < differences.length
}

function withoutZones(objects: readonly WireObject[]): readonly WireObject[] {
  return objects.map((object) =>
    object['kind'] === 'Node' ? {...object, metadata: {...fieldsOf(object['metadata']), labels: {}}} : object,
  )
}
