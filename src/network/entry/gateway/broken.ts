import type {OtherObject} from '../../../cluster/cluster.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {Origin, Path, Place} from '../../../cluster/object.ts'
import type {BrokenEntry} from '../entry.ts'

/** What is wrong with a value of an object, and where in it. */
export interface Fault {
  readonly reason: string
  readonly message: string
  readonly path: Path
}

export function breakAt(object: OtherObject, {reason, message, path}: Fault): BrokenEntry {
  return {reason, message, object: referenceTo(object), place: placeIn(object.origin, path)}
}

export function placeIn(origin: Origin | undefined, path: Path): Place | undefined {
  return origin && {origin, path}
}

/** `Gateway infra/edge`. */
export function nameOf({kind, namespace, name}: Pick<OtherObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`
}
