const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
])

const PRINTABLE = /^[ \p{L}\p{M}\p{N}\p{P}\p{S}]$/u

/**
 * The text in double quotes as Go's `%q` (strconv.Quote) shows it, which is how Kubernetes' error messages show what they were given.
 * A lone surrogate, which no Go string can hold, is shown as U+FFFD.
 */
export function quoteAsGo(text: string): string {
  return `"${Array.from(text, quoteCharacter).join('')}"`
}

function quoteCharacter(character: string): string {
  const escaped = ESCAPES.get(character)
  if (escaped !== undefined) return escaped
  if (PRINTABLE.test(character)) return character
  const code = character.codePointAt(0) ?? 0
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  if (code < 0x20 || code === 0x7f) return `\\x${hexadecimal(code, 2)}`
  return code < 0x10000 ? `\\u${hexadecimal(code, 4)}` : `\\U${hexadecimal(code, 8)}`
}

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
