import type {Frame, Line} from '../report.ts'
import type {RenderOptions} from './index.ts'
import type {Palette} from './palette.ts'
import {widthOf} from './text-width.ts'
import {wrapText} from './wrap.ts'

/** In cells, where no terminal says how wide it is: a manifest that is one line of JSON must not be printed whole for each finding. */
const UNKNOWN_WIDTH = 200

/** The line with a mark under what is meant, and those before it; what is wider than the terminal is cut around the mark. */
export function drawFrame({lines, column, length, aside}: Frame, palette: Palette, {width, unicode}: RenderOptions): readonly string[] {
  const gutter = String(lines.at(-1)?.number ?? 1).length
  const margin = (number: number | string) => `    ${String(number).padStart(gutter)} | `
  const room = Math.max(20, (width ?? UNKNOWN_WIDTH) - margin('').length)
  const ellipsis = unicode ? '…' : '...'
  const show = (text: string) => palette.paint([visible(text, unicode)])
  // Of a line that is a whole file only what can be shown is looked at.
  const base = Math.max(0, column - 1 - 4 * room)
  const piece = (text: string) => show(text.slice(base, base + 8 * room))
  const text = lines.at(-1)?.text ?? ''
  const left = widthOf(show(text.slice(base, column - 1)))
  const value = widthOf(show(text.slice(column - 1, Math.min(column - 1 + length, base + 8 * room))))
  const seen = Math.min(value, Math.floor(room / 2))
  const isWhole = base === 0 && widthOf(piece(text)) <= room
  const first = isWhole || (base === 0 && left + seen + ellipsis.length <= room) ? 0 : left + seen + ellipsis.length - room
  const pad = ' '.repeat(left - first)
  const mark = '^'.repeat(Math.max(1, Math.min(value, room - pad.length)))
  const row = (number: number | string, code: Line) => {
    const isEmpty = widthOf(palette.paint(code)) === 0
    return palette.paint([{text: isEmpty ? margin(number).trimEnd() : margin(number), tone: 'dim'}, ...code])
  }
  const isBeside = pad.length + mark.length + 1 + widthOf(aside) <= room
  return [
    ...lines.map((line) => row(line.number, [windowOf(piece(line.text), first, room, ellipsis).trimEnd()])),
    row('', [pad, {text: mark, tone: 'bad'}, aside && isBeside ? ` ${aside}` : '']),
    ...(aside && !isBeside ? besides(aside, pad.length, room).map((words) => row('', [words])) : []),
  ]
}

/** Beneath the mark, as far to the right as there is room. */
function besides(aside: string, column: number, room: number): readonly string[] {
  const indent = ' '.repeat(Math.min(column, Math.max(0, room - widthOf(aside))))
  return wrapText(indent + aside, room).split('\n')
}

/** As a terminal shows it cell by cell: a tab moves nothing else, and nothing in a file gives the terminal a command. */
function visible(text: string, unicode: boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return text.replaceAll('\t', '  ').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, unicode ? '\ufffd' : '?')
}

/** The cells of a text from `first` on, `room` of them, with a sign where something was cut off. */
function windowOf(text: string, first: number, room: number, ellipsis: string): string {
  const width = widthOf(text)
  if (width <= first) return ''
  if (first === 0 && width <= room) return text
  const from = first === 0 ? 0 : first + ellipsis.length
  const to = width <= first + room ? width : first + room - ellipsis.length
  let at = 0
  let cells = ''
  for (const {segment} of new Intl.Segmenter().segment(text)) {
    const next = at + widthOf(segment)
    if (at >= from && next <= to) cells += segment
    // Half of a wide sign is a blank.
    else if (next > from && at < to) cells += ' '.repeat(Math.min(next, to) - Math.max(at, from))
    at = next
  }
  return `${from > 0 ? ellipsis : ''}${cells}${to < width ? ellipsis : ''}`
}
