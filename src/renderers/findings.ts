import type {Line, LocatedEdit, LocatedFinding, LocatedFix, Severity, Tone} from '../report.ts'
import {drawFrame} from './code-frame.ts'
import type {RenderOptions} from './index.ts'
import type {Palette} from './palette.ts'
import {widthOf} from './text-width.ts'
import {wrapText} from './wrap.ts'

const TONES: Readonly<Record<Severity, Tone>> = {error: 'bad', warning: 'unsure', info: 'dim'}

/** How far a line goes to take in one thing more, where no terminal says how wide it is. */
const SHORT = 80

/** Each finding as a block: what it is about, the code, and how it is mended. Where to read more of a rule is said once. */
export function renderFindings(findings: readonly LocatedFinding[], palette: Palette, options: RenderOptions): readonly string[] {
  const explained = new Set<string>()
  return findings.map((finding) => {
    const isFirst = !explained.has(finding.rule) && !finding.rule.startsWith('input/')
    explained.add(finding.rule)
    return renderFinding(finding, isFirst, palette, options)
  })
}

/** A finding a line, as compilers print them, for `grep` and for editors: `deploy/search.yaml:19:19: error: Service shop/search: … [rule]`. */
export function renderFindingLines(findings: readonly LocatedFinding[]): string {
  return findings
    .map((finding) => {
      const {severity, object, message, rule, context} = finding
      const words = [placeOf(finding) || (context ?? '-'), severity, object && nameOf({...finding, context: undefined}), message]
      return `${words.filter((word) => word).join(': ')} [${rule}]\n`.replace(/\s*\n\s*(?!$)/g, ' ')
    })
    .join('')
}

function renderFinding(finding: LocatedFinding, isExplained: boolean, palette: Palette, options: RenderOptions): string {
  const {severity, rule, message, frame} = finding
  const sentence = (line: Line, hang = 0) => wrapText(palette.paint(line), options.width, hang)
  const place = placeOf(finding)
  const name = nameOf(finding)
  return [
    sentence(
      [{text: severity.padEnd(7), tone: TONES[severity]}, ' ', rule, ...(name ? ['   ', {text: name, tone: 'name'} as const] : [])],
      8,
    ),
    sentence([`        ${message}`]),
    // What could not be read says itself where.
    ...(place === '' || message.startsWith(place) ? [] : ['', `  ${place}`]),
    ...(frame ? drawFrame(frame, palette, options) : []),
    ...renderMend(finding, isExplained ? `svcscope explain ${rule}` : '', palette, options),
  ].join('\n')
}

/** What to do in words, beside it or beneath where to read more, and the change as lines of a patch. */
function renderMend(finding: LocatedFinding, more: string, palette: Palette, {width}: RenderOptions): readonly string[] {
  const {fix} = finding
  const pointer: Line = [{text: more, tone: 'dim'}]
  if (!fix) return more === '' ? [] : [palette.paint(['  ', ...pointer])]
  const words: Line = [{text: '  mend: ', tone: 'name'}, fix.description]
  const isBeside = more !== '' && widthOf(`  mend: ${fix.description}   ${more}`) <= (width ?? SHORT)
  return [
    isBeside ? palette.paint([...words, '   ', ...pointer]) : wrapText(palette.paint(words), width, 6),
    ...renderPatch(fix, finding, palette),
    ...(more === '' || isBeside ? [] : [palette.paint(['  ', ...pointer])]),
  ]
}

/** Where a change is made is said unless it is the place of the finding. */
function renderPatch({edits = [], command}: LocatedFix, {file, line}: LocatedFinding, palette: Palette): readonly string[] {
  const isElsewhere = (edit: LocatedEdit) => edit.file !== file || edit.line !== line
  return [
    ...edits.flatMap((edit) => [
      ...(isElsewhere(edit) ? [`  ${edit.file}:${edit.line}`] : []),
      ...edit.remove.map((text) => palette.removed(`  - ${text}`)),
      ...edit.add.map((text) => palette.added(`  + ${text}`)),
    ]),
    ...(command === undefined ? [] : [`    ${command}`]),
  ]
}

function placeOf({file, line, column}: LocatedFinding): string {
  if (file === null) return ''
  return line === null ? file : `${file}:${line}:${column ?? 1}`
}

function nameOf({object, context}: Pick<LocatedFinding, 'object'> & {readonly context?: string | undefined}): string {
  if (!object) return context ?? ''
  const name = object.namespace === null ? object.name : `${object.namespace}/${object.name}`
  return `${context === undefined ? '' : `${context} `}${object.kind} ${name}`
}
