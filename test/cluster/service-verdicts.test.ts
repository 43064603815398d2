import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {fieldsOf, itemsOf} from '../../src/cluster/fields.ts'
import type {WireObject} from '../../src/cluster/object.ts'
import type {Service} from '../../src/cluster/service.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {drawCases} from '../live/api-verdicts/case.ts'
import type {Row, Table} from '../live/api-verdicts/table.ts'

/** What the real API server said about each of these Services; see the README beside the table. */
const TABLE: Table = JSON.parse(readFileSync(new URL('../fixtures/api-server/services.json', import.meta.url), 'utf8'))

const read = (object: WireObject) => buildCluster({objects: [{object, origin: undefined}], leftOut: []}, undefined)
const titled = (rows: readonly Row[]) => rows.map((row) => [`${row.base}, ${row.mutation ?? 'unchanged'}`, row] as const)

/** The path of a request says what it posts, but a manifest does not: without kind and apiVersion kubectl refuses it too. */
const saysWhatItIs = ({object}: Row) => Boolean(object['kind'] && object['apiVersion'])
const accepted = titled(TABLE.rows.filter((row) => row.verdict === 'accepted' && saysWhatItIs(row)))

describe('the table of the API server', () => {
  test('has the Services that its seed draws', () => {
    const drawn = drawCases(TABLE.seed)
    const kept = TABLE.rows.map(({base, mutation, object}) => ({base, mutation, object}))
    expect(kept).toEqual(kept.map(() => drawn.next().value))
  })

  test('has 150 sound and 150 broken ones besides those that were not changed', () => {
    const verdicts = TABLE.rows.filter(({mutation}) => mutation !== null).map(({verdict, created}) => created?.verdict ?? verdict)
    expect(verdicts.filter((verdict) => verdict === 'accepted').length).toBeGreaterThanOrEqual(150)
    expect(verdicts.filter((verdict) => verdict === 'refused').length).toBeGreaterThanOrEqual(150)
  })
})

test.each(titled(TABLE.rows))('%s: can be read and asked about', (_, {object}) => {
  expect(() => resolve(read(object), {targets: [], namespace: undefined, selector: undefined})).not.toThrow()
})

describe('what the server made of a Service that it accepted is what we read', () => {
  test.each(accepted)('%s', (_, {object, defaulted = {}}) => {
    const {services, leftOut} = read(object)
    expect(leftOut).toEqual([])
    expect(services.map((service) => ours(service, object))).toEqual([theirs(defaulted, object)])
  })

  test.each(accepted)('%s: reading the answer says the same as reading the question', (_, {object, defaulted = {}}) => {
    const [service] = read({...object, spec: defaulted}).services
    expect(service && ours(service, object)).toEqual(theirs(defaulted, object))
  })
})

/** The fields that a reader of the Service decides by. Where the server fills in a list, only what was asked for is compared: the rest is allocated. */
function ours(service: Service, asked: WireObject) {
  const {type, headless, selectorLabels, publishNotReadyAddresses, trafficDistribution, clusterIPs, ipFamilies, externalName} = service
  return {
    type,
    headless,
    selects: service.selector !== undefined,
    selectorLabels,
    publishNotReadyAddresses,
    trafficDistribution,
    externalName,
    clusterIPs,
    ipFamilies: ipFamilies.slice(0, familiesAsked(asked)),
    ports: service.ports.map(({index: _, ...port}) => port),
  }
}

function theirs(defaulted: WireObject, asked: WireObject): ReturnType<typeof ours> {
  const {type, clusterIP, clusterIPs, selector, publishNotReadyAddresses, trafficDistribution, externalName, ipFamilies, ports} =
    fieldsOf(defaulted)
  const labels = fieldsOf(selector) as Readonly<Record<string, string>>
  return {
    type: type as string,
    headless: clusterIP === 'None',
    selects: Object.keys(labels).length > 0,
    selectorLabels: labels,
    publishNotReadyAddresses: publishNotReadyAddresses === true,
    trafficDistribution: trafficDistribution as string | undefined,
    externalName: externalName as string | undefined,
    clusterIPs: (itemsOf(clusterIPs) as string[]).filter((address) => address !== 'None'),
    ipFamilies: (itemsOf(ipFamilies) as string[]).slice(0, familiesAsked(asked)),
    ports: itemsOf(ports).map((value) => {
      const {name, port, protocol, targetPort, nodePort, appProtocol} = fieldsOf(value)
      const stated = {name: name ?? null, port, protocol, targetPort, nodePort: nodePort ?? null, appProtocol: appProtocol ?? null}
      return stated as ReturnType<typeof ours>['ports'][number]
    }),
  }
}

function familiesAsked(asked: WireObject): number {
  return itemsOf(fieldsOf(asked['spec'])['ipFamilies']).length
}
