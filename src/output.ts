import {FORMATS, type Format} from './renderers/index.ts'
import {UserError} from './user-error.ts'

/** One `-o`: a format, and the file that it goes to; undefined is standard output. */
export interface Output {
  readonly format: Format
  readonly file: string | undefined
}

/** Reads every `-o FORMAT[=FILE]`. The table goes to standard output where none of them does. */
export function parseOutputs(words: readonly string[]): readonly Output[] {
  const outputs = words.map(parseOutput)
  const toStdout = outputs.filter((output) => output.file === undefined)
  if (toStdout.length > 1) {
    throw new UserError(
      `two outputs for standard output: ${toStdout.map((output) => output.format).join(' and ')}`,
      'send all but one to a file: -o json=FILE',
    )
  }
  return toStdout.length === 1 ? outputs : [{format: 'table', file: undefined}, ...outputs]
}

function parseOutput(word: string): Output {
  const equals = word.indexOf('=')
  const name = equals < 0 ? word : word.slice(0, equals)
  if (/^(jsonpath|custom-columns|go-template)/.test(name))
    throw new UserError(`-o ${name} is not supported`, 'pipe the JSON: svcscope … -o json | jq …')
  const format = FORMATS.find((format) => format === name)
  if (!format) throw new UserError(`-o ${name} is no output format`, `the formats are ${FORMATS.join(', ')}`)
  const file = equals < 0 ? undefined : word.slice(equals + 1)
  if (file === '') throw new UserError(`-o ${word} names no file`, `write -o ${name}=FILE, or -o ${name} for standard output`)
  return {format, file}
}

/** The width of a terminal in cells: some report none or 0, then `COLUMNS` of the environment says it, if anything does. */
export function terminalWidth(reported: number | undefined, stated: string | undefined): number | undefined {
  return reported || (/^[1-9]\d*$/.test(stated ?? '') ? Number(stated) : undefined)
}
