import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {buildCluster, type Cluster} from '../../src/cluster/cluster.ts'
import type {Origin} from '../../src/cluster/object.ts'
import type {Service} from '../../src/cluster/service.ts'
import {findEntryFacts} from '../../src/network/entry/find-entry-facts.ts'
import {ingressesOf} from '../../src/network/entry/ingress/ingress.ts'
import {type ExposedEntry, exposeCluster} from '../../src/questions/exposure/exposed-service.ts'
import {exposure} from '../../src/questions/exposure/exposure.ts'
import {readFiles} from '../../src/sources/files.ts'
import {CORPUS, hasCorpus, projects} from './corpus.ts'
import {JUDGED, type JudgedExposure} from './exposure-cases.ts'

async function read(filenames: readonly string[], namespace?: string): Promise<Cluster> {
  return buildCluster(await readFiles({filenames}, {stdin: process.stdin}), namespace)
}

/** Types that are there to be reached from outside, on the wire. */
function isPublished({object}: Service): boolean {
  const {type} = object['spec'] as {readonly type?: unknown}
  return type === 'LoadBalancer' || type === 'NodePort'
}

/** Why a Service of such a type has no way in; undefined where it should have one. */
function reasonOf({ports, headless}: Service): string | undefined {
  if (headless) return 'headless: the API server refuses it'
  return ports.every(({port}) => port === null) ? 'without a port: the API server refuses it' : undefined
}

const outside = ({via}: Pick<ExposedEntry, 'via'>) => via !== 'ClusterIP' && via !== 'Headless'
const keyOf = (origin: Origin | undefined) => JSON.stringify([origin?.file, origin?.document, origin?.path])

describe.skipIf(!hasCorpus)('everything in the corpus that is meant to be reached from outside', () => {
  const rows: Record<string, string | number>[] = []
  const without = new Map<string, number>()

  const leaveWithout = (kind: string, reason: string) => {
    const key = `${kind}: ${reason}`
    without.set(key, (without.get(key) ?? 0) + 1)
  }

  const leaveOut = ({kind, reason}: Cluster['leftOut'][number]) => {
    if (kind === 'Service' || kind === 'Ingress') leaveWithout(kind, reason)
  }

  test.each(hasCorpus ? projects() : [])('%s: has a way in, or a reason why not', {timeout: 120_000}, async (project) => {
    const cluster = await read([join(CORPUS, project)])
    const {services, broken} = exposeCluster(cluster, findEntryFacts(cluster))
    const counts: Record<string, number> = {}
    let published = 0
    const count = (key: string) => {
      counts[key] = (counts[key] ?? 0) + 1
    }
    for (const {service, reach, entries} of services) {
      if (!isPublished(service)) continue
      published++
      const reason = reasonOf(service)
      const own = entries.filter(({via}) => via === service.type)
      const name = `${service.origin?.file} ${service.name}`
      expect({name, reason, ways: own.length}).toEqual({name, reason, ways: reason ? 0 : service.ports.length * addressesOf(own)})
      if (reason) leaveWithout(service.kind, reason)
      else count(reach)
      for (const {via, reach: far, question, evidence} of entries.filter(outside)) {
        expect(evidence, `${name} ${via}`).not.toEqual([])
        if (far === 'unknown') expect(question, `${name} ${via}`).toMatch(/\?/)
      }
    }
    const routed = new Set(
      services.flatMap(({entries}) => entries.filter(({via}) => via === 'Ingress').map(({place}) => keyOf(place?.origin))),
    )
    const reasons = new Set(broken.map(({place}) => keyOf(place?.origin)))
    const ingresses = ingressesOf(cluster).map(({origin}) => keyOf(origin))
    expect(ingresses.filter((key) => !routed.has(key) && !reasons.has(key))).toEqual([])
    for (const one of cluster.leftOut) leaveOut(one)
    if (published + ingresses.length > 0) rows.push({project, published, ingresses: ingresses.length, ...counts})
  })

  test('prints how far each is open, and which have no way in', () => {
    console.table(rows)
    console.table(Object.fromEntries(without))
    expect(rows.reduce((sum, {published}) => sum + Number(published), 0)).toBeGreaterThan(140)
    // What no cluster takes as it stands, and nothing else.
    expect([...without.keys()].sort()).toEqual([
      'Ingress: no metadata.name',
      'Service: a patch or a fragment (spec.ports is missing)',
      'Service: no metadata.name',
    ])
  })
})

/** A load balancer has each of its ports at each of its addresses. */
function addressesOf(entries: readonly ExposedEntry[]): number {
  return Math.max(1, new Set(entries.map(({address}) => address)).size)
}

/** Asked as a user would: the paths together, with `--cloud` and `-n` where the case has them. */
async function askWays({project, paths, cloud, namespace, object}: JudgedExposure): Promise<readonly string[]> {
  const cluster = await read(
    paths.map((path) => join(CORPUS, project, path)),
    namespace,
  )
  const said = cloud ? {cloud: {name: cloud, evidence: 'said by --cloud'}} : {}
  const {data, findings} = exposure(cluster, {words: [], from: undefined, namespace: undefined, selector: undefined, said})
  const [, ingress] = /^Ingress (.+)$/.exec(object) ?? []
  if (ingress !== undefined)
    return distinct(findings.filter(({object: one}) => one?.name === ingress).map(({rule}) => rule.replace('routing/', '')))
  const found = data.services.filter(({name}) => name === object)
  expect(found.length, `Services named ${object}`).toBe(1)
  return distinct(found.flatMap(({entries}) => entries.filter(outside).map(({via, reach}) => `${via} ${reach}`)))
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}

describe.skipIf(!hasCorpus)('a Service or an Ingress that was judged by hand, before anything of it was asked here', () => {
  test.each(JUDGED)('$project $object of $paths: $ways, for $why', {timeout: 60_000}, async (judged) => {
    expect(await askWays(judged)).toEqual(judged.ways)
  })

  test('is one of at least 40', () => {
    expect(new Set(JUDGED.map(({project, paths, object, cloud}) => [project, ...paths, object, cloud].join(' '))).size).toBe(JUDGED.length)
    expect(JUDGED.length).toBeGreaterThanOrEqual(40)
  })
})
