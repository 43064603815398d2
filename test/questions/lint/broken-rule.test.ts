import {readdirSync, readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {ruleOfBroken} from '../../../src/questions/broken-rule.ts'
import {RULES} from '../../../src/questions/lint/rules.ts'

/** Ways that lead nowhere by intent, or that nothing is known of: `exposure` mentions them, and no rule calls them wrong. */
const NO_FAULT = new Set(['mesh', 'other-parent', 'not-included', 'unread'])

test('every reason why a way leads nowhere has a rule that explains it', () => {
  const folder = new URL('../../../src/network/entry/', import.meta.url)
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((file) => file.endsWith('.ts'))
  const texts = files.map((file) => readFileSync(new URL(file, folder), 'utf8'))
  const reasons = new Set(texts.flatMap((text) => [...text.matchAll(/\breason(?:: | = )'([a-z0-9-]+)'/g)].map(([, reason = '']) => reason)))
  expect(reasons.size).toBeGreaterThan(15)
  const rules = new Set<string>(RULES.map(({id}) => id))
  expect([...reasons].filter((reason) => !NO_FAULT.has(reason) && !rules.has(ruleOfBroken({reason})))).toEqual([])
})
