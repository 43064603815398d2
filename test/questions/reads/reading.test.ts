import {readFileSync} from 'node:fs'
import {loadAll} from 'js-yaml'
import {describe, expect, test} from 'vitest'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import {fieldsOf, itemsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {READABLE, type ReadableKindName} from '../../../src/cluster/read.ts'
import {inputNotes, searchNotes} from '../../../src/input-report.ts'
import {resolveNeeds} from '../../../src/questions/resolve/needs.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import type {Report} from '../../../src/report.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import type {Asked} from '../../live/asking/asked.ts'
import {asksDns, asksList, asksPlan, asksResolve, asksRules, asksTrace, asksWhois} from '../../live/asking/questions.ts'
import {headline, mistake} from '../answer.ts'
import {playCluster} from './played-cluster.ts'

/** The objects of a cluster that runs, as it would list them. */
function objectsOf(file: string): readonly WireObject[] {
  const text = readFileSync(new URL(`../../../examples/${file}`, import.meta.url), 'utf8')
  const documents = loadAll(text) as readonly WireObject[]
  return documents.flatMap((document) => (document['kind'] === 'List' ? (itemsOf(document['items']) as WireObject[]) : [document]))
}

const build = ({objects, leftOut = [], coverage}: Parameters<typeof buildCluster>[0]) =>
  buildCluster({objects, leftOut, coverage}, undefined)

/** As an API server lists them: by kind, namespace and name. */
function inOrder(objects: readonly WireObject[]): Cluster {
  const placeOf = ({kind, metadata}: WireObject) => {
    const {namespace, name} = fieldsOf(metadata)
    return `${String(Object.keys(READABLE).indexOf(String(kind))).padStart(3, '0')} ${namespace ?? ''}/${name}`
  }
  const sorted = objects.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  return build({objects: sorted.map((object) => ({object, origin: undefined})), leftOut: []})
}

async function ask(objects: readonly WireObject[], asked: Asked, forbidden: readonly ReadableKindName[] = []) {
  const played = playCluster(objects, forbidden)
  const {input, cluster} = await gather(played, asked.needs, build)
  return {reads: played.asked, input, cluster, report: () => asked.ask(cluster)}
}

const TEMPLATE = {
  selector: {matchLabels: {app: 'other'}},
  template: {metadata: {labels: {app: 'other'}}, spec: {containers: [{name: 'a', image: 'a'}]}},
}

function told(report: () => Report): string {
  const failed = mistake(report)
  return failed ?? JSON.stringify({...report(), tables: []}, null, 1)
}

describe.each(['trace/cluster.yaml', 'dns/running.yaml'])('of the objects of %s', (file) => {
  const objects = objectsOf(file)
  const whole = inOrder(objects)
  const questions = whole.services.flatMap(({namespace, name, clusterIPs, ports}) => [
    asksResolve(namespace, `svc/${name}`),
    asksResolve(undefined, `svc/${name}`),
    asksTrace(namespace, `svc/${name}`),
    asksTrace(undefined, `svc/${name}`),
    ...['internet', 'node/node-a', 'pod/client', 'deploy/web', '10.244.0.99', '198.51.100.7'].map((from) =>
      asksTrace(namespace, `svc/${name}`, from),
    ),
    asksTrace(namespace, `http://${name}:80`, 'pod/client'),
    asksTrace(namespace, name),
    asksDns(namespace, `svc/${name}`),
    asksDns(undefined, name, 'pod/client'),
    asksDns(namespace, `nope.${name}.${namespace}.svc`),
    asksDns(namespace, `${name}.${namespace}.svc.cluster.local`),
    ...ports.flatMap(({nodePort}) => (nodePort === null ? [] : [asksWhois(String(nodePort))])),
    ...clusterIPs.flatMap((address) => [asksWhois(address), asksTrace(undefined, `${address}:80`), asksTrace(undefined, `${address}:81`)]),
  ])
  const pods = whole.pods.all
    .filter(({target}) => target.kind === 'Pod')
    .flatMap(({namespace, target, addresses}) => [
      asksResolve(namespace, `pod/${target.name}`),
      asksResolve(undefined, `pod/${target.name}`),
      ...(addresses ?? []).map((address) => asksTrace(undefined, `${address}:8080`)),
      ...(addresses ?? []).map((address) => asksWhois(address)),
    ])
  const workloads = whole.workloads.map(({namespace, kind, name}) => asksResolve(namespace, `${kind}/${name}`))
  const broad = [
    asksResolve(undefined),
    asksResolve('shop'),
    asksResolve('shop', 'pods'),
    asksResolve(undefined, 'svc'),
    asksDns('shop', 'web'),
    asksTrace('shop', 'node-a:30080'),
    asksTrace('shop', 'node/node-b:31999'),
    asksList(undefined),
    ...(whole.nodes.size > 0 ? [asksPlan()] : []),
    asksRules('node-a', 'iptables'),
  ]

  test.each([...questions, ...pods, ...workloads, ...broad].map((asked) => [asked.words, asked] as const))(
    '%s reads enough',
    async (_, asked) => {
      const {report} = await ask(objects, asked)
      expect(told(report)).toBe(told(() => asked.ask(whole)))
    },
  )
})

describe('a question about one Service', () => {
  const objects = objectsOf('trace/cluster.yaml')

  test('never lists all pods, and traces with eight requests at most', async () => {
    for (const {namespace, name} of inOrder(objects).services) {
      const {reads} = await ask(objects, asksTrace(namespace, `svc/${name}`))
      expect(
        reads.filter(
          ({kind, namespace, labels, fields, metadataOnly}) => kind === 'Pod' && !(namespace || labels || fields || metadataOnly),
        ),
      ).toEqual([])
      // Those beside what may forbid it.
      if (name === 'web') expect(reads.filter(({kind}) => kind !== 'NetworkPolicy').length).toBeLessThanOrEqual(8)
    }
  })

  test('reads nothing twice', async () => {
    const {reads} = await ask(objects, asksTrace('shop', 'svc/web', 'pod/client'))
    expect(new Set(reads.map((read) => JSON.stringify(read))).size).toBe(reads.length)
  })
})

describe('a selector that finds nothing', () => {
  const objects = objectsOf('trace/cluster.yaml')
  const lost = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'lost', namespace: 'shop', uid: 'lost'},
    spec: {selector: {app: 'serach'}, ports: [{port: 80}]},
  }

  test('is looked for in rounds: the workloads of its namespace, the labels of its pods, and those of all', async () => {
    const {reads} = await ask([...objects, lost], asksResolve('shop', 'svc/lost'))
    const at = (kind: string, namespace: string | undefined, metadataOnly?: boolean) =>
      reads.findIndex(
        (read) => read.kind === kind && read.namespace === namespace && read.metadataOnly === metadataOnly && !read.labels && !read.name,
      )
    const [workloads, own] = [at('Deployment', 'shop'), at('Pod', 'shop', true)]
    expect(workloads).toBeGreaterThan(0)
    expect(own).toBeGreaterThan(workloads)
    // `search` is what was meant: nobody need look elsewhere.
    expect(at('Pod', undefined, true)).toBe(-1)
    const nothing = {...lost, spec: {...lost.spec, selector: {queue: 'zzzzzz'}}}
    const {reads: further} = await ask([...objects, nothing], asksResolve('shop', 'svc/lost'))
    expect(further.at(-1)).toEqual({kind: 'Pod', metadataOnly: true})
  })

  test('is left at that with --no-search, which says so', async () => {
    const parameters = {targets: ['svc/lost'], namespace: 'shop', selector: undefined}
    const quick = {words: '', needs: resolveNeeds(parameters, false), ask: (cluster: Cluster) => resolve(cluster, parameters)}
    const {reads, cluster} = await ask([...objects, lost], quick)
    expect(reads.filter(({metadataOnly, kind}) => metadataOnly || kind === 'Deployment')).toEqual([])
    expect(searchNotes(cluster)).toEqual(['--no-search: workloads and other pods were not looked at, so that what was meant is not told'])
    expect(searchNotes((await ask(objects, asksResolve('shop', 'svc/web'))).cluster)).toEqual([])
  })
})

describe('what may not be read', () => {
  const objects = objectsOf('trace/cluster.yaml')

  test('is named with the rule that is missing', async () => {
    const {input, cluster} = await ask(objects, asksResolve('shop', 'svc/web'), ['Pod'])
    expect(inputNotes(input, cluster)).toContain(
      'not allowed to read pods in namespace shop; missing RBAC rule: list on pods in namespace shop',
    )
  })

  test('is no reason to say that a Service is not there', async () => {
    const {report} = await ask(objects, asksResolve('shop', 'svc/web'), ['Service'])
    expect(mistake(report)).toBe(
      'whether there is a Service named web cannot be told: not allowed to read services web in namespace shop | missing RBAC rule: get on services in namespace shop',
    )
  })

  test('is said where all Services were asked for', async () => {
    const {report} = await ask(objects, asksResolve('shop'), ['Service'])
    expect(report().notes).toEqual([
      'whether there is any cannot be told: not allowed to read services in namespace shop; missing RBAC rule: list on services in namespace shop',
    ])
  })

  test('leaves the owner of an address open', async () => {
    const {report} = await ask(objects, asksWhois('10.99.99.99'), ['EndpointSlice'])
    expect(report().data).toMatchObject({verdict: 'unknown'})
    expect((await ask(objects, asksWhois('10.99.99.99'))).report().data).toMatchObject({verdict: 'none'})
  })

  test('leaves a name open that DNS may have', async () => {
    const {report} = await ask(objects, asksDns('shop', 'nope.shop.svc.cluster.local'), ['Service'])
    expect(report().data).toMatchObject({verdict: 'unknown'})
    expect((await ask(objects, asksDns('shop', 'nope.shop.svc.cluster.local'))).report().data).toMatchObject({verdict: 'unresolved'})
  })

  test('does not make a Service empty whose pods and slices it takes away', async () => {
    const workload = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'other', namespace: 'shop', uid: 'd'}, spec: TEMPLATE}
    for (const asked of [asksResolve('shop', 'svc/web'), asksResolve('shop')]) {
      const {report} = await ask([...objects, workload], asked, ['Pod', 'EndpointSlice'])
      const {services} = report().data as {services: readonly {name: string; verdict: string}[]}
      expect(services.find(({name}) => name === 'web')?.verdict).toBe('unknown')
    }
  })

  test('leaves open who selects a pod, who has an address, and how many nodes there are', async () => {
    const pod = await ask(objects, asksResolve('shop', 'pod/client'), ['Service'])
    expect(headline(pod.report())).toMatch(/^\? pod\/client: which Services select it cannot be told/)
    const address = await ask(objects, asksTrace('shop', '10.99.99.99:80'), ['Service'])
    expect(mistake(address.report)).toContain('missing RBAC rule: list on services in all namespaces')
    const plan = await ask(objects, asksPlan(), ['Node'])
    expect(mistake(plan.report)).toContain('missing RBAC rule: list on nodes (cluster-wide)')
  })
})
