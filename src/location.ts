import type {Input, Position} from './cluster/object.ts'
import type {Edit, Finding, Fix, LocatedEdit, LocatedFinding, LocatedFix} from './report.ts'

type Locate = Input['locate']

/** Looks up line and column of a finding and of what mends it. Findings without origin (live objects) have none. */
export async function locateFinding(finding: Finding, locate: Locate): Promise<LocatedFinding> {
  const {place, fix, ...rest} = finding
  const position = place && (await locate(place))
  const file = place ? (place.origin.renderedFrom ?? place.origin.file) : null
  return {
    rule: rest.rule,
    severity: rest.severity,
    message: rest.message,
    object: rest.object,
    file,
    line: position?.line ?? null,
    column: position?.column ?? null,
    ...(fix && {fix: await locateFix(fix, locate)}),
  }
}

async function locateFix({description, edits, command}: Fix, locate: Locate): Promise<LocatedFix> {
  const located: LocatedEdit[] = []
  for (const edit of edits ?? []) {
    const found = await locateEdit(edit, locate)
    if (found) located.push(found)
  }
  return {description, ...(located.length > 0 && {edits: located}), ...(command !== undefined && {command})}
}

/** An edit as the lines of a patch; undefined where the text is not at hand or does not read as expected. */
async function locateEdit(edit: Edit, locate: Locate): Promise<LocatedEdit | undefined> {
  const position = await locate(edit.place)
  if (!position) return undefined
  const file = edit.place.origin.file
  if (edit.kind === 'add') return addLine(file, position, edit.line)
  const changed = replaceIn(position, edit)
  return changed === undefined ? undefined : {file, line: position.line, remove: [position.text], add: [changed]}
}

/** The new line goes before the mapping's first entry, in its indentation. In flow style there is no such line. */
function addLine(file: string, {line, column, text}: Position, added: string): LocatedEdit | undefined {
  const indent = text.slice(0, column - 1)
  if (text[column - 1] === '{') {
    const inside = text.slice(column)
    const separator = /^\s*}/.test(inside) ? '' : ', '
    return {file, line, remove: [text], add: [`${text.slice(0, column)}${added}${separator}${inside}`]}
  }
  return indent.trim() === '' ? {file, line, remove: [], add: [`${indent}${added}`]} : undefined
}

function replaceIn({column, text}: Position, edit: Extract<Edit, {kind: 'replace' | 'rename'}>): string | undefined {
  // A key stands before its value on the same line.
  const start = edit.kind === 'rename' ? text.lastIndexOf(edit.from, column - 2) : text.indexOf(edit.from, column - 1)
  return start < 0 ? undefined : text.slice(0, start) + edit.to + text.slice(start + edit.from.length)
}
