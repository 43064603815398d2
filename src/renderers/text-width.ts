import stringWidth from 'string-width'

/** Printable ASCII, and the signs that answers use: each takes one cell, and nearly all text is made of nothing else. */
const PLAIN = /^[ -~✓✗→←–×…]*$/

/** How many cells of a terminal a text takes, escape sequences left out. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text)
}
