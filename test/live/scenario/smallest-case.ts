import {dump} from 'js-yaml'
import {fieldsOf, itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Api} from '../harness/api.ts'
import {type Difference, describeDifference, type Predict} from './comparison.ts'
import type {Observation} from './observation.ts'
import {asWritten, inNamespace} from './recreation.ts'
import {type Case, reduceCase, type StillFails} from './reduction.ts'
import {compareSettled} from './settlement.ts'

/** A difference, made as small as it gets by asking the real controllers again. */
export interface SmallestCase {
  readonly service: string
  readonly objects: Case
  readonly tries: number
  /** For whoever reads the failure: what differs, the objects as YAML, and how to see it again. */
  readonly text: string
}

/** One Service at a time, with pods that are there before it: there is no race to lose, so what is wrong so soon stays wrong. */
const HASTE = {quietMs: 300, patienceMs: 1_100, reminds: false}

/**
 * Reduces one difference: its Service, the pods that it selects and what stands beside it are created anew in namespaces of their own, again and
 * again with less. The nodes are those of the cluster.
 * @param command what shows the whole failure again
 */
export async function findSmallestCase(
  api: Api,
  {objects}: Observation,
  difference: Difference,
  predict: Predict,
  command: string,
): Promise<SmallestCase> {
  const {service} = difference
  const [namespace, name] = service.split('/')
  const [own, ...others] = objects
    .filter((object) => valueAt(object, 'metadata', 'namespace') === namespace)
    .filter((object) => isWorthTrying(object, name ?? ''))
    .toSorted((a, b) => Number(b['kind'] === 'Service') - Number(a['kind'] === 'Service'))
  if (!own) throw new Error(`there is no Service ${service}`)
  const asking = createAsking(api, predict)
  // The pods that the difference names are mostly enough, and most of the way.
  const starts: readonly Case[] = [others.filter((object) => object['kind'] !== 'Pod' || isNamed(object, difference)), others].map((rest) =>
    [own, ...rest].map(asWritten),
  )
  const answers = await asking.stillFails(starts)
  const failing = starts.find((_, index) => answers[index])
  const {smallest, tries} = failing ? await reduceCase(failing, asking.stillFails) : {smallest: starts[1] ?? [], tries: 0}
  const nodes = objects.filter(
    (object) => object['kind'] === 'Node' && smallest.some((pod) => nodeOf(pod) === valueAt(object, 'metadata', 'name')),
  )
  const text = [
    failing ? `the smallest case after ${tries} tries:` : `${service} differs where it came about, but not when it is made anew:`,
    asking.differenceOf(smallest) ?? '',
    ...[...nodes.map(withoutNoise), ...smallest].map((object) => dump(object, {lineWidth: 160, noRefs: true}).trimEnd()),
    `see it again: ${command}`,
  ].join('\n---\n')
  return {service, objects: smallest, tries, text}
}

function isNamed(pod: WireObject, {onlyPredicted, onlyReal}: Difference): boolean {
  const metadata = fieldsOf(pod['metadata'])
  const target = `target=Pod ${metadata['namespace']}/${metadata['name']}`
  return [...onlyPredicted, ...onlyReal].some((line) => line.split(', for ')[0]?.endsWith(target))
}

/** The Service itself, pods of its selector or not, and slices and Endpoints by hand with its name; not what controllers made. */
function isWorthTrying(object: WireObject, name: string): boolean {
  const metadata = fieldsOf(object['metadata'])
  const labels = fieldsOf(metadata['labels'])
  switch (object['kind']) {
    case 'Service':
      return metadata['name'] === name
    case 'Pod':
      return true
    case 'Endpoints':
      return metadata['name'] === name && labels['endpoints.kubernetes.io/managed-by'] === undefined
    case 'EndpointSlice':
      return labels['kubernetes.io/service-name'] === name && !String(labels['endpointslice.kubernetes.io/managed-by']).endsWith('.k8s.io')
    default:
      return false
  }
}

function createAsking(
  api: Api,
  predict: Predict,
): {readonly stillFails: StillFails; readonly differenceOf: (one: Case) => string | undefined} {
  let asked = 0
  const differences = new Map<Case, string>()
  const ask = async (objects: Case): Promise<boolean> => {
    const namespace = `reduced-${++asked}`
    try {
      await api.apply([
        {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}},
        ...objects.map((one) => inNamespace(one, namespace)),
      ])
    } catch {
      // The API server refuses it: no smaller case, but none at all.
      return false
    }
    const {comparison} = await compareSettled(api, predict, {namespace, ...HASTE})
    const [difference] = comparison.differences
    if (difference) differences.set(objects, describeDifference(difference))
    return difference !== undefined
  }
  return {stillFails: (cases) => Promise.all(cases.map(ask)), differenceOf: (one) => differences.get(one)}
}

function nodeOf(pod: WireObject): unknown {
  return valueAt(pod, 'spec', 'nodeName')
}

/** A node's labels, and what of its status the controllers read. */
function withoutNoise(node: WireObject): WireObject {
  const {apiVersion, kind, metadata, status} = node
  const {name, labels} = fieldsOf(metadata)
  const {allocatable, conditions} = fieldsOf(status)
  const ready = itemsOf(conditions).map((condition) => ({type: fieldsOf(condition)['type'], status: fieldsOf(condition)['status']}))
  return {apiVersion, kind, metadata: {name, labels}, status: {allocatable, conditions: ready}}
}
