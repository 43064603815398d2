import {type Fields, isMapping} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {PolicyProblem} from './policy.ts'

/** A value that is there: null is the same as none to the API server. */
export function isStated(value: unknown): value is NonNullable<unknown> {
  return value !== undefined && value !== null
}

/** Reads a mapping as the API server decodes it: null and none are an empty one. Anything else is a problem, and undefined. */
export function readFields(value: unknown, path: Path, problems: PolicyProblem[]): Fields | undefined {
  if (!isStated(value)) return {}
  return isMapping(value) ? value : refuse('a mapping', value, path, problems)
}

/** Reads a list likewise. */
export function readItems(value: unknown, path: Path, problems: PolicyProblem[]): readonly unknown[] | undefined {
  if (!isStated(value)) return []
  return Array.isArray(value) ? value : refuse('a list', value, path, problems)
}

function refuse(wanted: string, value: NonNullable<unknown>, path: Path, problems: PolicyProblem[]): undefined {
  const found = Array.isArray(value) ? 'a list' : isMapping(value) ? 'a mapping' : JSON.stringify(value)
  problems.push({
    word: 'type',
    message: `${String(path.findLast((key) => typeof key === 'string'))} has ${found} where ${wanted} belongs`,
    path,
    fix: wanted === 'a list' ? 'begin each item with a hyphen' : 'write its fields as key: value, each on a line of its own',
  })
  return undefined
}
