import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {Input, WireObject} from '../../../src/cluster/object.ts'
import type {EntryFacts} from '../../../src/network/entry/entry-facts.ts'
import type {EntryData, ExposureData} from '../../../src/questions/exposure/exposure-data.ts'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import {snapshotNeeds} from '../../../src/questions/snapshot/needs.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {objectsOf} from '../../manifest.ts'
import {BALANCER_CASES, type BalancerCase} from '../../network/entry/balancer-cases.ts'
import {CASES} from '../../network/entry/gateway/cases.ts'
import {FACTS} from '../../network/entry/gateway/objects.ts'
import {readText} from '../../sources/scratch.ts'
import {askExposure} from '../exposure/asking.ts'
import {playCluster} from '../reads/played-cluster.ts'
import {FIXTURES} from './every-question.ts'
import {EXPOSED_CLUSTERS} from './exposed-clusters.ts'

const KEYS = ['correct horse battery staple', 'another key of another snapshot']
type Said = Partial<EntryFacts>

const build = (input: Input) => buildCluster(input, undefined)
const live = async (objects: readonly WireObject[]) =>
  (await gather(playCluster(objects), exposureNeeds({words: [], namespace: undefined}), build)).cluster

/** What is read back of a snapshot of the cluster, by all that a snapshot reads. */
async function saved(objects: readonly WireObject[], redactionKey?: string): Promise<Cluster> {
  const {input} = await gather(playCluster(objects), snapshotNeeds(undefined), build)
  const snapshot = snapshotOf(
    input.objects.map(({object}) => object),
    {coverage: input.coverage, redactionKey},
  )
  return build(await readText(JSON.stringify(snapshot)))
}

/** Everything that is said, but for the places in files. In an order of its own: that of equals is the order of the input. */
function everything(cluster: Cluster, said: Said = {}): unknown {
  const {data, findings, notes} = askExposure(cluster, '', {said})
  const all = {
    facts: data.facts,
    services: sorted(data.services),
    workloads: sorted(data.workloads),
    findings: sorted(findings.map(({place: _, ...finding}) => finding)),
    notes: sorted(notes),
  }
  return JSON.parse(JSON.stringify(all, (key, value) => (key === 'file' ? null : value)))
}

const shapeOf = ({via, reach, port, protocol, targetPorts}: EntryData) => ({via, reach, port, protocol, targetPorts})

/** What redaction leaves: reaches, vias and ports, whose ever they are. */
function shape(cluster: Cluster, said: Said = {}): unknown {
  const {services, workloads} = askExposure(cluster, '', {said}).data
  const shapes = [services, workloads].map((all) => all.map(({reach, entries}) => ({reach, entries: sorted(entries.map(shapeOf))})))
  return shapes.map(sorted)
}

function sorted<T>(all: readonly T[]): readonly T[] {
  const textOf = (one: T) => JSON.stringify(one, (key, value) => (key === 'file' ? null : value))
  return all
    .map((one) => [textOf(one), one] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)
}

/** A class loses the name that the user says something of, so that he says nothing of classes where names are compared with redacted ones. */
async function expectSame(objects: readonly WireObject[], said: Said = {}, keys: readonly string[] = KEYS): Promise<ExposureData> {
  const cluster = await live(objects)
  expect(everything(await saved(objects), said)).toEqual(everything(cluster, said))
  const {classes: _, ...nameless} = said
  for (const key of keys) expect(shape(await saved(objects, key), nameless), key).toEqual(shape(cluster, nameless))
  return askExposure(cluster, '', {said}).data
}

const wayOf = (data: ExposureData) =>
  new Set(
    data.services
      .filter(({name}) => name === 'web')
      .flatMap(({entries}) => entries)
      .filter(({via}) => via === 'LoadBalancer' || via === 'Ingress' || via === 'Gateway')
      .map(({reach}) => reach),
  )

describe('what is open is the same in a snapshot, and how far in a redacted one, with', () => {
  test.each(EXPOSED_CLUSTERS.map((one) => [one.what, one] as const))('%s', async (_, {objects, reaches}) => {
    const data = await expectSame(objects)
    expect([...wayOf(data)]).toEqual(reaches)
    const text = JSON.stringify(snapshotOf(objects))
    expect(text).not.toContain('hunter2')
  })

  test.each(['exposure', 'trace', 'shop', 'dns'])('the example %s', async (name) => {
    const url = new URL('../../../examples/exposure/cluster.yaml', import.meta.url)
    const objects = FIXTURES[name] ?? objectsOf(readFileSync(url, 'utf8')).map(({object}) => object)
    await expectSame(objects)
  })

  test.each(BALANCER_CASES.map((one) => [one.name, one] as const))('a load balancer: %s', async (_, one) => {
    // Pools have names, too.
    await expectSame([serviceOf(one)], saidOf(one), one.facts?.pools ? [] : KEYS)
  })

  test.each(CASES.map((one) => [one.what, one] as const))('a Gateway: %s', async (_, {objects}) => {
    const placed = objects.map((object) => ({...object, metadata: {namespace: 'default', ...fieldsOf(object['metadata'])}}))
    await expectSame(placed as readonly WireObject[], FACTS)
  })
})

test('what tells a cloud or a controller tells nothing of whose it is', () => {
  const own = [
    'app.example.com',
    'team',
    'inner',
    'mirror',
    'staging',
    'prod',
    'proxies',
    'subscriptions',
    'agentpool1',
    'bp1',
    'a0b1',
    'hunter2',
  ]
  for (const {what, objects} of EXPOSED_CLUSTERS) {
    const text = JSON.stringify(snapshotOf(objects, {redactionKey: KEYS[0]}))
    expect(
      own.filter((word) => text.includes(word)),
      what,
    ).toEqual([])
  }
})

test('of the address that is asked whether a request may pass, no password and no token stay', () => {
  const url = 'https://user:hunter2@auth.example.com/check?token=hunter2'
  const metadata = {name: 'front', annotations: {'nginx.ingress.kubernetes.io/auth-url': url}}
  const {items} = snapshotOf([{apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: {}}])
  expect(items[0]?.['metadata']).toEqual({
    name: 'front',
    annotations: {'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.com/check'},
  })
})

function serviceOf({annotations = {}, spec = {}, assigned = [], live: isLive = false}: BalancerCase): WireObject {
  const ingress = assigned.map((text) => (/[g-z]/i.test(text) ? {hostname: text} : {ip: text}))
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop', annotations, ...(isLive || assigned.length > 0 ? {uid: 'a-uid'} : {})},
    spec: {type: 'LoadBalancer', selector: {app: 'web'}, ports: [{port: 80}], ...spec},
    status: {loadBalancer: {ingress}},
  }
}

function saidOf({cloud, controller, facts = {}}: BalancerCase): Said {
  return {...(cloud && {cloud: {name: cloud, evidence: 'as was said', ...(controller && {controller})}}), ...facts}
}
