/** A word, one of the symbols, or '' for the end of the text. */
export type Token = string

const TOKEN = /==|!=|[=!(),<>]|[^ \t\r\n=!(),<>]+/g
const SYMBOL = /^[=!(),<>]/

/**
 * The tokens of a selector, the end included. `in` and `notin` are words like any other: the grammar takes them for operators only where
 * one must stand, so that they can be keys and values too.
 */
export function scanLabelSelector(text: string): readonly Token[] {
  return [...(text.match(TOKEN) ?? []), '']
}

export function isWord(token: Token): boolean {
  return token !== '' && !SYMBOL.test(token)
}
