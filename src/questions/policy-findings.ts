import type {Policy, PolicyProblem} from '../network/policy/policy.ts'
import type {Finding} from '../report.ts'

/** Every part of policies that no API server takes, at its place. */
export function findPolicyProblems(policies: readonly Policy[]): readonly Finding[] {
  return policies.flatMap((policy) => policy.problems.map((problem) => findingOf(policy, problem)))
}

function findingOf({kind, namespace, name, reference, origin}: Policy, {message, path, fix}: PolicyProblem): Finding {
  const policy = `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`
  return {
    rule: 'policy/invalid',
    severity: 'error',
    message: `${message}: the API server refuses ${policy}`,
    object: reference,
    ...(origin && {place: {origin, path}}),
    fix: {description: fix},
  }
}
