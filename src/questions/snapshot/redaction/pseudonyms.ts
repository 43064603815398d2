import {keyedNumber} from './keyed-number.ts'
import {inFamilies, isSame} from './word-family.ts'

/** What takes the place of words. */
export interface Pseudonyms {
  /** Letters and digits without anything between. */
  readonly word: (word: string) => string
  /** Digits only; as many digits. */
  readonly number: (digits: string) => string
  readonly uid: (text: string) => string
}

const CONSONANTS = 'bcdfghjklmnpqrstvwxz'
const VOWELS = 'aeiou'
/** So many a pseudonym has in front of its number. */
const LETTERS = 3
/** What Kubernetes makes suffixes and hashes of (apimachinery util/rand), and no word. */
const HASH_LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
const HASH = new RegExp(`^[${HASH_LETTERS}]{5,10}$`)

/**
 * Pseudonyms follow from the key and the word alone, but where two words of one input would get the same, and where words resemble each other:
 * `chekout` beside `checkout` becomes `ob482` beside `kob482`, so that a misspelling still is one. No pseudonym is a word of the input, and none
 * resembles another by chance: for that they have numbers, which nobody misspells.
 * @param words every word of the input, and in how many texts it stands
 */
export function createPseudonyms(key: string, words: ReadonlyMap<string, number>): Pseudonyms {
  const given = new Map<string, string>()
  const taken = new Set(words.keys())
  const near = new Set<string>()

  const take = (word: string, candidates: Iterable<string>): string | undefined => {
    for (const candidate of candidates) {
      if (taken.has(candidate)) continue
      taken.add(candidate)
      given.set(word, candidate)
      return candidate
    }
    return undefined
  }

  /** Two that have all but one of their letters in common, and the number, would resemble each other. */
  function* unlikeOthers(candidates: Iterable<string>): Generator<string> {
    for (const candidate of candidates) {
      const shortened = withoutOneLetter(candidate)
      if (shortened.some((text) => near.has(text))) continue
      for (const text of shortened) near.add(text)
      yield candidate
    }
  }

  const wordOf = (word: string): string =>
    given.get(word) ?? take(word, HASH.test(word) ? hashes(key, word) : unlikeOthers(pronounceable(key, word))) ?? word

  const typed = new Map([...words].filter(([word]) => !HASH.test(word)))
  for (const {word, like} of inFamilies(typed)) {
    const model = like === undefined ? undefined : wordOf(like)
    if (model === undefined || take(word, isSame(word, like) ? inOtherCases(model) : misspellings(model)) === undefined) wordOf(word)
  }
  return {
    word: wordOf,
    number: (digits) => given.get(digits) ?? take(digits, numbers(key, digits)) ?? digits,
    uid: (text) => uidOf(key, text),
  }
}

/** `kob482`, with longer numbers where hardly any of three digits is left. */
function* pronounceable(key: string, word: string): Generator<string> {
  for (let attempt = 0; ; attempt++) {
    const number = keyedNumber(key, `word ${attempt} ${word}`)
    const [first, vowel, last] = [number % 20, Math.floor(number / 20) % 5, Math.floor(number / 100) % 20]
    const least = 100 * 10 ** Math.min(5, Math.floor(attempt / 10))
    yield `${CONSONANTS[first]}${VOWELS[vowel]}${CONSONANTS[last]}${least + (Math.floor(number / 2000) % (9 * least))}`
  }
}

function* hashes(key: string, word: string): Generator<string> {
  for (let attempt = 0; ; attempt++) yield spell(key, `hash ${attempt} ${word}`, HASH_LETTERS, word.length)
}

/** Longer where hardly any number of so many digits is left. */
function* numbers(key: string, digits: string): Generator<string> {
  for (let attempt = 0; ; attempt++) {
    const text = spell(key, `number ${attempt} ${digits}`, '0123456789', digits.length + Math.floor(attempt / 50))
    yield digits.startsWith('0') ? text : text.replace(/^0/, '1')
  }
}

/** Eight letters of so small an alphabet come out of one hash. */
function spell(key: string, text: string, alphabet: string, length: number): string {
  let spelt = ''
  for (let part = 0; spelt.length < length; part++) {
    let number = keyedNumber(key, `${part} ${text}`)
    for (let letter = 0; letter < 8; letter++) {
      spelt += alphabet[number % alphabet.length]
      number = Math.floor(number / alphabet.length)
    }
  }
  return spelt.slice(0, length)
}

function uidOf(key: string, text: string): string {
  const parts = Array.from({length: 4}, (_, index) => keyedNumber(key, `uid ${index} ${text}`).toString(16).padStart(8, '0').slice(-8))
  return parts.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function withoutOneLetter(model: string): readonly string[] {
  return Array.from({length: LETTERS}, (_, index) => model.slice(0, index) + model.slice(index + 1))
}

/** One letter less, or one twice: a distance of one, and the same digits. */
function* misspellings(model: string): Generator<string> {
  yield* withoutOneLetter(model)
  for (let index = 0; index < LETTERS; index++) yield model.slice(0, index + 1) + model.slice(index)
}

function* inOtherCases(model: string): Generator<string> {
  for (let index = 0; index < LETTERS; index++) yield model.slice(0, index) + model.charAt(index).toUpperCase() + model.slice(index + 1)
  yield model.toUpperCase()
}
