import {readFileSync} from 'node:fs'
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import {locateReport} from '../src/location.ts'
import type {ReportDocument} from '../src/renderers/document.ts'
import {renderJson} from '../src/renderers/json.ts'
import type {Report} from '../src/report.ts'

/** Tells whether a document fits a schema that ships with the package, `schemas/<name>.json`; its `errors` say where not. */
export function validatorOf(name: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(new URL(`../schemas/${name}.json`, import.meta.url), 'utf8'))
  return new Ajv2020({allErrors: true, strict: true, allowUnionTypes: true}).compile(schema)
}

/** What `-o json` prints of a report, read again; no finding has a line. */
export async function documentOf<R extends Report>(report: R): Promise<ReportDocument & Pick<R, 'data'>> {
  return JSON.parse(renderJson(await locateReport(report, async () => undefined)))
}
