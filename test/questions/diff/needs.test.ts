import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {Input} from '../../../src/cluster/object.ts'
import {diffNeeds} from '../../../src/questions/diff/needs.ts'
import {KINDS_OF_COMMAND} from '../../../src/questions/snapshot/kinds-of-command.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {playCluster} from '../reads/played-cluster.ts'
import {compareClusters, shop} from './shop.ts'

const build = (input: Pick<Input, 'objects' | 'leftOut' | 'coverage'>) => buildCluster(input, undefined)

async function read(namespace: string | undefined) {
  const played = playCluster(shop())
  const {cluster, input} = await gather(played, diffNeeds({namespace, selector: undefined}), build)
  return {cluster, input, kinds: new Set(played.asked.map(({kind}) => kind))}
}

describe('diff of a running cluster', () => {
  test.each([undefined, 'shop'])('of namespace %s reads all that the comparison looks at', async (namespace) => {
    const {input} = await read(namespace)
    // That only some of it was read is another matter: what was is compared.
    const part = build({objects: input.objects, leftOut: []})
    const whole = build({objects: shop().map((object) => ({object, origin: undefined})), leftOut: []})
    expect(compareClusters(whole, part).data.changes).toEqual([])
  })

  test('reads no kind that exposure may not', async () => {
    const {kinds} = await read(undefined)
    expect([...kinds].filter((kind) => !(KINDS_OF_COMMAND.exposure as readonly string[]).includes(kind))).toEqual([])
  })

  test('and the same cluster, both times as it was read, has no differences', async () => {
    const [one, other] = [await read(undefined), await read(undefined)]
    expect(compareClusters(one.cluster, other.cluster).data.changes).toEqual([])
  })
})
