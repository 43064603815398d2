import type {Line, Report, RuleDescription, Table} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import {count} from '../naming.ts'
import {chooseRules, matchesGlob, noSuchRule, type RuleChoice} from './choose-rules.ts'
import type {Rule} from './rule.ts'
import {RULES} from './rules.ts'

/** What `-o json` prints. */
export interface RuleData extends RuleDescription {
  /** Manifests in which it is found, and the same, mended. */
  readonly bad: string
  readonly good: string
}

/**
 * What a rule finds, what comes of that, and what to do about it. The group may be left out where one rule alone is called that; a glob, or no name,
 * lists rules. Throws a UserError for a name that no rule has.
 */
export function explain(name: string | undefined): Report {
  if (name === undefined) return listRules(RULES)
  if (name.includes('*')) {
    const matching = RULES.filter(({id}) => matchesGlob(name)(id))
    if (matching.length === 0) throw noSuchRule(RULES, name, `no rule is called like ${name}`)
    return listRules(matching)
  }
  if (/^(input|plan)\/[a-z-]+$/.test(name)) throw new UserError(`${name} is no rule of lint, and has no page`, BESIDE_LINT)
  const [rule, ...others] = RULES.filter(({id}) => id === name || id.endsWith(`/${name}`))
  if (!rule || others.length > 0) throw noSuchRule(RULES, name, `no rule is called ${name}`)
  return explainRule(rule)
}

/** Reading the input, and planning, find things that no rule is about. */
const BESIDE_LINT = 'such a finding says itself what is wrong, and what to do'

function explainRule({id, severity, title, why, fix, references, ...rule}: Rule): Report & {readonly data: RuleData} {
  const bad = trimmed(rule.bad)
  const good = trimmed(rule.good)
  return {
    kind: 'Rule',
    data: {id, severity, title, why, fix, references, bad, good},
    headline: [{text: id, tone: 'name'}, ` (${severity}): ${title}`],
    tables: [paragraph([why]), paragraph([{text: 'mend: ', tone: 'name'}, fix]), code('wrong', bad), code('right', good)],
    findings: [],
    notes: references,
    names: [`rule/${id}`],
  }
}

/** The rules that are chosen, a row each. */
export function listChosenRules(choice: RuleChoice): Report {
  return listRules(chooseRules(RULES, choice))
}

function listRules(rules: readonly Rule[]): Report {
  return {
    kind: 'Rule',
    data: {rules: rules.map(({id, severity, title, why, fix, references}) => ({id, severity, title, why, fix, references}))},
    tables: [
      {
        columns: [{name: 'RULE'}, {name: 'SEVERITY'}, {name: 'FINDS'}],
        rows: rules.map(({id, severity, title}): Line[] => [[{text: id, tone: 'name'}], [severity], [title]]),
        footer: [`${count(rules.length, 'rule')}; svcscope explain RULE says more of one`],
      },
    ],
    findings: [],
    notes: [],
    names: rules.map(({id}) => `rule/${id}`),
  }
}

function paragraph(title: Line): Table {
  return {title, rows: []}
}

function code(title: string, text: string): Table {
  return {title: [{text: title, tone: 'dim'}], rows: text.split('\n').map((line) => [[line]]), indent: 2, language: 'yaml'}
}

function trimmed(text: string): string {
  return text.replace(/^\n|\n$/g, '')
}
