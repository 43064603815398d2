/**
 * How kubectl reads plain scalars: YAML 1.1 as goyaml v2 resolves it (`resolve.go` of sigs.k8s.io/yaml). `yes`, `on` and `y` are true,
 * `0644` is octal, `08` is eight, `1_000` a number; a date stays text, and so does `1:30`.
 */
const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
])
const LONGEST_WORD = 5

const BASES: readonly (readonly [RegExp, number])[] = [
  [/^[-+]?0[xX]([0-9a-fA-F]+)$/, 16],
  [/^[-+]?0[bB]([01]+)$/, 2],
  [/^[-+]?0[oO]?([0-7]+)$/, 8],
]
const DECIMAL = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/

/** Which scalars can be anything but text, told by their first character. */
const TEXT = 0
const NUMBER = 1
const WORD = 2
const HINTS = new Uint8Array(128)
for (const character of '+-.0123456789') HINTS[character.charCodeAt(0)] = NUMBER
for (const character of 'yYnNtTfFoO~') HINTS[character.charCodeAt(0)] = WORD

/** The value of a plain scalar; the text itself where it is nothing else. Infinities, which JSON cannot say, stay text too. */
export function resolvePlainScalar(text: string): string | number | boolean | null {
  switch (HINTS[text.charCodeAt(0)] ?? TEXT) {
    case NUMBER:
      return resolveNumber(text) ?? text
    case WORD: {
      const word = text.length > LONGEST_WORD ? undefined : WORDS.get(text)
      return word === undefined ? text : word
    }
    default:
      return text
  }
}

function resolveNumber(text: string): number | undefined {
  const digits = text.includes('_') && !text.startsWith('.') ? text.replaceAll('_', '') : text
  const value = resolveInBase(digits) ?? (DECIMAL.test(digits) ? Number(digits) : Number.NaN)
  // Adding 0 turns -0 into the 0 that an integer of Go is.
  return Number.isFinite(value) ? value + 0 : undefined
}

function resolveInBase(digits: string): number | undefined {
  if (!/^[-+]?0./.test(digits)) return undefined
  for (const [form, base] of BASES) {
    const match = form.exec(digits)
    if (match !== null) return (digits.startsWith('-') ? -1 : 1) * Number.parseInt(match[1] ?? '', base)
  }
  return undefined
}
