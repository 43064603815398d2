import type {Cause} from './cause.ts'

/** The word for a cause in rule ids (`routing/…`) and in JSON's `reason`. */
export function reasonOf(cause: Cause): string {
  switch (cause.kind) {
    case 'labels':
      return 'selector'
    case 'target-port':
      return cause.gaps.some((gap) => gap.reason.kind === 'no-such-name') ? 'target-port-name' : 'target-port-protocol'
    case 'hidden':
      return 'unseen-pods'
    case 'nothing-like-it':
      return 'nothing-selected'
    default:
      return cause.kind
  }
}
