import {parseStatedFile, type StatedFile} from './stated-file.ts'
import {readTextFile} from './text-file.ts'

/** Reads a plan file; `-` is standard input. Throws a UserError where it cannot be read or is no YAML. */
export async function readPlanFile(file: string): Promise<StatedFile> {
  return parsePlanFile(
    file,
    await readTextFile(file, `the plan ${file}`, 'name a plan file, or state the simple case with --nodes and --max-pods'),
  )
}

/** Parses the text of a plan. Throws a UserError with line and column where it is no YAML. */
export function parsePlanFile(file: string, text: string): StatedFile {
  return parseStatedFile(file, text, {noun: 'a plan', hint: 'a plan states pools and ranges; see examples/plan'})
}
