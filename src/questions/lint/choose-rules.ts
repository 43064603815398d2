import {UserError} from '../../user-error.ts'
import {nearestWord} from '../resemblance.ts'
import {RULE_GROUPS, type Rule} from './rule.ts'
import {RULES} from './rules.ts'

/** Which rules are checked: globs over their names, in which `*` is any text. */
export interface RuleChoice {
  /** Empty is every rule. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
}

const HINT = 'svcscope lint --list-rules shows the names of all rules'

/** The choice of flags as they were typed. Throws a UserError as `chooseRules` does, before anything is read. */
export function readRuleChoice(flags: {
  readonly only?: readonly string[] | undefined
  readonly skip?: readonly string[] | undefined
}): RuleChoice {
  const choice = {only: flags.only ?? [], skip: flags.skip ?? []}
  chooseRules(RULES, choice)
  return choice
}

/** The rules that are left, in their order. Throws a UserError for a glob that no rule is like: it would silently check nothing, or everything. */
export function chooseRules(rules: readonly Rule[], {only, skip}: RuleChoice): readonly Rule[] {
  const wanted = only.map((glob) => matcherOf(rules, '--only', glob))
  const unwanted = skip.map((glob) => matcherOf(rules, '--skip', glob))
  const chosen = rules.filter(({id}) => (wanted.length === 0 || wanted.some((has) => has(id))) && !unwanted.some((has) => has(id)))
  if (chosen.length === 0) throw new UserError('--only and --skip leave no rule to check', HINT)
  return chosen
}

function matcherOf(rules: readonly Rule[], flag: string, glob: string): (id: string) => boolean {
  const matches = matchesGlob(glob)
  if (!rules.some(({id}) => matches(id))) throw noSuchRule(rules, glob, `${flag} ${glob}: no rule is called that`)
  return matches
}

/** Whether a name is what a glob says, in which `*` is any text. */
export function matchesGlob(glob: string): (name: string) => boolean {
  const pattern = new RegExp(`^${glob.split('*').map(escaped).join('.*')}$`)
  return (name) => pattern.test(name)
}

/** The error about a name that no rule has, with the one that was meant. */
export function noSuchRule(rules: readonly Rule[], name: string, message: string): UserError {
  const meant = nearestRule(rules, name)
  return new UserError(message, meant === undefined ? HINT : `did you mean ${meant}?`)
}

/** The rule, or the rules as a glob, that somebody meant by a name that none has: its group is left out, or something is misspelt. */
export function nearestRule(rules: readonly Rule[], name: string): string | undefined {
  const slash = name.indexOf('/')
  const group = slash < 0 ? name : name.slice(0, slash)
  const own = name.slice(slash + 1)
  if (slash < 0 || own === '' || own === '*') {
    const near = RULE_GROUPS.find((one) => one === group) ?? nearestWord(group, RULE_GROUPS)
    if (near !== undefined && `${near}/*` !== name) return `${near}/*`
  }
  const ids = new Map(rules.map(({id}): [string, string] => [id.slice(id.indexOf('/') + 1), id]))
  return ids.get(own) ?? nearestWord(name, ids.values()) ?? ids.get(nearestWord(own, ids.keys()) ?? '')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
