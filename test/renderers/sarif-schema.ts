import {readFileSync} from 'node:fs'
import {Ajv} from 'ajv'

/** Where a log breaks the schema that OASIS published (test/fixtures/sarif); empty where it does not. */
export function sarifFaults(log: unknown): readonly string[] {
  return validate(log) ? [] : (validate.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`)
}

const ajv = new Ajv({allErrors: true, strict: false})
ajv.addFormat('uri', (text) => URL.canParse(text))
ajv.addFormat('uri-reference', (text) => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text))
ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)))

// The schema is written in draft 4, of which it uses nothing but `id` that later drafts say otherwise.
const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(readFileSync(new URL('../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url), 'utf8'))
const validate = ajv.compile(schema)
