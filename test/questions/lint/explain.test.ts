import stringWidth from 'string-width'
import {describe, expect, test} from 'vitest'
import {locateReport} from '../../../src/location.ts'
import {explain, listChosenRules} from '../../../src/questions/lint/explain.ts'
import {RULES} from '../../../src/questions/lint/rules.ts'
import {renderMarkdown} from '../../../src/renderers/markdown.ts'
import {renderTable} from '../../../src/renderers/table.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {headline, mistake} from '../answer.ts'

const LOOKS = {color: false, unicode: true, headers: true}
const IDS = RULES.map(({id}) => id)
const validate = validatorOf('rule')

const page = async (name: string | undefined, width?: number) =>
  renderTable(await locateReport(explain(name), async () => undefined), {...LOOKS, ...(width !== undefined && {width})})

describe('explain', () => {
  test.each(IDS)('%s fits a terminal of 80 columns, but for manifests and addresses', async (id) => {
    const text = await page(id, 80)
    for (const line of text.split('\n')) {
      expect(line).toBe(line.trimEnd())
      if (!line.startsWith('  ') && !line.startsWith('https://')) expect(stringWidth(line)).toBeLessThanOrEqual(80)
    }
    expect(text.startsWith(id)).toBe(true)
  })

  test.each(IDS)('%s shows manifests that can be copied from Markdown', async (id) => {
    const {bad, good} = RULES.find((rule) => rule.id === id) ?? {bad: '', good: ''}
    const text = renderMarkdown(await locateReport(explain(id), async () => undefined))
    for (const manifest of [bad, good]) expect(text).toContain(`\n\`\`\`yaml\n${manifest.replace(/^\n|\n$/g, '')}\n\`\`\`\n`)
  })

  test.each(IDS)('%s fits its schema', async (id) => {
    validate(await documentOf(explain(id)))
    expect(validate.errors).toBeNull()
  })

  test('does without the group where one rule alone is called that', () => {
    expect(headline(explain('selector'))).toBe(headline(explain('routing/selector')))
  })

  test('lists rules by a glob, and all without a name', async () => {
    expect(explain(undefined).names).toEqual(IDS.map((id) => `rule/${id}`))
    expect(explain('policy/*').names).toEqual(IDS.filter((id) => id.startsWith('policy/')).map((id) => `rule/${id}`))
    expect(await page('*/selector')).toMatch(
      /^RULE +SEVERITY +FINDS\nrouting\/selector +error +a selector misses .*\n\n1 rule; svcscope explain RULE says more of one\n$/,
    )
    validate(await documentOf(explain(undefined)))
    expect(validate.errors).toBeNull()
  })

  test('says which rule was meant', () => {
    expect(mistake(() => explain('routing/selectr'))).toBe('no rule is called routing/selectr | did you mean routing/selector?')
    expect(mistake(() => explain('rooting/*'))).toBe('no rule is called like rooting/* | did you mean routing/*?')
    expect(mistake(() => explain('input/yaml-syntax'))).toBe(
      'input/yaml-syntax is no rule of lint, and has no page | such a finding says itself what is wrong, and what to do',
    )
    expect(mistake(() => explain('routing'))).toBe('no rule is called routing | did you mean routing/*?')
  })
})

test('the list of rules follows the choice', () => {
  expect(listChosenRules({only: ['routing/*'], skip: ['*/selector']}).names).toEqual(
    IDS.filter((id) => id.startsWith('routing/') && id !== 'routing/selector').map((id) => `rule/${id}`),
  )
})
