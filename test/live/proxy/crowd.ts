import type {WireObject} from '../../../src/cluster/object.ts'
import {createService} from '../scenario/service.ts'
import {createSlice} from '../scenario/slice.ts'

/** A slice holds so many endpoints at most. */
const SLICE_SIZE = 1000

/** A Service in `default` with so many endpoints that somebody wrote. */
export function crowd(name: string, count: number): readonly WireObject[] {
  const addresses = Array.from({length: count}, (_, index) => `198.18.${Math.floor(index / 250)}.${1 + (index % 250)}`)
  const slices = Array.from({length: Math.ceil(count / SLICE_SIZE)}, (_, index) =>
    createSlice('default', `${name}-${index}`, {
      service: name,
      ports: ['80'],
      endpoints: addresses.slice(index * SLICE_SIZE, (index + 1) * SLICE_SIZE),
    }),
  )
  return [...slices, createService('default', name, {selector: null, ports: ['80']})]
}
