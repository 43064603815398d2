import {type Fields, isMapping} from '../../cluster/fields.ts'
import {reduceSettings, reduceVolumes} from './agent-container.ts'
import {reduceMetadata} from './annotations.ts'

/** All that questions read of a container. */
const KEPT_OF_CONTAINERS = ['name', 'image', 'ports', 'resources', 'restartPolicy']

/** Of the spec of a pod: volumes, what pulls images, and containers for debugging. */
const LEFT_OUT_OF_PODS = ['volumes', 'imagePullSecrets', 'ephemeralContainers', 'volumeClaimTemplates']

/** A value with every pod spec inside it reduced, wherever it stands: whatever lists containers is one. So is the metadata of templates. */
export function reducePodSpecs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reducePodSpecs)
  if (!isMapping(value)) return value
  const entries = Object.entries(value).filter(([key]) => !LEFT_OUT_OF_PODS.includes(key))
  const reduced = entries.map(([key, inner]) => {
    if (isContainerList(key, inner)) return [key, inner.map(reduceContainer)]
    return [key, reducePodSpecs(key === 'metadata' ? reduceMetadata(inner) : inner)]
  })
  return {...Object.fromEntries(reduced), ...reduceVolumes(value)}
}

function isContainerList(key: string, value: unknown): value is readonly unknown[] {
  return (key === 'containers' || key === 'initContainers') && Array.isArray(value)
}

/** An item that is no mapping stays what it is: a list of words makes no pod template. */
function reduceContainer(container: unknown): unknown {
  if (!isMapping(container)) return container
  return {...pick(container, KEPT_OF_CONTAINERS), ...reduceSettings(container)}
}

/** Statuses of containers without ids, and without what a container wrote when it ended. */
export function reducePodStatus(status: unknown): unknown {
  if (!isMapping(status)) return status
  const entries = Object.entries(status).filter(([key]) => key !== 'ephemeralContainerStatuses')
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key.endsWith('ontainerStatuses') && Array.isArray(value) ? value.map(reduceStatus) : value]),
  )
}

function reduceStatus(status: unknown): unknown {
  if (!isMapping(status)) return status
  const kept = pick(status, ['name', 'ready', 'started', 'restartCount', 'state'])
  const state = kept['state']
  if (!isMapping(state)) return kept
  const times = ['reason', 'exitCode', 'startedAt', 'finishedAt']
  const reduced = Object.entries(state).map(([key, value]) => [key, isMapping(value) ? pick(value, times) : value])
  return {...kept, state: Object.fromEntries(reduced)}
}

function pick(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)))
}
