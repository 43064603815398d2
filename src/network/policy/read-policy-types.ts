import type {Fields} from '../../cluster/fields.ts'
import type {Direction, PolicyProblem} from './policy.ts'
import {isStated, readItems} from './read-fields.ts'

/** Which directions a policy is for. */
export interface PolicyTypes {
  readonly certain: ReadonlySet<Direction>
  /** Those that it may be for, had somebody written its types as a server takes them; the message is what is wrong. */
  readonly possible: ReadonlyMap<Direction, string>
}

const DIRECTIONS: ReadonlyMap<unknown, Direction> = new Map([
  ['Ingress', 'ingress'],
  ['Egress', 'egress'],
])

/**
 * Without policyTypes a policy is for ingress, and for egress too where it has egress rules: an empty list is none (SetDefaults_NetworkPolicy in
 * k8s.io/kubernetes pkg/apis/networking/v1/defaults.go).
 */
export function readPolicyTypes(spec: Fields, problems: PolicyProblem[]): PolicyTypes {
  const path = ['spec', 'policyTypes']
  const before = problems.length
  const stated = readItems(spec['policyTypes'], path, problems)
  if (stated?.length === 0) {
    const {egress} = spec
    // What is no list is meant to say something; its problem is told where the rules are read.
    const hasRules = Array.isArray(egress) ? egress.length > 0 : isStated(egress)
    return {certain: new Set<Direction>(hasRules ? ['ingress', 'egress'] : ['ingress']), possible: new Map()}
  }
  const fix = 'policyTypes are Ingress and Egress'
  // Of more than two, the server looks at none.
  const isLong = stated !== undefined && stated.length > 2
  if (isLong) problems.push({word: 'policy-type', message: 'there are more than two policyTypes', path, fix})
  for (const [index, type] of isLong ? [] : (stated ?? []).entries()) {
    if (!DIRECTIONS.has(type))
      problems.push({word: 'policy-type', message: `${JSON.stringify(type)} is no policy type`, path: [...path, index], fix})
  }
  const certain = new Set((stated ?? []).flatMap((type) => DIRECTIONS.get(type) ?? []))
  const unknown = (stated ?? [undefined]).filter((type) => !DIRECTIONS.has(type))
  const message = problems[before]?.message
  return {certain, possible: new Map(message === undefined ? [] : unknown.flatMap(directionsMeant).map((one) => [one, message]))}
}

/** `ingress` can only mean Ingress; what else it says may mean either. */
function directionsMeant(type: unknown): readonly Direction[] {
  const text = typeof type === 'string' ? type.toLowerCase() : undefined
  return text === 'ingress' || text === 'egress' ? [text] : ['ingress', 'egress']
}
