import {widthOf} from './text-width.ts'

/**
 * Breaks a line between words so that none of its parts is wider than `width` cells, where no single word is; undefined is unlimited. What follows
 * is indented as the line is, and by `hang` more.
 */
export function wrapText(text: string, width: number | undefined, hang = 0): string {
  if (width === undefined || widthOf(text) <= width) return text
  const indent = /^ */.exec(text)?.[0] ?? ''
  const margin = indent + ' '.repeat(hang)
  const lines: string[] = []
  let line = ''
  for (const word of text.slice(indent.length).split(' ')) {
    const longer = line === '' ? `${lines.length === 0 ? indent : margin}${word}` : `${line} ${word}`
    if (line === '' || widthOf(longer) <= width) line = longer
    else {
      lines.push(line)
      line = `${margin}${word}`
    }
  }
  return [...lines, line].join('\n')
}
