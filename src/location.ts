import type {Input} from './cluster/object.ts'
import {spliceOf} from './patch/edit.ts'
import {patchLines, type Splice} from './patch/splice.ts'
import type {Finding, Fix, LocatedFinding, LocatedFix} from './report.ts'

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

/** Half of a patch mends nothing: where one edit finds no place in the text, the words alone stand. */
async function locateFix({description, edits, command}: Fix, locate: Locate): Promise<LocatedFix> {
  const splices: Splice[] = []
  for (const edit of edits ?? []) {
    const splice = await spliceOf(edit, locate)
    if (splice) splices.push(splice)
  }
  const located = splices.length === (edits?.length ?? 0) ? patchLines(splices) : []
  return {description, ...(located.length > 0 && {edits: located}), ...(command !== undefined && {command})}
}
