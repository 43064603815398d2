const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000]
const YEAR = 365 * DAY

/** RFC 3339, as the API server writes it. Without a zone it would be taken for local time. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** kubectl's AGE of an object; `now` is in milliseconds since 1970. */
export function describeAge(creationTimestamp: string | null, now: number): string {
  const created = creationTimestamp !== null && TIMESTAMP.test(creationTimestamp) ? Date.parse(creationTimestamp) : Number.NaN
  return Number.isNaN(created) ? '<unknown>' : describeDuration(now - created)
}

/** Milliseconds in two or three digits, as HumanDuration (k8s.io/apimachinery/pkg/util/duration) has them: `119s`, `9m59s`, `7h59m`, `7d23h`, `2y1d`. */
export function describeDuration(duration: number): string {
  // Clocks may differ by less than two seconds: that is now.
  if (duration <= -2 * SECOND) return '<invalid>'
  if (duration < 2 * MINUTE) return `${Math.max(0, Math.floor(duration / SECOND))}s`
  if (duration < 10 * MINUTE) return inTwo(duration, MINUTE, 'm', SECOND, 's')
  if (duration < 3 * HOUR) return inOne(duration, MINUTE, 'm')
  if (duration < 8 * HOUR) return inTwo(duration, HOUR, 'h', MINUTE, 'm')
  if (duration < 2 * DAY) return inOne(duration, HOUR, 'h')
  if (duration < 8 * DAY) return inTwo(duration, DAY, 'd', HOUR, 'h')
  if (duration < 2 * YEAR) return inOne(duration, DAY, 'd')
  if (duration < 8 * YEAR) return inTwo(duration, YEAR, 'y', DAY, 'd')
  return inOne(duration, YEAR, 'y')
}

function inOne(duration: number, unit: number, letter: string): string {
  return `${Math.floor(duration / unit)}${letter}`
}

/** A rest of zero is left out. */
function inTwo(duration: number, unit: number, letter: string, smaller: number, smallerLetter: string): string {
  const rest = Math.floor((duration % unit) / smaller)
  return inOne(duration, unit, letter) + (rest === 0 ? '' : `${rest}${smallerLetter}`)
}
