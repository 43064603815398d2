import {fieldsOf, itemsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Api} from '../harness/api.ts'
import {type Comparison, compareEndpoints, type Predict} from './comparison.ts'
import {keyOf, slicesByService} from './endpoint-sets.ts'
import {managerOf, type Observation, observe, SLICE_CONTROLLER, slicesPath} from './observation.ts'

export interface Settled {
  readonly observation: Observation
  readonly comparison: Comparison
  /** Services that the controllers had left behind until they were reminded of them. */
  readonly late: number
}

export interface SettlementOptions {
  readonly namespace?: string
  /** How long nothing must change before a look at it is worth while. */
  readonly quietMs?: number
  /** How long nothing must change before a difference counts. */
  readonly patienceMs?: number
  /** Whether the controllers are reminded of a Service that differs, before it counts. */
  readonly reminds?: boolean
  readonly timeoutMs?: number
}

const QUIET_MS = 1_000
const INTERVAL_MS = 200

/**
 * Waits until the controllers have done their work, and compares. Where all is as predicted and quiet, that is soon; a difference counts only
 * when nothing has changed for a while, twice: a Service whose sync has failed (a pod on a node that is not there is enough) is tried again after
 * 1, 2, 4, … 1000 seconds, and a lost race in the meantime waits as long. A change of the Service has it synced at once.
 */
export async function compareSettled(api: Api, predict: Predict, options: SettlementOptions = {}): Promise<Settled> {
  const first = await waitAndCompare(api, predict, options)
  const {differences} = first.comparison
  if (differences.length === 0 || options.reminds === false) return {...first, late: 0}
  await Promise.all(differences.slice(0, MAX_REMINDED).map(({service}) => remindOf(api, service)))
  const second = await waitAndCompare(api, predict, options)
  return {...second, late: differences.length - second.comparison.differences.length}
}

/** More than a few that are wrong are no accident. */
const MAX_REMINDED = 50

async function remindOf(api: Api, service: string): Promise<void> {
  const [namespace, name] = service.split('/')
  const body = {metadata: {labels: {reminded: String(Date.now())}}}
  await api.request('PATCH', `/api/v1/namespaces/${namespace}/services/${name}`, body, 'application/merge-patch+json')
}

async function waitAndCompare(
  api: Api,
  predict: Predict,
  {namespace, quietMs = QUIET_MS, patienceMs = 5_000, timeoutMs = 300_000}: SettlementOptions,
): Promise<Omit<Settled, 'late'>> {
  const begun = Date.now()
  let last = ''
  let since = begun
  let judged: Omit<Settled, 'late'> | undefined
  while (Date.now() - begun < timeoutMs) {
    const now = fingerprint(await api.list(slicesPath(namespace)))
    if (now !== last) {
      last = now
      since = Date.now()
      judged = undefined
    }
    const quiet = Date.now() - since
    if (quiet >= quietMs && !judged) {
      const observation = await observe(api, namespace)
      judged = isComplete(observation) ? {observation, comparison: compareEndpoints(observation, predict)} : undefined
    }
    if (judged && (judged.comparison.differences.length === 0 || quiet >= patienceMs)) return judged
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS))
  }
  throw new Error(`the controllers were not done after ${timeoutMs} ms`)
}

function fingerprint(slices: readonly WireObject[]): string {
  return slices.map(({metadata}) => `${fieldsOf(metadata)['uid']} ${fieldsOf(metadata)['resourceVersion']}`).join()
}

/** Whether each Service that the EndpointSlice controller looks after has a slice, empty or not, for each of its families. */
function isComplete({declared, slices}: Observation): boolean {
  const own = slicesByService(slices.filter((slice) => managerOf(slice) === SLICE_CONTROLLER))
  return declared.services.every((service) => {
    if (!service.selector || service.type === 'ExternalName') return true
    const types = new Set(own.get(keyOf(service))?.map((slice) => slice['addressType']))
    return itemsOf(fieldsOf(service.object['spec'])['ipFamilies']).every((family) => types.has(family))
  })
}

/**
 * Creates objects so that no controller meets a Service before it knows the pods: the hints of topology mode Auto depend on what it knew at first.
 * The Services that ask for them come last.
 */
export async function applyFresh(api: Api, objects: readonly WireObject[]): Promise<void> {
  const isService = (object: WireObject) => object['kind'] === 'Service'
  const isAuto = (object: WireObject) => fieldsOf(object['metadata'])['annotations'] !== undefined
  await api.apply(objects.filter((object) => !isService(object)))
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  await api.apply(objects.filter((object) => isService(object) && !isAuto(object)))
  await api.apply(objects.filter((object) => isService(object) && isAuto(object)))
}
