import {selectorFromLabelSelector} from '../../cluster/label-selector.ts'
import type {Path} from '../../cluster/object.ts'
import type {PolicyProblem, Selector} from './policy.ts'

/** Reads a metav1.LabelSelector that is stated; one that no API server takes becomes a problem. */
export function readSelector(value: unknown, path: Path, problems: PolicyProblem[]): Selector {
  const read = selectorFromLabelSelector(value)
  if (read.kind !== 'error') return read.selector
  problems.push({
    word: 'selector',
    message: read.message,
    path,
    fix: 'write it as matchLabels, or as matchExpressions with key, operator and values',
  })
  return undefined
}
