import type {Position} from '../cluster/object.ts'

/** Every so many characters the index remembers where it is: little memory, and never more than this to count again. */
const STRIDE = 4096

interface Checkpoint {
  readonly line: number
  readonly lineStart: number
}

/**
 * Prepares to turn offsets into positions. The text is only counted as far as it was asked for.
 * @returns line and column (in UTF-16 units) from 1 the text of the line, without its end, and those of the lines before it
 */
export function indexLines(text: string): (offset: number) => Position {
  const checkpoints: Checkpoint[] = [{line: 1, lineStart: 0}]

  const countFrom = ({line, lineStart}: Checkpoint, from: number, to: number): Checkpoint => {
    let lines = line
    let start = lineStart
    // Searched in a slice, for in the whole text a search could run far beyond it.
    const stretch = text.slice(from, to)
    for (let at = stretch.indexOf('\n'); at !== -1; at = stretch.indexOf('\n', at + 1)) {
      lines += 1
      start = from + at + 1
    }
    return {line: lines, lineStart: start}
  }

  const checkpoint = (index: number): Checkpoint => {
    for (let next = checkpoints.length; next <= index; next += 1) {
      checkpoints.push(countFrom(checkpoints[next - 1] as Checkpoint, (next - 1) * STRIDE, next * STRIDE))
    }
    return checkpoints[index] as Checkpoint
  }

  return (offset) => {
    const at = Math.min(Math.max(offset, 0), text.length)
    const index = Math.floor(at / STRIDE)
    const {line, lineStart} = countFrom(checkpoint(index), index * STRIDE, at)
    const end = text.indexOf('\n', at)
    const above = linesAbove(text, lineStart)
    return {
      line,
      column: at - lineStart + 1,
      text: withoutReturn(text.slice(lineStart, end === -1 ? text.length : end)),
      ...(above.length > 0 && {linesBefore: above}),
    }
  }
}

/** Two lines are enough to see where one is. */
const SHOWN_BEFORE = 2

function linesAbove(text: string, lineStart: number): readonly string[] {
  const lines: string[] = []
  for (let end = lineStart - 1; end >= 0 && lines.length < SHOWN_BEFORE; ) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1
    lines.unshift(withoutReturn(text.slice(start, end)))
    end = start - 1
  }
  return lines
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
