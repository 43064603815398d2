import {fieldsOf, itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'

/** Those of scenarios that have no nodes of their own. */
export const STANDARD_NODES: readonly string[] = ['node-a', 'node-b', 'node-c']
const ZONES = ['zone-a', 'zone-b']

/**
 * Random objects without their nodes: pods and slices are on the three standard ones, by turns, and zones are those of the standard nodes. Of pods
 * in a namespace that share an address, which only pods on the host's network do, one is left: where they are in different slices, kube-proxy
 * itself cannot say which of them counts.
 */
export function onStandardNodes(objects: readonly WireObject[]): readonly WireObject[] {
  const turn = (names: readonly string[]) => (_: string, number: string) => `"${names[Number(number) % names.length]}"`
  const text = JSON.stringify(objects.filter(({kind}) => kind !== 'Node'))
  const placed: readonly WireObject[] = JSON.parse(
    text.replace(/"node-(\d+)"/g, turn(STANDARD_NODES)).replace(/"zone-(\d+)"/g, turn(ZONES)),
  )
  const taken = new Set<string>()
  return placed.filter((object) => {
    if (object['kind'] !== 'Pod') return true
    const addresses = itemsOf(valueAt(object, 'status', 'podIPs')).map(
      (item) => `${valueAt(object, 'metadata', 'namespace')} ${fieldsOf(item)['ip']}`,
    )
    const isNew = addresses.every((address) => !taken.has(address))
    for (const address of addresses) taken.add(address)
    return isNew
  })
}
