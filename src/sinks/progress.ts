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

/** One line on a terminal that says what is being read, for whatever takes longer than half a second; it is wiped away at the end. */
export function startProgress(
  terminal: Terminal,
  now: () => number = Date.now,
): {readonly show: (progress: ReadingProgress) => void; readonly end: () => void} {
  const started = now()
  const kinds = new Map<string, ReadingProgress>()
  let isShown = false
  return {
    show: (progress) => {
      kinds.set(progress.what, progress)
      if (!terminal.isTTY || now() - started < PATIENCE) return
      const text = [...kinds.values()]
        .map(({what, objects, pages}) => `${what} ${objects}${pages > 1 ? ` (${pages} pages)` : ''}`)
        .join(', ')
      terminal.write(`\r\x1b[K${`reading: ${text}`.slice(0, (terminal.columns ?? 80) - 1)}`)
      isShown = true
    },
    end: () => {
      if (isShown) terminal.write('\r\x1b[K')
      isShown = false
    },
  }
}
