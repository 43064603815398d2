import {fieldsOf, isMapping, itemsOf} from '../../cluster/fields.ts'
import {selectorFromLabelSelector} from '../../cluster/label-selector.ts'
import {labelKeyProblems, labelValueProblems} from '../../cluster/label-syntax.ts'
import type {Path} from '../../cluster/object.ts'
import type {PolicyProblem, Selector} from './policy.ts'
import {isStated} from './read-fields.ts'

/** Reads a metav1.LabelSelector that is stated; one that no API server takes becomes a problem, or one for each of its faults. */
export function readSelector(value: unknown, path: Path, problems: PolicyProblem[]): Selector {
  const read = selectorFromLabelSelector(value)
  if (read.kind !== 'error') return read.selector
  const faults = faultsOf(value)
  for (const fault of faults.length > 0 ? faults : [{at: [], message: read.message}])
    problems.push({
      word: 'selector',
      message: fault.message,
      path: [...path, ...fault.at],
      fix: 'write it as matchLabels, or as matchExpressions with key, operator and values',
    })
  return undefined
}

interface Fault {
  /** From the selector. */
  readonly at: Path
  readonly message: string
}

/** Where ValidateLabelSelector of apimachinery names a field; nothing for a value of the wrong type, which is not even decoded. */
function faultsOf(value: unknown): readonly Fault[] {
  const {matchLabels, matchExpressions} = fieldsOf(value)
  return [
    ...Object.entries(fieldsOf(matchLabels)).flatMap(([key, label]) =>
      [...faultsOfKey(key), ...faultsOfValue(label)].slice(0, 1).map((message) => ({at: ['matchLabels', key], message})),
    ),
    ...itemsOf(matchExpressions).flatMap((one, index) =>
      faultsOfExpression(one).map(({at, message}) => ({at: ['matchExpressions', index, ...at], message})),
    ),
  ]
}

function faultsOfExpression(value: unknown): readonly Fault[] {
  if (isStated(value) && !isMapping(value)) return []
  const {key, operator, values} = fieldsOf(value)
  const stated = itemsOf(values)
  return [
    ...faultsOfKey(key ?? '').map((message) => ({at: ['key'], message})),
    ...faultsOfOperator(operator ?? undefined, stated.length),
    ...stated.flatMap((label, index) => faultsOfValue(label).map((message) => ({at: ['values', index], message}))),
  ]
}

/** None or one. */
function faultsOfKey(key: unknown): readonly string[] {
  const [problem] = typeof key === 'string' ? labelKeyProblems(key) : []
  return problem === undefined ? [] : [key === '' ? 'it has no key' : `${JSON.stringify(key)} is no key of a label: ${problem}`]
}

/** None or one. */
function faultsOfValue(value: unknown): readonly string[] {
  const [problem] = typeof value === 'string' ? labelValueProblems(value) : []
  return problem === undefined ? [] : [`${JSON.stringify(value)} is no value of a label: ${problem}`]
}

function faultsOfOperator(operator: unknown, values: number): readonly Fault[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values > 0 ? [] : [{at: ['values'], message: `${operator} needs values`}]
    case 'Exists':
    case 'DoesNotExist':
      return values === 0 ? [] : [{at: ['values'], message: `${operator} takes no values`}]
    case undefined:
      return [{at: ['operator'], message: 'the expression has no operator'}]
    default: {
      const message = `${JSON.stringify(operator)} is no operator: there are In, NotIn, Exists and DoesNotExist`
      return [{at: ['operator'], message}]
    }
  }
}
