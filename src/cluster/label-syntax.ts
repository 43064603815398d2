// The rules and the texts are those of k8s.io/apimachinery v0.37.2, pkg/api/validate/content: IsLabelKey, IsLabelValue, IsDNS1123Subdomain.

const MAX_NAME_BYTES = 63
const MAX_PREFIX_BYTES = 253

const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const VALUE = `(${NAME})?`
const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`

const ALPHANUMERIC_ENDS = 'and must start and end with an alphanumeric character'
const NAME_RULE = formRule(
  `must consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`,
  ['MyName', 'my.name', '123-abc'],
  NAME,
)
const VALUE_RULE = formRule(
  `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`,
  ['MyValue', 'my_value', '12345'],
  VALUE,
)
const PREFIX_RULE = formRule(
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ALPHANUMERIC_ENDS}`,
  ['example.com'],
  SUBDOMAIN,
)

const NAME_FORM = new RegExp(`^${NAME}$`)
const VALUE_FORM = new RegExp(`^${VALUE}$`)
const PREFIX_FORM = new RegExp(`^${SUBDOMAIN}$`)

/** Nearly all are valid, and they are of single bytes. */
const NO_PROBLEMS: readonly string[] = []

/** What is wrong with a label key (`[prefix/]name`), in the API server's words; [] for a valid one. */
export function labelKeyProblems(key: string): readonly string[] {
  if (key.length <= MAX_NAME_BYTES && NAME_FORM.test(key)) return NO_PROBLEMS
  const parts = key.split('/')
  if (parts.length > 2) return [`a valid label key ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  const name = parts.at(-1) ?? ''
  const problems = parts.length === 2 ? prefixProblems(parts[0] ?? '') : []
  if (name === '') problems.push('name part must be non-empty')
  else if (byteLength(name) > MAX_NAME_BYTES) problems.push(`name part ${lengthRule(MAX_NAME_BYTES)}`)
  if (!NAME_FORM.test(name)) problems.push(`name part ${NAME_RULE}`)
  return problems
}

/** What is wrong with a label's value, in the API server's words; [] for a valid one, the empty one included. */
export function labelValueProblems(value: string): readonly string[] {
  if (value.length <= MAX_NAME_BYTES && VALUE_FORM.test(value)) return NO_PROBLEMS
  const problems: string[] = []
  if (byteLength(value) > MAX_NAME_BYTES) problems.push(lengthRule(MAX_NAME_BYTES))
  if (!VALUE_FORM.test(value)) problems.push(VALUE_RULE)
  return problems
}

function prefixProblems(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty']
  const problems: string[] = []
  if (byteLength(prefix) > MAX_PREFIX_BYTES) problems.push(`prefix part ${lengthRule(MAX_PREFIX_BYTES)}`)
  if (!PREFIX_FORM.test(prefix)) problems.push(`prefix part ${PREFIX_RULE}`)
  return problems
}

function lengthRule(bytes: number): string {
  return `must be no more than ${bytes} bytes`
}

function formRule(rule: string, examples: readonly string[], form: string): string {
  const quoted = examples.map((example) => `'${example}', `).join(' or ')
  // The doubled space that this leaves between two examples is Go's.
  return `${rule} (e.g. ${quoted}regex used for validation is '${form}')`
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
