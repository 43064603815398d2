import type {BrokenEntry} from '../network/entry/entry.ts'

/** Reasons that are told by a rule of another name. */
const RULES: Readonly<Record<string, string>> = {
  'no-port': 'no-such-port',
  'unstated-namespace': 'no-such-service',
  'no-class': 'class-unserved',
  'no-such-class': 'class-unserved',
  'not-served': 'class-unserved',
  'broken-listener': 'invalid-listener',
  'invalid-hostname': 'invalid-listener',
  'invalid-weight': 'invalid-listener',
  'redirect-with-backends': 'invalid-listener',
  'unknown-protocol': 'invalid-listener',
  'unsupported-protocol': 'invalid-listener',
}

/** The rule that tells of a way that leads nowhere, `group/name`. */
export function ruleOfBroken({reason}: Pick<BrokenEntry, 'reason'>): string {
  return `routing/${RULES[reason] ?? reason}`
}
