import type {LocatedEdit} from '../report.ts'

/** Characters of one line that give way to others; offsets from 0. What comes in may be several lines. */
export interface Splice {
  readonly file: string
  readonly line: number
  readonly text: string
  readonly start: number
  readonly end: number
  readonly insert: string
}

/** All changes of a line are one entry of the patch. Where two of them overlap there is no patch. */
export function patchLines(splices: readonly Splice[]): readonly LocatedEdit[] {
  const lines = new Map<string, Splice[]>()
  for (const splice of splices) {
    const key = `${splice.line}\0${splice.file}`
    lines.set(key, [...(lines.get(key) ?? []), splice])
  }
  const edits = [...lines.values()].map(patchLine)
  return edits.every((edit) => edit !== undefined) ? edits : []
}

function patchLine(splices: readonly Splice[]): LocatedEdit | undefined {
  const [first, ...others] = splices.toSorted((a, b) => b.start - a.start)
  if (!first) return undefined
  const {file, line, text} = first
  let changed = apply(text, first)
  let limit = first.start
  for (const splice of others) {
    if (splice.end > limit) return undefined
    changed = apply(changed, splice)
    limit = splice.start
  }
  const add = changed.split('\n')
  return add.at(-1) === text ? {file, line, remove: [], add: add.slice(0, -1)} : {file, line, remove: [text], add}
}

function apply(text: string, {start, end, insert}: Splice): string {
  return text.slice(0, start) + insert + text.slice(end)
}
