/** One document of a YAML stream, as offsets into the text. Documents without content are not counted. */
export interface DocumentRange {
  readonly kind: 'document'
  readonly index: number
  readonly start: number
  readonly end: number
  /** Offset of the first character that is neither space nor comment. */
  readonly content: number
}

/** A line that begins with `---` and goes on with more than a comment: kubectl stops at it. */
export interface BadSeparator {
  readonly kind: 'bad-separator'
  readonly start: number
  readonly end: number
}

/** Text after a document end mark (`...`), which kubectl drops silently. */
export interface Remainder {
  readonly kind: 'remainder'
  readonly start: number
  readonly end: number
}

type Part = DocumentRange | BadSeparator | Remainder

/**
 * Splits a stream as apimachinery's YAMLReader does: at every line that begins with `---`, whatever the document before it holds open.
 * @param from where to begin
 * @param first the index of the first document
 */
export function* splitDocuments(text: string, from = 0, first = 0): Generator<Part> {
  const endMarkAfter = endMarks(text)
  let index = first
  let start = from
  let separator = text.startsWith('---', from) ? from : nextSeparator(text, from)
  for (;;) {
    const end = separator === -1 ? text.length : separator
    const content = contentStart(text, start, end)
    if (content < end) {
      const mark = Math.min(endMarkAfter(content), end)
      yield {kind: 'document', index, start, end: mark, content}
      index += 1
      const rest = mark < end ? contentStart(text, endOfLine(text, mark), end) : end
      if (rest < end) yield {kind: 'remainder', start: rest, end}
    }
    if (separator === -1) return
    start = endOfLine(text, separator)
    // Nearly all are three dashes and nothing else.
    const isBare = start - separator === 4 && text.charCodeAt(start - 1) === 0x0a
    if (!isBare && !/^---\s*(#|$)/.test(text.slice(separator, start))) yield {kind: 'bad-separator', start: separator, end: start}
    separator = nextSeparator(text, start - 1)
  }
}

function nextSeparator(text: string, from: number): number {
  const at = text.indexOf('\n---', Math.max(from, 0))
  return at === -1 ? -1 : at + 1
}

/** Finds the next `...` line for offsets that only grow: the text is searched once, not once a document. */
function endMarks(text: string): (from: number) => number {
  let next = findEndMark(text, 0)
  return (from) => {
    if (next < from) next = findEndMark(text, from)
    return next
  }
}

function findEndMark(text: string, from: number): number {
  for (let at = text.indexOf('\n...', from); at !== -1; at = text.indexOf('\n...', at + 1)) {
    if (/^\s?$/.test(text.charAt(at + 4))) return at + 1
  }
  return Number.POSITIVE_INFINITY
}

/** The offset after the line that `from` stands in. */
export function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at === -1 ? text.length : at + 1
}

/** Offset of the first character from `start` that is neither white space nor in a comment; `end` where there is none. */
export function contentStart(text: string, start: number, end: number): number {
  let at = start
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === 0x23) at = endOfLine(text, at)
    else if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xfeff) at += 1
    else return at
  }
  return end
}
