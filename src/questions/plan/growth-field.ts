import type {Growth} from '../../azure/growth.ts'
import {type Field, problem, readInteger, readList, shapeOf} from '../stated-field.ts'
import {LARGEST_COUNT} from './pool-field.ts'

const RATE = /^(\d{1,6}(?:\.\d{1,6})?)\s*(%?)\s*(?:\/|per|a)\s*(month|year)$/

/** Percent a month; beyond it the figures of ten years are no numbers any more. */
const FASTEST = 1000

/** `4%/month`, `60%/year`, `3/month` (nodes), or the counts of months 1, 2, 3, … as a list or separated by commas. */
export function readGrowth(field: Field): Growth {
  const {value} = field
  if (Array.isArray(value)) return {kind: 'series', counts: readSeries(field)}
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : shapeOf(value)
  if (/^\d+(?:\s*,\s*\d+)+$/.test(text)) return {kind: 'series', counts: readSeries({...field, value: text.split(',').map(Number)})}
  const match = RATE.exec(text)
  if (!match) throw problem(field, `growth "${text}" is no rate and no list of counts`, 'as in 5%/month, 60%/year, 3/month, or 50,55,61')
  const rate = Number(match[1])
  const yearly = match[3] === 'year'
  if (match[2] === '%') {
    const perMonth = yearly ? ((1 + rate / 100) ** (1 / 12) - 1) * 100 : rate
    if (perMonth > FASTEST) throw problem(field, `growth ${text} is more than ${FASTEST}% a month`, 'as in 5%/month')
    return {kind: 'percent', perMonth}
  }
  return {kind: 'nodes', perMonth: yearly ? rate / 12 : rate}
}

function readSeries(field: Field): readonly number[] {
  const counts = readList(field, 'growth').map((item) => readInteger(item, 'a count of growth', 0, LARGEST_COUNT))
  if (counts.length === 0) throw problem(field, 'growth is an empty list', 'the counts of months 1, 2, 3, …')
  return counts
}
