import type {Position} from '../cluster/object.ts'

/** Every so many characters the index remembers where it is: little memory, and never more than this to count again. */
const STRIDE = 65_536

interface Checkpoint {
  readonly line: number
  readonly lineStart: number
}

/**
 * Prepares to turn offsets into positions. The text is only counted as far as it was asked for.
 * @returns line and column (in UTF-16 units) from 1 and the text of the line, without its end
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
    const whole = text.slice(lineStart, end === -1 ? text.length : end)
    return {line, column: at - lineStart + 1, text: whole.endsWith('\r') ? whole.slice(0, -1) : whole}
  }
}
