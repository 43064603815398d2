import type {Doubt} from './doubt.ts'

/** A truth value; the third one, what cannot be told, is the reason why. */
export type Truth = boolean | Doubt

export function isDoubt(truth: Truth): truth is Doubt {
  return typeof truth === 'object'
}

/** Kleene's and: what is false is false, whatever else is not known. `right` is asked only where it matters. */
export function and(left: Truth, right: () => Truth): Truth {
  if (left === false) return false
  const other = right()
  return other === false || left === true ? other : left
}

/** Kleene's or. */
export function or(left: Truth, right: () => Truth): Truth {
  if (left === true) return true
  const other = right()
  return other === true || left === false ? other : left
}

/** Whether it holds for one of them: what is certain wins over what is not. False for none. */
export function anyOf<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  let truth: Truth = false
  for (const item of items) {
    truth = or(truth, () => holds(item))
    if (truth === true) return true
  }
  return truth
}

/** Whether it holds for all of them. True for none. */
export function everyOf<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  let truth: Truth = true
  for (const item of items) {
    truth = and(truth, () => holds(item))
    if (truth === false) return false
  }
  return truth
}

/** What is certain only where two ways of seeing it agree; `doubt` says why they need not. */
export function unlessApart(one: Truth, other: Truth, doubt: Doubt): Truth {
  if (one === other) return one
  return isDoubt(one) ? one : isDoubt(other) ? other : doubt
}
