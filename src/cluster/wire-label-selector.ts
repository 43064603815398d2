/** A metav1.LabelSelector whose types are certain, and nothing else is: neither keys and values nor operators are looked at. */
export interface WireLabelSelector {
  readonly kind: 'selector'
  readonly matchLabels: ReadonlyMap<string, string>
  readonly matchExpressions: readonly WireExpression[]
}

export interface WireExpression {
  readonly key: string
  readonly operator: string
  readonly values: readonly string[]
}

type Reading<T> = {readonly kind: 'read'; readonly value: T} | {readonly kind: 'error'; readonly message: string}

/**
 * Reads `{matchLabels, matchExpressions}` as the API server's decoder does: null is the empty value of every type, unknown fields are
 * passed over, and a value of another type is an error (which names the field that has it).
 */
export function readWireLabelSelector(value: unknown): WireLabelSelector | {readonly kind: 'error'; readonly message: string} {
  const fields = readMapping('the label selector', value)
  if (fields.kind === 'error') return fields
  const matchLabels = readMatchLabels(fields.value['matchLabels'])
  if (matchLabels.kind === 'error') return matchLabels
  const matchExpressions = readItems('matchExpressions', fields.value['matchExpressions'], readExpression)
  if (matchExpressions.kind === 'error') return matchExpressions
  return {kind: 'selector', matchLabels: matchLabels.value, matchExpressions: matchExpressions.value}
}

function readMatchLabels(value: unknown): Reading<ReadonlyMap<string, string>> {
  const fields = readMapping('matchLabels', value)
  if (fields.kind === 'error') return fields
  const labels = new Map<string, string>()
  for (const [key, label] of Object.entries(fields.value)) {
    const text = readText(`matchLabels[${key}]`, label)
    if (text.kind === 'error') return text
    labels.set(key, text.value)
  }
  return {kind: 'read', value: labels}
}

function readExpression(path: string, value: unknown): Reading<WireExpression> {
  const fields = readMapping(path, value)
  if (fields.kind === 'error') return fields
  const key = readText(`${path}.key`, fields.value['key'])
  if (key.kind === 'error') return key
  const operator = readText(`${path}.operator`, fields.value['operator'])
  if (operator.kind === 'error') return operator
  const values = readItems(`${path}.values`, fields.value['values'], readText)
  if (values.kind === 'error') return values
  return {kind: 'read', value: {key: key.value, operator: operator.value, values: values.value}}
}

function readItems<T>(path: string, value: unknown, readItem: (path: string, item: unknown) => Reading<T>): Reading<readonly T[]> {
  if (!isStated(value)) return {kind: 'read', value: []}
  if (!Array.isArray(value)) return wrongType(path, 'a list', value)
  const items: T[] = []
  for (const [index, item] of value.entries()) {
    const read = readItem(`${path}[${index}]`, item)
    if (read.kind === 'error') return read
    items.push(read.value)
  }
  return {kind: 'read', value: items}
}

function readMapping(path: string, value: unknown): Reading<Readonly<Record<string, unknown>>> {
  if (!isStated(value)) return {kind: 'read', value: {}}
  if (typeof value !== 'object' || Array.isArray(value)) return wrongType(path, 'a map', value)
  return {kind: 'read', value: {...value}}
}

function readText(path: string, value: unknown): Reading<string> {
  if (!isStated(value)) return {kind: 'read', value: ''}
  return typeof value === 'string' ? {kind: 'read', value} : wrongType(path, 'a string', value)
}

function isStated(value: unknown): value is NonNullable<unknown> {
  return value !== undefined && value !== null
}

function wrongType(path: string, expected: string, value: NonNullable<unknown>): {kind: 'error'; message: string} {
  return {kind: 'error', message: `${path} must be ${expected}, not ${nameOfType(value)}`}
}

function nameOfType(value: NonNullable<unknown>): string {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`
}
