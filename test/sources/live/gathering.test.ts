import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Read, ReadResult} from '../../../src/cluster/read.ts'
import {gather} from '../../../src/sources/live/gathering.ts'

function pod(name: string, version: string, more: object = {spec: {}}): WireObject {
  return {apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace: 'shop', resourceVersion: version}, ...more}
}

/** The objects that reads bring together: those that were read one after the other. */
async function gathered(...results: readonly (readonly [Read, ...WireObject[]])[]): Promise<readonly WireObject[]> {
  const readAll = async (reads: readonly Read[]) =>
    reads.map((read) => ({kind: 'read' as const, read, objects: results.find(([one]) => one === read)?.slice(1) as WireObject[]}))
  const {input} = await gather(
    {readAll},
    () => results.map(([read]) => read),
    (input) => buildCluster(input, undefined),
  )
  return input.objects.map(({object}) => object)
}

const WEB: Read = {kind: 'Pod', namespace: 'shop', labels: 'app=web'}
const LABELS: Read = {kind: 'Pod', metadataOnly: true}

describe('an object that several reads bring', () => {
  test('is there once, whole where one of them has it whole, whichever was first', async () => {
    const [whole, partial] = [pod('a', '5'), pod('a', '5', {})]
    expect(await gathered([WEB, whole], [LABELS, partial])).toEqual([whole])
    expect(await gathered([LABELS, partial], [WEB, whole])).toEqual([whole])
  })

  test('is as it was last, whichever was first', async () => {
    const other: Read = {kind: 'Pod', namespace: 'shop', labels: 'tier=front'}
    const [before, after] = [pod('a', '9'), pod('a', '10')]
    expect(await gathered([WEB, before], [other, after])).toEqual([after])
    expect(await gathered([WEB, after], [other, before])).toEqual([after])
  })
})

describe('an object of which only labels are known', () => {
  test('is gone where a list of all that there is of its kind does not have it', async () => {
    const [here, gone] = [pod('here', '5'), pod('gone', '6', {})]
    expect(await gathered([{kind: 'Pod', namespace: 'shop'}, here], [LABELS, gone])).toEqual([here])
    expect(await gathered([{kind: 'Pod'}, here], [LABELS, gone])).toEqual([here])
  })

  test('is there where lists are of something else', async () => {
    const [here, other] = [pod('here', '5'), pod('other', '6', {})]
    expect(await gathered([WEB, here], [LABELS, other])).toEqual([here, other])
    expect(await gathered([{kind: 'Pod', namespace: 'else'}], [LABELS, other])).toEqual([other])
    expect(await gathered([{kind: 'Service', namespace: 'shop'}], [LABELS, other])).toEqual([other])
  })
})

describe('where nothing could be read', () => {
  const unread = (kind: Read['kind'], reason: 'failed' | 'not-served' | 'forbidden'): ReadResult => ({
    kind: 'unread',
    read: {kind},
    reason,
    message: `${kind}: ${reason}`,
  })
  const ask = (...results: readonly ReadResult[]) =>
    gather(
      {readAll: async () => results, nothingRead: (message) => new Error(`nothing: ${message}`)},
      () => results.map(({read}) => read),
      (input) => buildCluster(input, undefined),
    )

  test('the question is not asked, whatever the cluster does not have', async () => {
    await expect(ask(unread('Pod', 'failed'))).rejects.toThrow('nothing: Pod: failed')
    await expect(ask(unread('EgressFirewall', 'not-served'), unread('Pod', 'failed'))).rejects.toThrow('nothing: Pod: failed')
  })

  test('because it may not be, or is not there, the question is asked of nothing', async () => {
    const {input} = await ask(unread('EgressFirewall', 'not-served'), unread('Pod', 'forbidden'))
    expect(input.objects).toEqual([])
    expect((await ask(unread('EgressFirewall', 'not-served'))).input.coverage?.unread).toHaveLength(1)
  })
})
