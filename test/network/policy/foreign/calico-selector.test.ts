import {describe, expect, test} from 'vitest'
import {matchesLabels} from '../../../../src/cluster/label-selector.ts'
import {readCalicoSelector} from '../../../../src/network/policy/foreign/calico-selector.ts'

/** Whether labels are selected; undefined where the selector is not understood. */
function selects(text: string, labels: Readonly<Record<string, string>>): boolean | undefined {
  const selector = readCalicoSelector(text)
  return selector && matchesLabels(selector, labels)
}

describe("a selector of Calico, by the API's own description", () => {
  test.each([
    ['my_label == "foo bar"', {my_label: 'foo bar'}, {my_label: 'foo'}],
    ["deployment != 'dev'", {}, {deployment: 'dev'}],
    ['type in {"frontend", "backend"}', {type: 'backend'}, {type: 'db'}],
    ["type not in {'frontend','backend'}", {type: 'db'}, {type: 'frontend'}],
    ['has(role)', {role: ''}, {}],
    ['! has(role)', {}, {role: 'x'}],
    ["app == 'web' && !has(canary)&&tier=='front'", {app: 'web', tier: 'front'}, {app: 'web', tier: 'front', canary: ''}],
    ["kubernetes.io/metadata.name == 'a && b'", {'kubernetes.io/metadata.name': 'a && b'}, {}],
  ])('%s', (text, selected, left) => {
    expect(selects(text, selected)).toBe(true)
    expect(selects(text, left)).toBe(false)
  })

  test.each(['', '  ', 'all()', 'all( )'])('%o selects everything', (text) => {
    expect(selects(text, {})).toBe(true)
    expect(selects(text, {app: 'web'})).toBe(true)
  })

  test.each(["app starts with 'w'", "app ends with 'b'", 'app contains "e"'])('%s is left out, so that too many are selected', (text) => {
    expect(selects(`${text} && tier == 'front'`, {app: 'web', tier: 'front'})).toBe(true)
    expect(selects(`${text} && tier == 'front'`, {app: 'web', tier: 'back'})).toBe(false)
  })

  test.each(["a == 'b' || c == 'd'", "(a == 'b')", "!(a == 'b')", "a == 'b' &&", 'a', "a == 'b' c == 'd'", "a = 'b'", 'global()'])(
    '%s is not understood',
    (text) => {
      expect(selects(text, {a: 'b'})).toBeUndefined()
    },
  )
})
