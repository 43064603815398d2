import {count} from '../naming.ts'
import type {Way} from './told-ways.ts'

/** So many characters of a question stand in a row beside the rest of it. */
const MOST_IN_A_ROW = 70

/**
 * The questions of told ways that stand beside the table, with the number of ways: those that are too long for a row, or that several rows ask, and those of
 * ways of which all is known but how many more may come in. Where only one row asks a question, and says it, a note adds nothing.
 */
export function notedQuestions(ways: readonly Way[]): ReadonlyMap<string, number> {
  const asked = new Map<string, number>()
  const beside = new Set<string>()
  for (const {entry} of ways.flatMap(({entries}) => entries)) {
    const {question, reach} = entry
    if (question === undefined) continue
    const number = (asked.get(question) ?? 0) + 1
    asked.set(question, number)
    if (reach !== 'unknown' || number > 1 || question.length > MOST_IN_A_ROW) beside.add(question)
  }
  return new Map([...asked].filter(([question]) => beside.has(question)))
}

/** A note for each, those first that most ways hang on: what settles them settles most. */
export function describeQuestions(noted: ReadonlyMap<string, number>): readonly string[] {
  const most = 8
  const sorted = [...noted].toSorted(([, a], [, b]) => b - a)
  const notes = sorted.slice(0, most).map(([question, number]) => `? ${question} (${count(number, 'way')})`)
  const more = sorted.length - most
  return more > 0 ? [...notes, `${count(more, 'more question')}; -o json has that of each way`] : notes
}

/** `which cloud runs it?` of `which cloud runs it? say so with --cloud, or in svcscope.yaml`. */
export function inShort(question: string): string {
  return question.slice(0, question.indexOf('?') + 1) || question
}
