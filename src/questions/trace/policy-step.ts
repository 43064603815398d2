import type {Finding} from '../../report.ts'
import type {Places} from '../places.ts'
import type {PolicySideData} from '../policy-data.ts'
import {describeBecause} from '../policy-wording.ts'
import type {Explanation} from './explanation.ts'
import type {BackendData, BackendPolicyData, StepData} from './trace-data.ts'

interface Side {
  readonly way: 'out' | 'in'
  readonly data: PolicySideData
}

/** What policies say of the endpoints: a line for each end that has something to say, told of the endpoint that fares worst. */
export function policySteps(backends: readonly BackendData[], places: Places): readonly StepData[] {
  const judged = policiesOfBackends(backends)
  const [worst] = judged.toSorted((a, b) => byAllowed(a, b) || countPolicies(b) - countPolicies(a))
  if (!worst) return []
  const sides = sidesOf(worst)
  const telling = sides.filter(({data}) => data.allowed !== true || data.policies.length > 0)
  if (telling.length === 0) {
    // That one end is no pod says less than whatever is said of the other.
    const message = [worst.ingress.message, worst.egress.message].find((one) => one !== NO_POD) ?? NO_POD
    return [{step: 'policy', ok: true, message}]
  }
  return telling.map((side): StepData => {
    const word = telling.length > 1 || side.way === 'out' ? `${side.way}: ` : ''
    const step: StepData = {step: 'policy', ok: side.data.allowed, message: `${word}${side.data.message}${othersThan(side, judged)}`}
    const place = placeOf(side.data, places)
    if (place) places.set(step, place)
    return step
  })
}

const NO_POD = describeBecause({kind: 'exempt', why: 'no-pod'}, 'ingress')

/** Why policies keep a connection from some endpoint, or may. */
export function explainPolicy(backends: readonly BackendData[], client: string, places: Places): Explanation {
  const [worst] = policiesOfBackends(backends).toSorted(byAllowed)
  const side = worst && sidesOf(worst).toSorted((a, b) => byAllowed(a.data, b.data))[0]
  if (!worst || !side) return {reason: 'policy', message: 'policies are not known'}
  const {clients, mend} = worst
  const message = `on the way ${side.way}, ${side.data.message}`
  if (worst.allowed !== false) return {reason: 'policy-unknown', message}
  if (clients.passing > 0) {
    const some = `policies let ${clients.passing} of ${clients.all} pods of ${client} pass`
    return {reason: FOR_SOME, message: `${some}; for others, ${message}`, advice: '--who instead of --from lists who may pass'}
  }
  return {reason: 'policy', message, ...(mend !== null && {advice: mend}), findings: findingsOf(side, message, mend, places)}
}

/** Of several who may be meant only some pass. */
export const FOR_SOME = 'policy-for-some'

function findingsOf({data}: Side, message: string, mend: string | null, places: Places): readonly Finding[] {
  const [policy] = data.policies
  if (!policy) return []
  const place = placeOf(data, places)
  const {kind, namespace, name} = policy
  return [
    {
      rule: 'policy/forbids',
      severity: 'warning',
      message,
      object: {kind, namespace, name},
      ...(place && {place}),
      ...(mend !== null && {fix: {description: mend}}),
    },
  ]
}

function policiesOfBackends(backends: readonly BackendData[]): readonly BackendPolicyData[] {
  return backends.flatMap(({policy}) => (policy ? [policy] : []))
}

function sidesOf({egress, ingress}: BackendPolicyData): readonly Side[] {
  return [
    {way: 'out', data: egress},
    {way: 'in', data: ingress},
  ]
}

/** Of what fares alike, an end that no policy is for says least. */
function countPolicies(data: BackendPolicyData): number {
  return sidesOf(data).filter(({data: {policies}}) => policies.length > 0).length
}

/** What fails first. */
function byAllowed(a: {readonly allowed: boolean | null}, b: {readonly allowed: boolean | null}): number {
  const order = [false, null, true]
  return order.indexOf(a.allowed) - order.indexOf(b.allowed)
}

/** `; 2 of 3 endpoints otherwise` */
function othersThan({way, data}: Side, judged: readonly BackendPolicyData[]): string {
  const own = judged.map(({egress, ingress}) => (way === 'out' ? egress : ingress))
  const others = own.filter(({allowed}) => allowed !== data.allowed).length
  return others > 0 ? `; not so for ${others} of ${judged.length} endpoints` : ''
}

function placeOf({policies}: PolicySideData, places: Places) {
  const [policy] = policies
  return policy && places.get(policy)
}
