import type {Line, LocatedFinding, Report, Table} from '../report.ts'
import {renderFindingGroups} from './markdown-findings.ts'
import {escapeMarkdown} from './markdown-text.ts'

/** For a pull request or a wiki: headline, tables, findings and notes as Markdown (GitHub's, which has tables). Every column is shown. */
export function renderMarkdown(report: Report<LocatedFinding>): string {
  const blocks = [
    report.headline && `## ${inline(report.headline)}`,
    report.text && `\`\`\`\n${report.text}\`\`\``,
    ...report.tables.flatMap(tableBlocks),
    ...(report.framed ? renderFindingGroups(report.findings) : []),
    report.framed
      ? undefined
      : findingList(report.tablesTellFindings ? report.findings.filter(({rule}) => rule.startsWith('input/')) : report.findings),
    report.notes.length > 0 ? report.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n') : undefined,
  ]
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n') + '\n'
}

/** A table without columns has rows of equal rank: it becomes a table with empty headings, which is what Markdown has for it. */
function tableBlocks({title, columns, rows, footer, language}: Table): readonly (string | undefined)[] {
  if (language !== undefined) {
    const code = rows.map((row) =>
      row
        .flat()
        .map((span) => (typeof span === 'string' ? span : span.text))
        .join(''),
    )
    return [title && `### ${inline(title)}`, ['```' + language, ...code, '```'].join('\n'), footer && inline(footer)]
  }
  const width = columns?.length ?? Math.max(0, ...rows.map((row) => row.length))
  const headings = columns ? columns.map(({name}) => escapeMarkdown(name)) : Array.from({length: width}, () => '')
  const rules = Array.from({length: width}, (_, index) => (columns?.[index]?.align === 'right' ? '--:' : '---'))
  const cells = rows.map((row) => Array.from({length: width}, (_, index) => inline(row[index] ?? [])))
  const grid = rows.length > 0 && width > 0 ? [headings, rules, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n') : undefined
  return [title && (rows.length > 0 ? `### ${inline(title)}` : inline(title)), grid, footer && inline(footer)]
}

function findingList(findings: readonly LocatedFinding[]): string | undefined {
  if (findings.length === 0) return undefined
  const items = findings.map(({severity, rule, message, file, line, fix}) => {
    const place = file === null ? '' : ` (\`${line === null ? file : `${file}:${line}`}\`)`
    return `- **${severity}** \`${rule}\`: ${escapeMarkdown(message)}${place}${fix ? `. ${escapeMarkdown(fix.description)}` : ''}`
  })
  return ['### Findings', '', ...items].join('\n')
}

/** Names are bold; the other tones are colours, which Markdown has not. */
function inline(line: Line): string {
  const text = line.map((span) =>
    typeof span === 'string'
      ? escapeMarkdown(span)
      : span.tone === 'name' && span.text !== ''
        ? `**${escapeMarkdown(span.text)}**`
        : escapeMarkdown(span.text),
  )
  return text.join('').trim()
}
