import type {MapAddress} from './address-mapping.ts'
import {HOST_PARTS, isKeptValue, keptStart} from './kept-words.ts'
import type {Pseudonyms} from './pseudonyms.ts'

/** Replaces what a text says, but not how it is built. */
export interface TextRedaction {
  /** Names, hosts, addresses, images, lists of them, anything. */
  readonly redactText: (text: string) => string
  readonly pseudonyms: Pseudonyms
}

const IPV4 = String.raw`(?<![\p{L}\p{N}_.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\p{L}\p{N}_]|\.[\p{L}\p{N}])`
const IPV6 = String.raw`(?<![\p{L}\p{N}_.:])(?:[\da-fA-F]{0,4}:){2,7}(?:[\da-fA-F]{0,4}|(?:\d{1,3}\.){3}\d{1,3})(?:/\d{1,3})?(?![\p{L}\p{N}_:])`
const UUID = String.raw`(?<![\p{L}\p{N}])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\p{N}])`
const TIME = String.raw`(?<![\p{L}\p{N}])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)`
/** Letters and digits of any script, and what holds names together. */
const NAME = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*`
const PIECES = new RegExp(`(?<time>${TIME})|(?<uuid>${UUID})|(?<address>${IPV4}|${IPV6})|(?<name>${NAME})`, 'gu')

/** A label of a name in DNS. */
const MAX_LABEL = 63
const DASHED_ADDRESS = /(?<![\p{L}\p{N}])\d{1,3}(?:-\d{1,3}){3}(?![\p{L}\p{N}])/u
/** Ordinals, percentages, short durations: they count things. */
const COUNT = /^\d{1,3}(%|ms|[smhd])?$/

/**
 * Names are replaced word by word, so that what is called after another is afterwards, too: a Deployment, its ReplicaSet, their pods; a Service and its
 * host name. `keeps` says what else stays where a text is of a known language.
 */
export function createTextRedaction(
  pseudonyms: Pseudonyms,
  mapAddress: MapAddress,
  keeps: (word: string) => boolean = () => false,
): TextRedaction {
  const redactName = (name: string): string => {
    if (isKeptValue(name) || COUNT.test(name) || keeps(name)) return name
    const labels = name.split('.')
    return labels.map((label) => (labels.length > 1 && HOST_PARTS.has(label) ? label : redactLabel(label))).join('.')
  }

  const redactLabel = (label: string): string => {
    const start = keptStart(label)
    if (start !== undefined) return start + redactWords(label.slice(start.length))
    const [dashed] = DASHED_ADDRESS.exec(label) ?? []
    const mapped = dashed === undefined ? undefined : mapAddress(dashed.replaceAll('-', '.'))
    if (dashed !== undefined && mapped !== undefined) {
      const [before = '', after = ''] = label.split(dashed)
      return redactWords(before) + mapped.replaceAll('.', '-') + redactWords(after)
    }
    const redacted = redactWords(label)
    return redacted.length > MAX_LABEL && label.length <= MAX_LABEL ? pseudonyms.word(label) : redacted
  }

  const redactWords = (words: string): string =>
    words
      .split(/([-_])/)
      .map((word, index, {length}) => (index > 0 && index === length - 1 && /^\d{1,3}$/.test(word) ? word : redactWord(word)))
      .join('')

  const redactWord = (word: string): string => {
    if (word === '' || word === '-' || word === '_') return word
    return /^\d+$/.test(word) ? pseudonyms.number(word) : pseudonyms.word(word)
  }

  const redactPiece = (piece: string, kind: string): string => {
    switch (kind) {
      case 'time':
        return piece
      case 'uuid':
        return pseudonyms.uid(piece)
      case 'address':
        return mapAddress(piece) ?? redactNames(piece)
      default:
        return redactName(piece)
    }
  }

  /** What looks like an address and is none. */
  const redactNames = (text: string) => text.replace(new RegExp(NAME, 'gu'), redactName)

  const redactText = (text: string) => text.replace(PIECES, (piece, ...rest) => redactPiece(piece, kindOf(rest.at(-1))))
  return {redactText: remember(redactText), pseudonyms}
}

/** The same names stand in thousands of objects. */
export function remember<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    const value = compute(text)
    known.set(text, value)
    return value
  }
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): string {
  return Object.keys(groups).find((name) => groups[name] !== undefined) ?? ''
}
