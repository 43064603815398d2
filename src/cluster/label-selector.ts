import {quoteAsGo} from './go-quoting.ts'
import {
  createRequirement,
  formatRequirement,
  type Labels,
  matchesRequirement,
  type Requirement,
  type SelectorOperator,
} from './label-requirement.ts'
import {parseRequirements} from './label-selector-parser.ts'
import {readWireLabelSelector, type WireLabelSelector} from './wire-label-selector.ts'

export type {Labels, Requirement, SelectorOperator} from './label-requirement.ts'

/** All must hold; [] selects everything. */
export type LabelSelector = readonly Requirement[]

export type ParsedSelector =
  | {readonly kind: 'selector'; readonly selector: LabelSelector}
  | {readonly kind: 'error'; readonly message: string}

/** Selects nothing, as an absent metav1.LabelSelector does: no label has one of no values. */
export const SELECTS_NOTHING: LabelSelector = Object.freeze([Object.freeze({key: '', operator: 'In', values: Object.freeze([])})])

/**
 * Reads what stands after `kubectl -l`: labels.Parse of apimachinery v0.37.2, with its error texts. The requirements come sorted by key
 * (those of one key in the order written), their values sorted and without duplicates.
 */
export function parseLabelSelector(text: string): ParsedSelector {
  const parsed = parseRequirements(text)
  return parsed.kind === 'error' ? parsed : {kind: 'selector', selector: sortByKey(parsed.requirements)}
}

/**
 * As labels.Selector.String() prints it: the requirements in their order, the values of each sorted. Go remembers how a single value was
 * written; here it is always `key=value` or `key!=value`. Like Go's, the text of SELECTS_NOTHING is empty.
 */
export function formatLabelSelector(selector: LabelSelector): string {
  return selector === SELECTS_NOTHING ? '' : selector.map(formatRequirement).join(',')
}

/** The selector of a Service's `spec.selector`: one In with one value per key, sorted by key. Nothing is validated (labels.SelectorFromSet). */
export function selectorFromLabels(labels: Labels): LabelSelector {
  const requirements: Requirement[] = []
  for (const key in labels) requirements.push({key, operator: 'In', values: [labels[key] ?? '']})
  return requirements.length < 2 ? requirements : sortByKey(requirements)
}

/**
 * A metav1.LabelSelector in wire JSON, `{matchLabels, matchExpressions}`: metav1.LabelSelectorAsSelector of apimachinery v0.37.2, with its
 * error texts. undefined and null select nothing (SELECTS_NOTHING), `{}` selects everything; fields of other names are passed over, as the
 * API server does. Of several invalid matchLabels the error names the first by key (Go names any).
 */
export function selectorFromLabelSelector(value: unknown): ParsedSelector {
  if (value === undefined || value === null) return {kind: 'selector', selector: SELECTS_NOTHING}
  const read = readWireLabelSelector(value)
  return read.kind === 'error' ? read : convert(read)
}

/** Whether every requirement holds: labels.Selector.Matches. */
export function matchesLabels(selector: LabelSelector, labels: Labels): boolean {
  for (const requirement of selector) if (!matchesRequirement(requirement, labels)) return false
  return true
}

const WIRE_OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist'] satisfies SelectorOperator[])

function convert({matchLabels, matchExpressions}: WireLabelSelector): ParsedSelector {
  const requirements: Requirement[] = []
  const expressions = [...selectorFromLabels(Object.fromEntries(matchLabels)), ...matchExpressions]
  for (const {key, operator, values} of expressions) {
    if (!isWireOperator(operator)) return {kind: 'error', message: `${quoteAsGo(operator)} is not a valid label selector operator`}
    const created = createRequirement(key, operator, values)
    if (created.kind === 'error') return created
    requirements.push(created.requirement)
  }
  return {kind: 'selector', selector: sortByKey(requirements)}
}

function isWireOperator(operator: string): operator is SelectorOperator {
  return WIRE_OPERATORS.has(operator)
}

// Go sorts the bytes and this UTF-16; valid keys are ASCII, where that is the same.
function sortByKey(requirements: readonly Requirement[]): LabelSelector {
  return requirements.toSorted((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
}
