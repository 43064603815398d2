import {Chalk} from 'chalk'
import type {Line, Span, Tone} from '../report.ts'

/** How spans become text: with or without colour, with signs that the terminal has. */
export interface Palette {
  readonly paint: (line: Line) => string
  readonly removed: (text: string) => string
  readonly added: (text: string) => string
}

/** What a terminal without Unicode shows instead. */
const ASCII: Readonly<Record<string, string>> = {'✓': 'ok', '✗': 'x', '→': '->', '←': '<-', '–': '-', '×': 'x', '…': '...'}

export function createPalette({color, unicode}: {readonly color: boolean; readonly unicode: boolean}): Palette {
  const chalk = new Chalk({level: color ? 1 : 0})
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    good: chalk.green,
    bad: chalk.red,
    unsure: chalk.yellow,
    name: chalk.bold,
    dim: chalk.dim,
  }
  const plain = (text: string) => (unicode ? text : text.replace(/[✓✗→←–×…]/g, (sign) => ASCII[sign] ?? sign))
  const paint = (span: Span) => (typeof span === 'string' ? plain(span) : tones[span.tone](plain(span.text)))
  return {paint: (line) => line.map(paint).join(''), removed: chalk.red, added: chalk.green}
}
