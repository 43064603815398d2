/** A bracket, comma or colon stands for itself; a literal is a number, true, false or null. */
export type JsonToken = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'literal' | 'comment' | 'bad' | 'end'

/** Goes through a text token by token (RFC 8259), without recursion and without building anything. */
export interface JsonTokens {
  readonly next: () => JsonToken
  /** Where the last token begins and ends. A bad one ends where it stops being JSON. */
  readonly start: () => number
  readonly end: () => number
  readonly seek: (offset: number) => void
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LITERAL = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.])/y
const SHORT_ESCAPES = new Set(Array.from('"\\/bfnrt', (character) => character.charCodeAt(0)))

export function tokenizeJson(text: string, from: number): JsonTokens {
  let start = from
  let end = from

  const readString = (): JsonToken => {
    for (;;) {
      const code = text.charCodeAt(end)
      if (code === QUOTE) {
        end += 1
        return 'string'
      }
      if (code === BACKSLASH) {
        const length = escapeLength(text, end)
        if (length === 0) return 'bad'
        end += length
      } else if (code >= 0x20) end += 1
      // A control character, or the end of the text, whose code is NaN.
      else return 'bad'
    }
  }

  const readLiteral = (): JsonToken => {
    LITERAL.lastIndex = start
    if (!LITERAL.test(text)) return /[/#]/.test(text.charAt(start)) ? 'comment' : 'bad'
    end = LITERAL.lastIndex
    return 'literal'
  }

  const next = (): JsonToken => {
    while (isSpace(text.charCodeAt(end))) end += 1
    start = end
    if (start >= text.length) return 'end'
    const character = text.charAt(start)
    switch (character) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ',':
      case ':':
        end += 1
        return character
      case '"':
        end += 1
        return readString()
      default:
        return readLiteral()
    }
  }

  const seek = (offset: number) => {
    start = offset
    end = offset
  }

  return {next, start: () => start, end: () => end, seek}
}

/** 0 where there is no valid escape. */
function escapeLength(text: string, backslash: number): number {
  const escaped = text.charCodeAt(backslash + 1)
  if (SHORT_ESCAPES.has(escaped)) return 2
  return escaped === 0x75 && /^[0-9a-fA-F]{4}$/.test(text.slice(backslash + 2, backslash + 6)) ? 6 : 0
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
