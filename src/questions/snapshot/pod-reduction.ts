import {type Fields, fieldsOf, isMapping, itemsOf} from '../../cluster/fields.ts'

/** All that questions read of a container. */
const KEPT_OF_CONTAINERS = ['name', 'image', 'ports', 'resources', 'restartPolicy']
/** The flags of kube-proxy, and of kube-router in its place, are a configuration of it. */
const KEPT_OF_PROXIES = [...KEPT_OF_CONTAINERS, 'command', 'args']
const PROXIES = ['kube-proxy', 'kube-router']
/** Of what Calico is told in its environment, only whether it does kube-proxy's work. */
const KEPT_OF_ENV = 'FELIX_BPFENABLED'

/** Of the spec of a pod: volumes, what pulls images, and containers for debugging. */
const LEFT_OUT_OF_PODS = ['volumes', 'imagePullSecrets', 'ephemeralContainers', 'volumeClaimTemplates']

/** A value with every pod spec inside it reduced, wherever it stands: whatever lists containers is one. */
export function reducePodSpecs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reducePodSpecs)
  if (!isMapping(value)) return value
  const entries = Object.entries(value).filter(([key]) => !LEFT_OUT_OF_PODS.includes(key))
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, isContainerList(key, inner) ? inner.map(reduceContainer) : reducePodSpecs(inner)]),
  )
}

function isContainerList(key: string, value: unknown): value is readonly unknown[] {
  return (key === 'containers' || key === 'initContainers') && Array.isArray(value)
}

/** An item that is no mapping stays what it is: a list of words makes no pod template. */
function reduceContainer(container: unknown): unknown {
  if (!isMapping(container)) return container
  const {name, env} = container
  const told = name === 'calico-node' ? itemsOf(env).filter((one) => fieldsOf(one)['name'] === KEPT_OF_ENV) : []
  return {...pick(container, PROXIES.includes(String(name)) ? KEPT_OF_PROXIES : KEPT_OF_CONTAINERS), ...(told.length > 0 && {env: told})}
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
