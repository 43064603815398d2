import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import type {Input, Place} from '../../src/cluster/object.ts'
import type {Entry} from '../../src/network/entry/entry.ts'
import {findEntryFacts} from '../../src/network/entry/find-entry-facts.ts'
import {entriesOfGateways} from '../../src/network/entry/gateway/gateway-entries.ts'
import type {GatewayEntries} from '../../src/network/entry/gateway/route-entries.ts'
import {readFiles} from '../../src/sources/files.ts'
import {CORPUS, hasCorpus, projects} from './corpus.ts'
import {countObjects} from './count.ts'

const KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute']
const GROUP = /^gateway\.networking\.k8s\.io\//

const keyOf = (place: Pick<Place, 'origin'> | undefined) => JSON.stringify([place?.origin.file, place?.origin.document, place?.origin.path])

/** As if the project had been applied, all of it. */
async function answer(path: string): Promise<{readonly input: Input; readonly routes: readonly string[]; readonly told: GatewayEntries}> {
  const input = await readFiles({filenames: [path]}, {stdin: process.stdin})
  const cluster = buildCluster(input, undefined)
  const routes = cluster.others.filter(({group, kind}) => group === 'gateway.networking.k8s.io' && KINDS.includes(kind))
  const told = entriesOfGateways(cluster, findEntryFacts(cluster))
  return {input, routes: routes.map(({origin}) => keyOf(origin && {origin})), told}
}

interface Reference {
  readonly kind?: unknown
  readonly group?: unknown
  readonly name?: unknown
  readonly namespace?: unknown
  readonly port?: unknown
}

/** Everything that has the shape of a backendRef, wherever it stands. */
function referencesIn(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'backendRefs' && Array.isArray(inner))
      return [...inner, ...inner.flatMap((one: {readonly filters?: unknown}) => referencesIn(one.filters))]
    return key === 'backendRef' ? [inner] : referencesIn(inner)
  })
}

/** The examples show routes and not what is behind them: every Service that they name, with every port, for TCP and UDP. */
function withServices(input: Input): Input {
  const ports = new Map<string, Set<number>>()
  const isThere = new Set(input.objects.flatMap(({object}) => (object['kind'] === 'Service' ? [nameOf(object)] : [])))
  for (const {object} of input.objects) {
    if (!KINDS.includes(String(object['kind']))) continue
    for (const {kind = 'Service', group = '', name, namespace, port} of referencesIn(object['spec'])) {
      const key = nameOf({metadata: {name, namespace: namespace ?? (object['metadata'] as {readonly namespace?: unknown}).namespace}})
      if (kind !== 'Service' || group !== '' || typeof port !== 'number' || isThere.has(key)) continue
      ports.set(key, new Set([...(ports.get(key) ?? []), port]))
    }
  }
  const services = [...ports].map(([key, numbers]) => {
    const [namespace, name] = key.split('/')
    const both = [...numbers].flatMap((port) =>
      ['TCP', 'UDP'].map((protocol) => ({name: `${protocol}-${port}`.toLowerCase(), port, protocol})),
    )
    return {object: {apiVersion: 'v1', kind: 'Service', metadata: {namespace, name}, spec: {ports: both}}, origin: undefined}
  })
  return {...input, objects: [...input.objects, ...services]}
}

function nameOf({metadata}: {readonly metadata?: unknown}): string {
  const {namespace = 'default', name} = metadata as {readonly namespace?: unknown; readonly name?: unknown}
  return `${namespace}/${name}`
}

const EXAMPLES: readonly (readonly [string, readonly string[]])[] = [
  [
    // The listener's host, by the label shared-gateway-access of both namespaces; weights 90 and 10.
    'cross-namespace-routing',
    [
      'foo.example.com:443 > site-ns/home:8080',
      'foo.example.com:443/login > site-ns/login-v1:8080',
      'foo.example.com:443/login > site-ns/login-v2:8080',
      'foo.example.com:443/store > store-ns/store:8080',
    ],
  ],
  // One listener passes through, the other terminates; sectionName picks.
  ['tls-routing', ['foo.example.com:443 > default/foo-svc:443', 'bar.example.com:8443 > default/bar-svc:8080']],
  // The listener on port 80 redirects.
  [
    'simple-http-https',
    [
      'bar.example.com:443 > default/bar-app:80',
      'foo.example.com:443 > default/foo-app:80',
      'foo.example.com:443/orders > default/foo-orders-app:80',
    ],
  ],
]

function describeEntry({hosts, port, path, service, servicePort}: Entry): string {
  return `${hosts.join(',')}:${port}${path ?? ''} > ${service?.namespace}/${service?.name}:${servicePort?.port}`
}

describe.skipIf(!hasCorpus)('every route of the corpus', () => {
  const rows: Record<string, string | number>[] = []
  const reasons = new Map<string, number>()

  test.each(hasCorpus ? projects() : [])('%s: has an entry or a reason, at a line', async (project) => {
    const {input, routes, told} = await answer(join(CORPUS, project))
    const {entries, broken, elsewhere} = told
    const named = new Set([...entries, ...broken, ...elsewhere].map(({place}) => keyOf(place)))
    expect(routes.filter((route) => !named.has(route))).toEqual([])
    for (const {place, reason, message} of [...broken, ...elsewhere]) {
      const position = place && (await input.locate(place))
      expect({reason, message, line: position?.line}).toEqual({reason, message, line: expect.any(Number)})
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
    for (const {front} of entries) {
      expect(front.evidence.length).toBeGreaterThan(0)
      expect(front.question !== undefined).toBe(
        front.reach === 'unknown' || front.evidence.some((text) => text.includes('every node answers')),
      )
    }
    const withEntry = new Set(entries.map(({place}) => keyOf(place))).size
    if (routes.length > 0)
      rows.push({project, routes: routes.length, withEntry, entries: entries.length, broken: broken.length, elsewhere: elsewhere.length})
  })

  // Read by hand: gateway, routes and namespaces of each directory.
  test.each(EXAMPLES)("the API's example %s leads where it says, once its Services are there", async (directory, expected) => {
    const path = join(CORPUS, 'kubernetes-sigs__gateway-api/examples/standard', directory)
    const cluster = buildCluster(withServices(await readFiles({filenames: [path]}, {stdin: process.stdin})), undefined)
    const {entries, broken} = entriesOfGateways(cluster, findEntryFacts(cluster))
    expect(entries.map(describeEntry).sort()).toEqual([...expected].sort())
    expect(broken).toEqual([])
  })

  test("most of the API's own examples lead to Services, once those are there", async () => {
    const path = join(CORPUS, 'kubernetes-sigs__gateway-api')
    const cluster = buildCluster(withServices(await readFiles({filenames: [path]}, {stdin: process.stdin})), undefined)
    const {entries, broken} = entriesOfGateways(cluster, findEntryFacts(cluster))
    // What is left are examples of a route without its Gateway, and one rule without a backend.
    const left = new Set(broken.map(({reason}) => reason))
    expect([...left].sort()).toEqual(['no-backend', 'no-parent', 'no-such-gateway', 'not-allowed'])
    expect(new Set(entries.map(({place}) => keyOf(place))).size).toBeGreaterThan(25)
  })

  test('is seen: as many as another YAML library finds', async () => {
    let seen = 0
    for (const project of ['kubernetes-sigs__gateway-api', 'istio__istio']) {
      const path = join(CORPUS, project)
      const {input, routes} = await answer(path)
      const unread = new Set(input.problems.map(({file}) => file))
      const expected = KINDS.flatMap((kind) => countObjects(path, kind, GROUP)).filter((route) => !unread.has(route.split(' ')[0] ?? ''))
      expect(routes.length).toBe(expected.length)
      seen += routes.length
    }
    expect(seen).toBeGreaterThan(150)
  })

  test('prints how many there are, and why some lead nowhere', () => {
    console.table(rows)
    console.table(Object.fromEntries([...reasons].sort((a, b) => b[1] - a[1])))
    expect(rows.length).toBeGreaterThan(1)
  })
})
