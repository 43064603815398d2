import {fieldsOf, itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Api} from '../harness/api.ts'
import {slicesPath} from '../scenario/observation.ts'

/**
 * Deletes the Services of which two slices say different things about one address and port. Somebody wrote them, or mirrored, and kube-proxy goes
 * through slices as a Go map has them (endpointInfoByServicePort), so that every sync may take the other. Gives their paths.
 */
export async function deleteContradictedServices(api: Api): Promise<readonly string[]> {
  const contradicted = contradictedServices(await api.list(slicesPath()))
  const there = new Set((await api.list('/api/v1/services')).map(pathOf))
  const paths = contradicted.filter((path) => there.has(path))
  for (const path of paths) {
    const {status} = await api.request('DELETE', path)
    if (status >= 300) throw new Error(`DELETE ${path}: ${status}`)
  }
  return paths
}

/** How a sentence about all the others goes on. */
export function exceptFor(deleted: readonly string[]): string {
  return deleted.length > 0 ? ` (without ${deleted.length} that slices contradict each other about)` : ''
}

function pathOf({metadata}: WireObject): string {
  const {namespace, name} = fieldsOf(metadata)
  return `/api/v1/namespaces/${namespace}/services/${name}`
}

function contradictedServices(slices: readonly WireObject[]): readonly string[] {
  const said = new Map<string, string>()
  const found = new Set<string>()
  for (const slice of slices) {
    const service = valueAt(slice, 'metadata', 'labels', 'kubernetes.io/service-name')
    const path = pathOf({metadata: {namespace: valueAt(slice, 'metadata', 'namespace'), name: service}})
    for (const [target, state] of statesIn(slice)) {
      const key = `${path} ${target}`
      if ((said.get(key) ?? state) !== state) found.add(path)
      said.set(key, state)
    }
  }
  return [...found]
}

/** What a slice says of each address and port, as text; all of it where it lists one twice. */
function statesIn(slice: WireObject): ReadonlyMap<string, string> {
  const states = new Map<string, string>()
  for (const endpoint of itemsOf(slice['endpoints']).map(fieldsOf)) {
    const {ready = true, serving = true, terminating = false} = fieldsOf(endpoint['conditions'])
    const state = JSON.stringify([ready, serving, terminating, endpoint['nodeName'], endpoint['hints']])
    for (const {name, protocol, port} of itemsOf(slice['ports']).map(fieldsOf)) {
      const target = [slice['addressType'], name, protocol, port, itemsOf(endpoint['addresses'])[0]].join(' ')
      states.set(target, `${states.get(target) ?? ''}${state}`)
    }
  }
  return states
}
