import {labelOf} from '../../cluster/fields.ts'
import {type LabelSelector, type Labels, matchesLabels} from '../../cluster/label-selector.ts'
import type {Doubt} from './doubt.ts'
import {everyOf, type Truth} from './truth.ts'

/** Labels of which some may not be known yet. */
export interface PartialLabels {
  readonly known: Labels
  /** Keys that are there for certain, with values that nobody can know. */
  readonly unknownValues: ReadonlySet<string>
  /** Whether any other key may be there too. */
  readonly isOpen: boolean
}

const NO_KEYS: ReadonlySet<string> = new Set()

export function completeLabels(known: Labels): PartialLabels {
  return {known, unknownValues: NO_KEYS, isOpen: false}
}

/** Whether a selector selects what bears these labels; `doubt` says what it means that a key is not known. */
export function matchesPartly(selector: LabelSelector, labels: PartialLabels, doubt: (key: string) => Doubt): Truth {
  const {known, unknownValues, isOpen} = labels
  return everyOf(selector, (requirement): Truth => {
    const {key, operator} = requirement
    if (labelOf(known, key) !== undefined) return matchesLabels([requirement], known)
    if (unknownValues.has(key)) {
      if (operator === 'Exists') return true
      return operator === 'DoesNotExist' ? false : doubt(key)
    }
    // The key of a selector that selects nothing is empty, and no label has it.
    return isOpen && key !== '' ? doubt(key) : matchesLabels([requirement], known)
  })
}
