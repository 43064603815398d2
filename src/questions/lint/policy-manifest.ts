import type {Cluster} from '../../cluster/cluster.ts'
import {type Fields, fieldsOf} from '../../cluster/fields.ts'
import type {Identity} from '../../cluster/identity.ts'
import type {Path, Place, WireObject} from '../../cluster/object.ts'
import type {Policy} from '../../network/policy/policy.ts'

const OBJECTS = new WeakMap<Cluster, ReadonlyMap<Identity, WireObject>>()

/** The spec of a policy as it is written: what is stated and what is only understood are one in the model. */
export function specOf(cluster: Cluster, {identity}: Policy): Fields {
  let objects = OBJECTS.get(cluster)
  if (!objects) {
    objects = new Map(cluster.others.map((other) => [other, other.object]))
    OBJECTS.set(cluster, objects)
  }
  return fieldsOf(objects.get(identity)?.['spec'])
}

/** A value of a policy's manifest. */
export function placeIn({origin}: Pick<Policy, 'origin'>, path: Path): Place | undefined {
  return origin && {origin, path}
}
