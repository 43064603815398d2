import {describe, expect, test} from 'vitest'
import {describeAge, describeDuration} from '../../../src/questions/list/age.ts'

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000]
const YEAR = 365 * DAY

describe('a duration', () => {
  /** The cases of TestHumanDuration and TestHumanDurationBoundaries in k8s.io/apimachinery/pkg/util/duration. */
  test.each([
    [-2 * SECOND, '<invalid>'],
    [-2 * SECOND + 1, '0s'],
    [0, '0s'],
    [SECOND - 1, '0s'],
    [SECOND, '1s'],
    [70 * SECOND, '70s'],
    [2 * MINUTE - 1, '119s'],
    [2 * MINUTE, '2m'],
    [2 * MINUTE + SECOND, '2m1s'],
    [190 * SECOND, '3m10s'],
    [10 * MINUTE - 1, '9m59s'],
    [10 * MINUTE, '10m'],
    [10 * MINUTE + SECOND, '10m'],
    [70 * MINUTE, '70m'],
    [3 * HOUR - 1, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + MINUTE, '3h1m'],
    [8 * HOUR - 1, '7h59m'],
    [8 * HOUR, '8h'],
    [8 * HOUR + 59 * MINUTE, '8h'],
    [47 * HOUR, '47h'],
    [2 * DAY - 1, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + HOUR, '2d1h'],
    [8 * DAY - 1, '7d23h'],
    [8 * DAY, '8d'],
    [8 * DAY + 23 * HOUR, '8d'],
    [367 * DAY, '367d'],
    [2 * YEAR - 1, '729d'],
    [2 * YEAR, '2y'],
    [2 * YEAR + DAY - 1, '2y'],
    [2 * YEAR + DAY, '2y1d'],
    [8 * YEAR - 1, '7y364d'],
    [8 * YEAR, '8y'],
    [8 * YEAR + 364 * DAY, '8y'],
    [9 * YEAR, '9y'],
  ])('of %d ms is written as kubectl writes it: %s', (duration, words) => {
    expect(describeDuration(duration)).toBe(words)
  })
})

describe('the age of an object', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')

  test.each([
    ['2026-11-20T11:59:00Z', '60s'],
    ['2026-11-20T13:50:00+02:00', '10m'],
    ['2026-11-20T11:59:58.500Z', '1s'],
    ['2026-11-20T12:00:01Z', '0s'],
    ['2026-11-20T12:05:00Z', '<invalid>'],
  ])('that was created at %s is %s', (created, age) => {
    expect(describeAge(created, now)).toBe(age)
  })

  // The API server writes nothing else; a time without zone would be another one on every machine.
  test.each([null, '', '2026-11-20', '2026-11-20T11:59:00', 'yesterday'])('that says %j is not known', (created) => {
    expect(describeAge(created, now)).toBe('<unknown>')
  })
})
