import type {LocatedEdit, LocatedFinding} from '../report.ts'
import {escapeMarkdown} from './markdown-text.ts'

/** For a comment on a pull request: under each object what is wrong with it, where, and the change that mends it. */
export function renderFindingGroups(findings: readonly LocatedFinding[]): readonly string[] {
  const groups = new Map<string, LocatedFinding[]>()
  for (const finding of findings) {
    const name = headingOf(finding)
    const known = groups.get(name)
    if (known) known.push(finding)
    else groups.set(name, [finding])
  }
  return [...groups].map(([name, group]) => [`### ${escapeMarkdown(name)}`, ...group.map(renderFinding)].join('\n\n'))
}

function headingOf({object, context}: LocatedFinding): string {
  const name = object ? `${object.kind} ${object.namespace === null ? '' : `${object.namespace}/`}${object.name}` : 'Input'
  return context === undefined ? name : `${context}: ${name}`
}

function renderFinding({severity, rule, message, file, line, fix}: LocatedFinding): string {
  const place = file === null ? '' : ` (${quoted(line === null ? file : `${file}:${line}`)})`
  const mend = fix ? `  \n  mend: ${escapeMarkdown(fix.description)}` : ''
  const change = [...(fix?.edits ?? []).flatMap((edit) => patchOf(edit, file, line)), ...(fix?.command === undefined ? [] : [fix.command])]
  const isPatch = (fix?.edits ?? []).length > 0
  return `- **${severity}** ${quoted(rule)}: ${escapeMarkdown(message)}${place}${mend}${change.length > 0 ? fenced(change, isPatch ? 'diff' : 'sh') : ''}`
}

function patchOf(edit: LocatedEdit, file: string | null, line: number | null): readonly string[] {
  const where = edit.file === file && edit.line === line ? [] : [`# ${edit.file}:${edit.line}`]
  return [...where, ...edit.remove.map((text) => `-${text}`), ...edit.add.map((text) => `+${text}`)]
}

/** Inside an item of a list, between more backticks than it has itself. */
function fenced(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return ['', '', `${fence}${language}`, ...lines, fence].join('\n  ').replace(/[ ]+$/gm, '')
}

function quoted(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1)
  return ticks.length > 1 ? `${ticks} ${text} ${ticks}` : `\`${text}\``
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
