import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import type {Resolution, toServiceResolution} from '../../src/questions/resolve/resolution.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {readFiles} from '../../src/sources/files.ts'
import {documentOf, validatorOf} from '../schema.ts'

/** Worked out by hand, and equal to what a real EndpointSlice controller wrote for the same manifests. */
interface Truth {
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly verdict: string
  readonly ports: readonly {
    readonly name: string | null
    readonly port: number
    readonly protocol: string
    readonly targetPort: number | string
  }[]
  readonly endpoints: readonly {
    readonly portName: string | null
    readonly port: number
    readonly target: string
    readonly replicas: number | null
  }[]
}

const truth: readonly Truth[] = JSON.parse(readFileSync(new URL('shop-truth.json', import.meta.url), 'utf8'))
const shop = fileURLToPath(new URL('../../examples/shop', import.meta.url))

async function answer() {
  const cluster = buildCluster(await readFiles({filenames: [shop]}, {stdin: process.stdin}), undefined)
  return resolve(cluster, {targets: [], namespace: undefined, selector: undefined})
}

describe('the shop', () => {
  test('has every Service that the truth names, and no other', async () => {
    const {services} = (await answer()).data as Resolution
    expect(services.map(({namespace, name}) => `${namespace}/${name}`).sort()).toEqual(
      truth.map(({namespace, name}) => `${namespace}/${name}`).sort(),
    )
  })

  test.each(truth.map((one) => [`${one.namespace}/${one.name}`, one] as const))('%s is what the truth says', async (_, one) => {
    const {services} = (await answer()).data as Resolution
    const found = services.find(({namespace, name}) => namespace === one.namespace && name === one.name) as ReturnType<
      typeof toServiceResolution
    >
    expect({type: found.type, verdict: found.verdict}).toEqual({type: one.type, verdict: one.verdict})
    expect(found.ports.map(({name, port, protocol, targetPort}) => ({name, port, protocol, targetPort}))).toEqual(
      one.ports.map(({name, port, protocol, targetPort}) => ({name: name ?? null, port, protocol, targetPort})),
    )
    const endpoints = found.endpoints.map(({portName, port, target, address, replicas}) => ({
      portName,
      port,
      target: target ? `${target.kind}/${target.name}` : address,
      // An address of a slice is one address, whatever stands behind it.
      replicas: target ? replicas : null,
    }))
    expect(endpoints).toEqual(
      one.endpoints.map(({portName, port, target, replicas}) => ({portName: portName ?? null, port, target, replicas})),
    )
  })

  test('its answer fits the schema that ships with the package', async () => {
    const validate = validatorOf('resolution')
    const document = await documentOf(await answer())
    validate(document)
    expect(validate.errors).toBeNull()
    const [one] = (document.data as Resolution).services
    expect(validate({...document, data: {services: [{...one, verdict: 'fine'}], leftOut: []}})).toBe(false)
  })
})
