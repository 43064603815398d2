/** How far reading has come. */
export interface ReadingProgress {
  /** What is being read, as kubectl names it. */
  readonly what: string
  readonly pages: number
  readonly objects: number
}

/** Shorter than this nobody needs to be told, in milliseconds. */
const PATIENCE = 500

interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly write: (text: string) => unknown
}

interface ShownProgress {
  /** Before anything has come: a server that says nothing is waited for as well. */
  readonly begin: () => void
  readonly show: (progress: ReadingProgress) => void
  /** Wipes the line away. */
  readonly end: () => void
}

/**
 * One line on a terminal that says what is being read, the latest first, for whatever takes longer than half a second; it is wiped away at the end.
 */
export function startProgress(terminal: Terminal, now: () => number = Date.now): ShownProgress {
  const started = now()
  const kinds = new Map<string, ReadingProgress>()
  let shown = ''
  let timer: NodeJS.Timeout | undefined
  const draw = () => {
    const line = lineOf([...kinds.values()].toReversed(), (terminal.columns ?? 80) - 1)
    if (line !== shown) terminal.write(`\r\x1b[K${line}`)
    shown = line
  }
  const drawInTime = () => {
    if (!terminal.isTTY) return
    const left = PATIENCE - (now() - started)
    if (left <= 0) draw()
    // Nothing waits for the line.
    else timer ??= setTimeout(draw, left).unref()
  }
  return {
    begin: drawInTime,
    show: (progress) => {
      kinds.delete(progress.what)
      kinds.set(progress.what, progress)
      drawInTime()
    },
    end: () => {
      clearTimeout(timer)
      timer = undefined
      if (shown !== '') terminal.write('\r\x1b[K')
      shown = ''
    },
  }
}

/** As many of them as there is room for. */
function lineOf(kinds: readonly ReadingProgress[], width: number): string {
  const parts = kinds.map(({what, objects, pages}) => `${what} ${objects}${pages > 1 ? ` (${pages} pages)` : ''}`)
  let line = `reading: ${parts[0] ?? '…'}`
  for (const part of parts.slice(1)) if (line.length + part.length + 2 <= width) line += `, ${part}`
  return line.slice(0, width)
}
