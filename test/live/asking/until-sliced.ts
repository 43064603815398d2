import {itemsOf} from '../../../src/cluster/fields.ts'
import {type Api, until} from '../harness/api.ts'

/** Waits until the slices list so many endpoints: the controllers have done their work. */
export async function untilSliced(api: Api, endpoints: number): Promise<void> {
  const isDone = async () => {
    const slices = await api.list('/apis/discovery.k8s.io/v1/endpointslices')
    return slices.reduce((sum, slice) => sum + itemsOf(slice['endpoints']).length, 0) >= endpoints
  }
  await until('the slices', isDone, {timeoutMs: 300_000, everyMs: 500})
}
