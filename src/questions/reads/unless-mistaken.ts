import {UserError} from '../../user-error.ts'

/** What was parsed; undefined where the user is mistaken, which the question itself complains about. */
export function unlessMistaken<T>(parse: () => T): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
