import {fieldsOf, itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Api} from '../harness/api.ts'
import type {Random} from './random-numbers.ts'
import {TIERS} from './random-pods.ts'

/** One request that changes an object that is there. */
export interface Change {
  readonly method: 'PATCH' | 'DELETE'
  readonly path: string
  readonly body: WireObject
}

const PATCH_TYPE = 'application/merge-patch+json'
const LONG_GRACE_SECONDS = 86_400

/** Changes to a share of the pods and Services: what a rollout, a failing probe, a drain or an edit does. */
export function randomChanges(random: Random, objects: readonly WireObject[], share: number): readonly Change[] {
  return objects.flatMap((object) => {
    const {namespace, name} = fieldsOf(object['metadata'])
    const path = (plural: string) => `/api/v1/namespaces/${namespace}/${plural}/${name}`
    if (object['kind'] === 'Pod') return random.chance(share) ? [changePod(random, object, path('pods'))] : []
    if (object['kind'] === 'Service') return random.chance(share) ? changeService(random, object, path('services')) : []
    return []
  })
}

/** Makes the changes, some at a time. Throws at the first that is refused. */
export async function makeChanges(api: Api, changes: readonly Change[]): Promise<void> {
  const left = changes.values()
  const work = async () => {
    for (const {method, path, body} of left) {
      const answer = await api.request(method, path, body, method === 'PATCH' ? PATCH_TYPE : undefined)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body?.message}`)
    }
  }
  await Promise.all(Array.from({length: 16}, work))
}

function changePod(random: Random, pod: WireObject, path: string): Change {
  const patch = (body: WireObject, subresource = ''): Change => ({method: 'PATCH', path: `${path}${subresource}`, body})
  switch (random.weighted({ready: 45, labels: 20, terminating: 15, gone: 8, finished: 8, address: 4})) {
    case 'ready':
      return patch({status: {conditions: turnReady(pod)}}, '/status')
    case 'labels':
      return patch({metadata: {labels: {tier: random.pick([...TIERS, null]), version: random.pick(['v1', 'v4', null])}}})
    case 'terminating':
      return {method: 'DELETE', path, body: {gracePeriodSeconds: LONG_GRACE_SECONDS}}
    case 'gone':
      return {method: 'DELETE', path, body: {gracePeriodSeconds: 0}}
    case 'finished':
      // The controller looks at phases only when a pod's readiness, address or labels change: one that was not ready stays listed.
      return patch({status: isReady(pod) ? {phase: random.pick(['Succeeded', 'Failed']), conditions: turnReady(pod)} : {}}, '/status')
    case 'address':
      return patch({status: {podIP: '10.244.99.9', podIPs: [{ip: '10.244.99.9'}, {ip: 'fd00:244:63::9'}]}}, '/status')
  }
}

function turnReady(pod: WireObject): readonly WireObject[] {
  return itemsOf(valueAt(pod, 'status', 'conditions')).map((item) => {
    const condition = fieldsOf(item)
    return condition['type'] === 'Ready' ? {...condition, status: isReady(pod) ? 'False' : 'True'} : condition
  })
}

function isReady(pod: WireObject): boolean {
  return itemsOf(valueAt(pod, 'status', 'conditions')).some(
    (item) => fieldsOf(item)['type'] === 'Ready' && fieldsOf(item)['status'] === 'True',
  )
}

/** Nothing where the Service has no such thing to change. */
function changeService(random: Random, service: WireObject, path: string): readonly Change[] {
  const spec = fieldsOf(service['spec'])
  const patch = (body: WireObject): readonly Change[] => [{method: 'PATCH', path, body}]
  // What the controllers of a Service without selector leave behind when it gets one, or loses it, is history.
  const selects = spec['selector'] !== undefined && spec['type'] !== 'ExternalName'
  switch (random.weighted({selector: 35, published: 25, distribution: 25, ports: 15})) {
    case 'selector':
      return selects ? patch({spec: {selector: {tier: random.pick([...TIERS, null]), all: 'yes'}}}) : []
    case 'published':
      return patch({spec: {publishNotReadyAddresses: !spec['publishNotReadyAddresses']}})
    case 'distribution':
      return patch({spec: {trafficDistribution: random.pick(['PreferClose', 'PreferSameZone', 'PreferSameNode', null])}})
    case 'ports': {
      const ports = itemsOf(spec['ports']).map((port) => ({...fieldsOf(port), targetPort: random.pick([8080, 'http', 'metrics'])}))
      return ports.length > 0 ? patch({spec: {ports}}) : []
    }
  }
}
