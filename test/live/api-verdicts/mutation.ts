import type {Path, WireObject} from '../../../src/cluster/object.ts'

/** One change of a Service, to something that may be legal or not. */
export interface Mutation {
  /** What it does: `spec.ports[0].port = 0`. */
  readonly name: string
  readonly apply: (service: WireObject) => WireObject
  /** Whether a Service has this field already, so that the value is judged, and not only whether the field belongs there. */
  readonly fits: (service: WireObject) => boolean
}

/** A value that is no value: the field is left out. */
export const ABSENT = Symbol('absent')

/** Gives a field one of these values. `field` is written as the API server's messages do it: `spec.ports[0].port`. */
export function values(field: string, ...list: readonly unknown[]): readonly Mutation[] {
  return list.map((value) => setting({[field]: value}))
}

/** Gives fields these values, several where one alone says nothing. */
export function setting(wanted: Readonly<Record<string, unknown>>): Mutation {
  const fields = Object.entries(wanted)
  return {
    name: fields.map(([field, value]) => (value === ABSENT ? `without ${field}` : `${field} = ${JSON.stringify(value)}`)).join(', '),
    apply: (service) => fields.reduce((changed, [field, value]) => put(changed, parsePath(field), value) as WireObject, service),
    fits: (service) => fields.every(([field]) => get(service, parsePath(field)) !== undefined),
  }
}

function parsePath(field: string): Path {
  return [...field.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([key, index]) => (index === undefined ? key : Number(index)))
}

function get(target: unknown, path: Path): unknown {
  return path.reduce((inner, key) => (inner as Readonly<Record<string | number, unknown>> | undefined)?.[key], target)
}

/** A copy with the value at the path; what is missing on the way is made. */
function put(target: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof key === 'number') {
    const list = Array.isArray(target) ? [...target] : []
    list[key] = put(list[key], rest, value)
    return list
  }
  const {[key]: old, ...others} = (target ?? {}) as WireObject
  const changed = put(old, rest, value)
  // A value that was there keeps its place.
  return changed === ABSENT ? others : {...(target as WireObject), [key]: changed}
}
