import type {Fix, Replacement} from 'sarif'
import type {LocatedEdit, LocatedFix} from '../report.ts'
import {uriOf} from './sarif-location.ts'
import {literal} from './sarif-message.ts'

/** What mends a finding, as replacements of text; undefined where it is said in words alone. */
export function toFix({description, edits = []}: LocatedFix): Fix | undefined {
  if (edits.length === 0) return undefined
  const byFile = new Map<string, LocatedEdit[]>()
  for (const edit of edits) {
    const known = byFile.get(edit.file)
    if (known) known.push(edit)
    else byFile.set(edit.file, [edit])
  }
  return {
    description: {text: literal(description)},
    artifactChanges: [...byFile].map(([file, changes]) => ({
      artifactLocation: {uri: uriOf(file)},
      replacements: changes.map(toReplacement),
    })),
  }
}

/** Whole lines give way to others, and the end of the last one stays; lines that are only added come with an end of their own. */
function toReplacement({line, remove, add}: LocatedEdit): Replacement {
  const last = remove.at(-1)
  return last === undefined
    ? {deletedRegion: {startLine: line, startColumn: 1, endLine: line, endColumn: 1}, insertedContent: {text: `${add.join('\n')}\n`}}
    : {
        deletedRegion: {startLine: line, startColumn: 1, endLine: line + remove.length - 1, endColumn: last.length + 1},
        insertedContent: {text: add.join('\n')},
      }
}
