import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Read, ReadableKindName} from '../../../src/cluster/read.ts'
import {inputNotes} from '../../../src/input-report.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import type {Needs} from '../../../src/questions/reads/needs.ts'
import {resolveNeeds} from '../../../src/questions/resolve/needs.ts'
import {snapshotNeeds} from '../../../src/questions/snapshot/needs.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {whoNeeds} from '../../../src/questions/who/needs.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {asksTrace} from '../../live/asking/questions.ts'
import {readText} from '../../sources/scratch.ts'
import {playCluster} from './played-cluster.ts'
import {app, BASE, build, object, pod} from './small-cluster.ts'

/** Nobody may call anybody: of the root namespace in the whole mesh, of any other beside itself. */
const nobody = (namespace: string) => object('security.istio.io/v1', 'AuthorizationPolicy', namespace, 'nobody', {spec: {}})
const mesh = (namespace: string, name: string, rootNamespace: string) =>
  object('v1', 'ConfigMap', namespace, name, {
    data: {mesh: `accessLogFile: /dev/stdout\nrootNamespace: ${rootNamespace}\ntrustDomain: x\n`},
  })
const istiod = (namespace: string, labels: WireObject = {}) => pod(namespace, 'istiod-0', '10.244.0.70', {app: 'istiod', ...labels})
const joined = (name: string, revision: string) => object('v1', 'Namespace', undefined, name, {labels: {'istio.io/rev': revision}})
const SHOP = [...BASE, ...app('shop', 'web', 20), ...app('shop', 'api', 21)]

const policied = resolveNeeds({targets: ['pod/web-0'], namespace: 'shop', selector: undefined, policies: true}, true)
const exposed = exposureNeeds({words: [], namespace: undefined})
const QUESTIONS: readonly (readonly [string, Needs])[] = [
  ['exposure', exposed],
  ['snapshot', snapshotNeeds(undefined)],
  ['trace', asksTrace('shop', 'svc/web', 'pod/api-0').needs],
  ['trace --who', whoNeeds({words: ['svc/web'], namespace: 'shop', selector: undefined, family: undefined}, true)],
  ['resolve --policies', policied],
]

async function read(needs: Needs, objects: readonly WireObject[], forbidden: readonly ReadableKindName[] = []) {
  const played = playCluster(objects, forbidden)
  const {cluster, input} = await gather(played, needs, build)
  const maps = played.asked.filter(({kind, namespace}: Read) => kind === 'ConfigMap' && namespace !== 'kube-system')
  return {cluster, input, maps: maps.map(({namespace, name}) => `${namespace}/${name}`)}
}

/** Whether the policy is for pods of namespace shop. */
const isForShop = ({cluster}: Pick<Awaited<ReturnType<typeof read>>, 'cluster'>) => {
  const {foreign} = policiesOf(cluster)
  expect(foreign.map(({reference}) => reference.name)).toEqual(['nobody'])
  return foreign[0]?.subjects.some(({namespaces}) => namespaces.kind === 'selected')
}

describe("Istio's root namespace", () => {
  test.each(QUESTIONS)('is read from its mesh configuration for %s', async (_, needs) => {
    const objects = [...SHOP, nobody('mesh-root'), mesh('istio-system', 'istio', 'mesh-root')]
    const answered = await read(needs, objects)
    expect(answered.maps).toEqual(['istio-system/istio'])
    expect(isForShop(answered)).toBe(true)
    // And where it is another, the policy is for its own namespace.
    expect(isForShop(await read(needs, [...SHOP, nobody('mesh-root'), mesh('istio-system', 'istio', 'other')]))).toBe(false)
  })

  test.each(QUESTIONS)('is not asked for where nothing hangs on it: %s', async (_, needs) => {
    expect((await read(needs, SHOP)).maps).toEqual([])
    expect((await read(needs, [...SHOP, nobody('istio-system')])).maps).toEqual([])
  })

  test('is found by the revision that namespaces or pods of istiod name, and beside istiod', async () => {
    const byNamespace = [...SHOP, nobody('mesh-root'), joined('team', '1-27-1'), mesh('istio-system', 'istio-1-27-1', 'mesh-root')]
    for (const needs of [exposed, policied]) expect(isForShop(await read(needs, byNamespace))).toBe(true)
    const elsewhere = [
      ...SHOP,
      nobody('mesh-root'),
      istiod('mesh', {'istio.io/rev': '1-28-0'}),
      mesh('mesh', 'istio-1-28-0', 'mesh-root'),
      joined('team', 'default'),
    ]
    const answered = await read(exposed, elsewhere)
    expect(isForShop(answered)).toBe(true)
    expect(answered.maps.toSorted()).toEqual(['istio-system/istio', 'mesh/istio-1-28-0'])
  })

  test('is told to be unread where it may not be read', async () => {
    const {cluster, input} = await read(exposed, [...SHOP, nobody('mesh-root')], ['ConfigMap'])
    expect(inputNotes(input, cluster)).toContain(
      'not allowed to read configmaps istio in namespace istio-system; missing RBAC rule: get on configmaps in namespace istio-system',
    )
  })

  test.each([undefined, 'correct horse battery staple'])(
    'is kept in a snapshot, and nothing else of that: key %s',
    async (redactionKey) => {
      const {input} = await read(snapshotNeeds(undefined), [...SHOP, nobody('mesh-root'), mesh('istio-system', 'istio', 'mesh-root')])
      const snapshot = snapshotOf(
        input.objects.map((one) => one.object),
        {coverage: input.coverage, redactionKey},
      )
      const text = JSON.stringify(snapshot)
      expect(text).not.toContain('accessLogFile')
      if (redactionKey !== undefined) expect(text).not.toContain('mesh-root')
      const {foreign} = policiesOf(build(await readText(text)))
      expect(foreign[0]?.subjects.some(({namespaces}) => namespaces.kind === 'selected')).toBe(true)
    },
  )
})
