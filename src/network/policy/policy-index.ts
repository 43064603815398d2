import {obtain} from '../../cluster/obtain.ts'
import type {PartialLabels} from './partial-labels.ts'
import type {Policy} from './policy.ts'

/** Those of some policies that may select pods with these labels, in the order in which they were given. They have yet to be asked. */
export type PoliciesByLabel = (labels: PartialLabels) => readonly Policy[]

/** Indexes policies by a label that their pods must have: thousands of one namespace select a few pods each. */
export function indexPolicies(policies: readonly Policy[]): PoliciesByLabel {
  /** Those of which no single label says whom they are not for. */
  const others: number[] = []
  const byKey = new Map<string, Map<string, number[]>>()
  for (const [place, {subject}] of policies.entries()) {
    const label = subject.pods?.find(({key, operator, values}) => operator === 'In' && values.length === 1 && key !== '')
    const alike = label
      ? obtain(
          obtain(byKey, label.key, () => new Map()),
          label.values[0] ?? '',
          (): number[] => [],
        )
      : others
    alike.push(place)
  }
  return ({known, unknownValues, isOpen}) => {
    // Labels that nobody knows of may be any.
    if (isOpen) return policies
    const found = [...others]
    for (const [key, byValue] of byKey) {
      if (Object.hasOwn(known, key)) found.push(...(byValue.get(known[key] ?? '') ?? []))
      else if (unknownValues.has(key)) for (const places of byValue.values()) found.push(...places)
    }
    return found.sort((a, b) => a - b).map((place) => policies[place] as Policy)
  }
}
