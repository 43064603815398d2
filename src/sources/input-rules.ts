/** Every way in which a part of the input can fail to be read, by rule id. */
export const INPUT_RULES = {
  'input/unreadable-file': 'A file or directory that cannot be opened or read',
  'input/binary': 'A file that is no text',
  'input/too-large': 'A file, document or object beyond what can be read',
  'input/yaml-syntax': 'A YAML document that cannot be parsed',
  'input/json-syntax': 'A JSON document that cannot be parsed',
  'input/helm-template': 'A template that must be rendered before it is a manifest',
  'input/too-deep': 'A document that is nested too deeply',
  'input/alias-bomb': 'YAML aliases that expand beyond measure, or contain themselves',
  'input/invalid-list-item': 'An item of a List that is no object',
  'input/wrong-type': 'A value that is no text where the API takes only text',
} as const satisfies Record<`input/${string}`, string>

export type InputRule = keyof typeof INPUT_RULES

/** What keeps one document from being read. `offset` counts characters from the start of the text that was parsed. */
export interface Flaw {
  readonly rule: InputRule
  readonly offset: number
  /** Completes the sentence "FILE:LINE:COLUMN …". */
  readonly what: string
  readonly fix: string
}

/** A document's value, or why there is none. */
export type Parsed = {readonly kind: 'value'; readonly value: unknown} | ({readonly kind: 'flaw'} & Flaw)

export const INVALID_ITEM: Flaw = {
  rule: 'input/invalid-list-item',
  offset: 0,
  what: 'is an item of a List but no object',
  fix: 'remove it, or write an object with apiVersion and kind',
}
