import type {Cluster} from '../../cluster/cluster.ts'
import type {Identity} from '../../cluster/identity.ts'
import type {LabelSelector, Labels} from '../../cluster/label-selector.ts'
import type {Origin} from '../../cluster/object.ts'
import {readService} from '../../cluster/service.ts'
import {enumerate, ownerName} from '../naming.ts'
import {editDistance, resemblance} from '../resemblance.ts'
import type {Cause} from '../resolve/cause.ts'
import type {IdentifiedBackends} from '../resolve/identified-backends.ts'
import type {Settle} from '../resolve/judgement.ts'
import type {Difference, NearMiss} from '../resolve/near-miss.ts'
import {decideNothingSelected} from '../resolve/nothing-selected.ts'

/** Whose selector it is, and where it selects. */
export interface Selecting {
  readonly identity: Identity
  readonly namespace: string
  readonly origin: Origin | undefined
}

const NO_BACKENDS: IdentifiedBackends = {
  pods: [],
  listed: [],
  endpoints: [],
  foreign: [],
  gaps: [],
  slices: [],
  observed: false,
  stale: new Set(),
  others: new Set(),
}

/**
 * Why a selector selects no pod of a namespace: what would be decided of a Service with these labels. Undefined where pods bear all labels that must
 * have one value, or there are none such: then it is for the rest of the selector to say.
 */
export function explainMissed(cluster: Cluster, selector: LabelSelector, {identity, namespace, origin}: Selecting): Cause | undefined {
  const pairs = pairsOf(selector)
  const single = selector.filter(({key}) => Object.hasOwn(pairs, key))
  if (single.length === 0 || cluster.pods.select(single, namespace).length > 0) return undefined
  // Without a name: that a Service is called after the label which it selects by says something, of a policy it does not.
  const service = readService({...identity, namespace, name: ''}, {spec: {selector: pairs}}, origin)
  const settle: Settle = (verdict, cause, nearMisses = []) => ({
    service,
    backends: NO_BACKENDS,
    verdict,
    cause,
    nearMisses,
    differences: [],
  })
  return decideNothingSelected(cluster, service, settle).cause
}

/** The labels that a selector asks for with one value. */
function pairsOf(selector: LabelSelector): Labels {
  const single = selector.filter(({operator, values}) => operator === 'In' && values.length === 1)
  return Object.fromEntries(single.map(({key, values}) => [key, values[0] ?? '']))
}

/** Whether slips of the pen alone keep a selector from its pods: one letter more, less or other, two that changed places, or the case of letters. */
export function isMisspelt({differences}: NearMiss): boolean {
  return differences.every(({key, expected, actual, actualKey}) =>
    actual === null ? actualKey !== undefined && isSlip(key, actualKey) : isSlip(expected, actual),
  )
}

/** What is further off may be another word, and so are those that differ by a number. */
export function isSlip(meant: string, written: string): boolean {
  const likeness = resemblance(meant, written)
  return likeness === 'case' || (likeness === 'typo' && editDistance(meant, written, 1) === 1)
}

/** `app=chekout is app=checkout on the pods of deploy/checkout`. */
export function describeMissed({pod, differences}: NearMiss): string {
  return `${enumerate(differences.map(describeDifference))} on the pods of ${ownerName(pod)}`
}

function describeDifference({key, expected, actual, actualKey}: Difference): string {
  if (actual !== null) return `${key}=${expected} is ${key}=${actual}`
  return actualKey === undefined ? `${key}=${expected} is missing` : `${key}=${expected} is ${actualKey}=${expected}`
}
