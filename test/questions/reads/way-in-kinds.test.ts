import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {groupOf} from '../../../src/cluster/identity.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type Coverage, isReadable, kindOf, placesOf, READABLE, type ReadableKindName} from '../../../src/cluster/read.ts'
import {PARAMETER_HOLDERS} from '../../../src/network/entry/gateway/proxy-parameters.ts'
import {diffNeeds} from '../../../src/questions/diff/needs.ts'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import type {Needs} from '../../../src/questions/reads/needs.ts'
import {COMMANDS_WITH_KINDS, KINDS_OF_COMMAND} from '../../../src/questions/snapshot/kinds-of-command.ts'
import {snapshotNeeds} from '../../../src/questions/snapshot/needs.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {CASES} from '../../network/entry/gateway/cases.ts'
import {readText} from '../../sources/scratch.ts'
import {askExposure} from '../exposure/asking.ts'
import {EXPOSED_CLUSTERS} from '../snapshot/exposed-clusters.ts'
import {playCluster} from './played-cluster.ts'
import {build, wholeOf} from './small-cluster.ts'
import {WAY_IN_CLUSTERS} from './way-in-clusters.ts'

const NEEDS: Readonly<Record<'exposure' | 'diff' | 'snapshot', Needs>> = {
  exposure: exposureNeeds({words: [], namespace: undefined}),
  diff: diffNeeds({namespace: undefined, selector: undefined}),
  snapshot: snapshotNeeds(undefined),
}

async function readBy(needs: Needs, objects: readonly WireObject[]) {
  const played = playCluster(objects)
  return {cluster: (await gather(played, needs, build)).cluster, asked: played.asked}
}

/** Everything was read that there is to read. */
const EVERYTHING: Coverage = {
  done: (Object.keys(READABLE) as ReadableKindName[]).map((kind) => ({kind})),
  has: () => true,
  unread: [],
}

/** All that is said, whatever the order of what is equally bad, but for where in files it stands. */
function said(cluster: Cluster): unknown {
  const {data, findings, notes} = askExposure(cluster)
  const sort = (all: readonly unknown[]) =>
    all.map((one) => JSON.stringify(one, (key, value) => (key === 'file' || key === 'place' ? undefined : value))).toSorted()
  const services = data.services.map((one) => ({...one, entries: sort(one.entries)}))
  return {facts: data.facts, services: sort(services), workloads: sort(data.workloads), findings: sort(findings), notes: sort(notes)}
}

/** As a cluster has them: what belongs to a namespace names it. */
const inNamespace = (object: WireObject) => {
  const metadata = {namespace: 'default', ...(object['metadata'] as WireObject)}
  return {...object, metadata}
}

const isOf = (object: WireObject, group: string, kind: string) => object['kind'] === kind && groupOf(String(object['apiVersion'])) === group

describe('a cluster that was read by what a question needs alone is answered as the whole', () => {
  test.each(WAY_IN_CLUSTERS.map((one, index) => [`${one.kind} of ${one.group} (${index})`, one] as const))(
    '%s, without which the answer is another',
    async (_, {kind, group, objects}) => {
      const whole = said(wholeOf(objects, EVERYTHING))
      for (const needs of Object.values(NEEDS)) expect(said((await readBy(needs, objects)).cluster)).toEqual(whole)
      const without = objects.filter((object) => !isOf(object, group, kind))
      expect(without.length).toBeLessThan(objects.length)
      expect(said(wholeOf(without, EVERYTHING))).not.toEqual(whole)
    },
  )

  test.each(EXPOSED_CLUSTERS.map((one) => [one.what, one] as const))('%s', async (_, {objects}) => {
    for (const needs of Object.values(NEEDS))
      expect(said((await readBy(needs, objects)).cluster)).toEqual(said(wholeOf(objects, EVERYTHING)))
  })

  test('with every route and Gateway of the cases that the API decides', async () => {
    // Of no server can one read what claims to be of a kind that the API does not have.
    const possible = CASES.filter(({objects}) => objects.every(({kind}) => isReadable(String(kind))))
    expect(possible.length).toBeGreaterThan(CASES.length - 5)
    for (const {what, objects} of possible) {
      const placed = objects.map(inNamespace)
      for (const needs of Object.values(NEEDS))
        expect(said((await readBy(needs, placed)).cluster), what).toEqual(said(wholeOf(placed, EVERYTHING)))
    }
  })
})

describe('a snapshot of a cluster is answered as the cluster', () => {
  const reachesIn = (cluster: Cluster) =>
    askExposure(cluster)
      .data.services.map(
        ({reach, entries}) =>
          `${reach}: ${entries
            .map((one) => `${one.via} ${one.reach} ${one.port}`)
            .toSorted()
            .join(', ')}`,
      )
      .toSorted()

  test.each(WAY_IN_CLUSTERS.map((one, index) => [`${one.kind} of ${one.group} (${index})`, one.objects] as const))(
    '%s, and in a redacted one every Service is as open',
    async (_, objects) => {
      const {input} = await gather(playCluster(objects), NEEDS.snapshot, build)
      const kept = input.objects.map(({object}) => object)
      const readBack = async (redactionKey?: string) =>
        build(await readText(JSON.stringify(snapshotOf(kept, {coverage: input.coverage, redactionKey}))))
      expect(said(await readBack())).toEqual(said(wholeOf(objects, EVERYTHING)))
      expect(reachesIn(await readBack('correct horse battery staple'))).toEqual(reachesIn(wholeOf(objects, EVERYTHING)))
    },
  )
})

const folder = new URL('../../../src/network/entry/', import.meta.url)
const texts = readdirSync(folder, {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))

const matchesOf = (pattern: RegExp) => texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found))

/** Whatever the code of ways in compares kinds with: `kind === 'Ingress'`, `'metallb.io/AddressPool'`, `ofKind('Gateway')`, and its tables. */
const KINDS_IN_CODE = new Set([
  ...matchesOf(/\bkind\)? ?[!=]== '([A-Z]\w+)'/g),
  ...matchesOf(/'[a-z0-9-]+(?:\.[a-z0-9-]+)+\/([A-Z]\w+)'/g),
  ...matchesOf(/ofKind\(([^)]+)\)/g).flatMap((words) => words.match(/[A-Z]\w+/g) ?? []),
  ...matchesOf(/_KINDS[^=]*= new Set\(\[([^\]]+)\]/g).flatMap((words) => words.match(/[A-Z]\w+/g) ?? []),
  ...Object.keys(PARAMETER_HOLDERS),
])

/** Why these are not asked for. */
const NOT_READ: Readonly<Record<string, string>> = {
  ReferencePolicy: 'only releases of the Gateway API before v0.6 (2022) serve it, ReferenceGrant beside it',
  BackendTLSPolicy: 'it says how proxies speak to pods, not who comes in: the kind is only known to be one',
  BackendLBPolicy: 'it says how proxies choose pods: the kind is only known to be one',
  BackendTrafficPolicy: 'it says how proxies choose pods: the kind is only known to be one',
}

describe('each kind that the code of ways in knows', () => {
  const read = async () => new Set((await readBy(NEEDS.exposure, [])).asked.map(({kind}) => kindOf(kind)))

  test('is found in that code at all', () => {
    // Some of each way to write it, so that the search does not find less than there is without anybody knowing.
    expect([...KINDS_IN_CODE]).toEqual(
      expect.arrayContaining([
        'Ingress',
        'GatewayClass',
        'Middleware',
        'AddressPool',
        'NginxProxy',
        'UDPRoute',
        'BackendConfig',
        'ConfigMap',
      ]),
    )
  })

  test('is read, unless there is a reason', async () => {
    const kinds = await read()
    expect([...KINDS_IN_CODE].filter((kind) => !kinds.has(kind) && !Object.hasOwn(NOT_READ, kind))).toEqual([])
    expect(Object.keys(NOT_READ).filter((kind) => kinds.has(kind) || !KINDS_IN_CODE.has(kind))).toEqual([])
  })

  test('has a cluster in which it decides, beside those that every cluster has', () => {
    const shown = new Set(WAY_IN_CLUSTERS.map(({kind}) => kind))
    const missing = [...KINDS_IN_CODE].filter((kind) => !shown.has(kind) && !Object.hasOwn(NOT_READ, kind) && kind !== 'Service')
    expect(missing).toEqual([])
  })
})

test('every kind that is read stands in the role that is printed for the command', async () => {
  const clusters = WAY_IN_CLUSTERS.map(({objects}) => objects)
  for (const command of ['exposure', 'diff', 'snapshot'] as const) {
    expect(COMMANDS_WITH_KINDS).toContain(command)
    const allowed: readonly ReadableKindName[] = KINDS_OF_COMMAND[command]
    for (const objects of clusters)
      expect((await readBy(NEEDS[command], objects)).asked.map(({kind}) => kind).filter((kind) => !allowed.includes(kind))).toEqual([])
  }
})

test('a kind that something else than Kubernetes brings is only asked for where a server has it', () => {
  const ofKubernetes = ['', 'apps', 'batch', 'discovery.k8s.io', 'networking.k8s.io']
  for (const kind of KINDS_OF_COMMAND.exposure) {
    const isBrought = placesOf(kind).some(({group}) => !ofKubernetes.includes(group))
    if (isBrought) expect(READABLE[kind], kind).toHaveProperty('isCustom', true)
  }
})
