import {describe, expect, test} from 'vitest'
import {CASES} from './cases.ts'
import {ask, describeBroken, describeEntry} from './objects.ts'

describe('ways through the Gateway API, decided by its text', () => {
  test.each(CASES.map((one) => [one.what, one] as const))('%s', (_what, {objects, entries = [], broken = [], elsewhere = [], because}) => {
    const answer = ask(objects)
    expect(answer.entries.map(describeEntry).sort(), because).toEqual([...entries].sort())
    expect(answer.broken.map(describeBroken).sort(), because).toEqual([...broken].sort())
    expect(answer.elsewhere.map(describeBroken).sort(), because).toEqual([...elsewhere].sort())
  })

  test('there are as many as were asked for, each by another name', () => {
    expect(new Set(CASES.map(({what}) => what)).size).toBe(CASES.length)
    expect(CASES.length).toBeGreaterThanOrEqual(40)
  })

  test('what order the objects come in changes nothing', () => {
    for (const {objects, what} of CASES) {
      const [forth, back] = [ask(objects), ask(objects.toReversed())]
      expect(back.entries.map(describeEntry).sort(), what).toEqual(forth.entries.map(describeEntry).sort())
      expect(back.broken.map(describeBroken).sort(), what).toEqual(forth.broken.map(describeBroken).sort())
    }
  })
})
