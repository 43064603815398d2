import {expect, test} from 'vitest'
import {lengthOfValue} from '../../src/patch/value-length.ts'

test.each([
  ['    app: chekout', 'chekout'],
  ['    app: chekout # the till', 'chekout'],
  ['    app: chekout   ', 'chekout'],
  ['    app: "che\\"kout" # x', '"che\\"kout"'],
  ["    app: 'it''s'", "'it''s'"],
  ['    app: "東京 #1, {x}"', '"東京 #1, {x}"'],
  ['    note: 10.0.0.0/8,192.168.0.0/16', '10.0.0.0/8,192.168.0.0/16'],
  ['    note: some words, and more', 'some words, and more'],
  ['    url: http://web#top', 'http://web#top'],
  ['    - 10.0.0.0/8', '10.0.0.0/8'],
  ['    - 10.0.0.0/8 # x', '- 10.0.0.0/8'],
  ['  - - ports:', '- - ports'],
  ['  selector: {app: chekout, tier: web}', 'chekout'],
  ['  selector: {app: "chekout", tier: web}', '"chekout"'],
  ['  ports: [{port: 80, targetPort: api}]', 'api'],
  ['  ports: [{port: 80, targetPort: 8080 }]', '8080'],
  ['    app: chekout, tier: web}', 'chekout'],
  ['    {"app":"chekout","tier":"web"}', '"chekout"'],
  ['    "targetPort": "api",', '"api"'],
  ['    "port": 80,', '80'],
  ['    "port": 80}]}', '80'],
  // What stands for a mapping is its first key; what stands for one in brackets is all of it.
  ['    app: chekout', 'app'],
  ['    "app": chekout', '"app"'],
  ['    app.kubernetes.io/name: chekout', 'app.kubernetes.io/name'],
  ['  selector: {app: chekout, tier: "}"} # x', '{app: chekout, tier: "}"}'],
  ['  ports: [80, 443]', '[80, 443]'],
  ['  ports: [', '['],
  ['  text: |-', '|-'],
  ['  text: "goes on', '"goes on'],
])('in %j it is %j', (text, value) => {
  const column = text.indexOf(value) + 1
  expect(text.slice(column - 1, column - 1 + lengthOfValue(text, column))).toBe(value)
})

test('is one character where nothing stands', () => {
  expect(lengthOfValue('app:', 5)).toBe(1)
  expect(lengthOfValue('', 1)).toBe(1)
})

test('is soon told of a line that is a whole file', () => {
  const text = `{"a":${'['.repeat(100)}${'"x", '.repeat(1_000_000)}`
  expect(lengthOfValue(text, 6)).toBeLessThanOrEqual(1000)
  expect(lengthOfValue(`a: ${' '.repeat(1_000_000)}`, 4)).toBe(1)
})
