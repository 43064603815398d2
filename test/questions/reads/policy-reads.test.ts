import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {
  type Coverage,
  isCustom,
  type Read,
  type ReadableKindName,
  readKey,
  resourceName,
  type UnreadReason,
} from '../../../src/cluster/read.ts'
import {inputNotes} from '../../../src/input-report.ts'
import {findUnreadPolicy, policyReads} from '../../../src/questions/reads/policy-reads.ts'
import {resolveNeeds} from '../../../src/questions/resolve/needs.ts'
import type {Resolution} from '../../../src/questions/resolve/resolution.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import {KINDS_OF_COMMAND} from '../../../src/questions/snapshot/kinds-of-command.ts'
import {snapshotNeeds} from '../../../src/questions/snapshot/needs.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import type {Asked} from '../../live/asking/asked.ts'
import {playCluster} from './played-cluster.ts'
import {app, BASE, build, object, told, wholeOf} from './small-cluster.ts'

const select = (name: string) => ({podSelector: {matchLabels: {app: name}}})
const networkPolicy = (namespace: string, name: string, spec: WireObject) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', namespace, name, {spec})

const OBJECTS: readonly WireObject[] = [
  ...BASE,
  ...app('shop', 'web', 20),
  ...app('shop', 'api', 21),
  ...app('other', 'web', 22),
  networkPolicy('shop', 'web', {...select('web'), egress: [{to: [{namespaceSelector: {matchLabels: {team: 'x'}}}]}]}),
  networkPolicy('other', 'elsewhere', {podSelector: {}}),
  object('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', undefined, 'strict', {
    spec: {priority: 3, subject: {namespaces: {}}, ingress: [{action: 'Deny', from: [{namespaces: {}}]}]},
  }),
  object('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', undefined, 'default', {
    spec: {subject: {namespaces: {}}, egress: [{action: 'Deny', to: [{namespaces: {}}]}]},
  }),
  object('policy.networking.k8s.io/v1beta1', 'ClusterNetworkPolicy', undefined, 'late', {
    spec: {tier: 'Admin', priority: 9, subject: {namespaces: {}}, ingress: [{action: 'Accept', from: [{namespaces: {}}]}]},
  }),
  object('crd.projectcalico.org/v1', 'NetworkPolicy', 'shop', 'calico', {spec: {selector: 'all()'}}),
  object('crd.projectcalico.org/v1', 'GlobalNetworkPolicy', undefined, 'world', {spec: {selector: 'all()'}}),
  object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop', 'l7', {spec: {endpointSelector: {}, ingress: [{}]}}),
  object('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', undefined, 'all', {spec: {endpointSelector: {}, ingress: [{}]}}),
  object('security.istio.io/v1beta1', 'AuthorizationPolicy', 'istio-system', 'mesh', {spec: {}}),
]

function asks(namespace: string | undefined, ...targets: readonly string[]): Asked {
  const parameters = {targets, namespace, selector: undefined, policies: true}
  return {
    words: `resolve ${targets.join(' ')} --policies -n ${namespace}`,
    needs: resolveNeeds(parameters, true),
    ask: (cluster) => resolve(cluster, parameters),
  }
}

async function ask(asked: Asked, forbidden: readonly ReadableKindName[] = [], objects = OBJECTS) {
  const played = playCluster(objects, forbidden)
  const {input, cluster} = await gather(played, asked.needs, build)
  return {reads: played.asked, input, cluster, report: () => asked.ask(cluster)}
}

describe('--policies', () => {
  test.each([asks('shop', 'pod/web-0'), asks(undefined, 'pod/web-0'), asks('shop', 'pods'), asks(undefined, 'pods')])(
    '$words reads enough',
    async (asked) => {
      const {report, cluster} = await ask(asked)
      expect(told(asked, cluster)).toBe(told(asked, wholeOf(OBJECTS)))
      // And there is something to tell: all kinds of policies.
      const {policies} =
        (report().data as Resolution).pods?.find(({target}) => target.namespace === 'shop' && target.name === 'web-0') ?? {}
      expect(policies?.ingress.policies.map(({kind, name}) => `${kind}/${name}`)).toEqual([
        'AdminNetworkPolicy/strict',
        'ClusterNetworkPolicy/late',
        'NetworkPolicy/web',
      ])
      expect(policies?.egress.policies.map(({name}) => name)).toEqual(['web', 'default'])
      expect(policies?.ingress.foreign.map(({name}) => name).toSorted()).toEqual(['all', 'calico', 'l7', 'mesh', 'world'])
    },
  )

  test('reads the policies of the namespace of the pod, each once, and names no kind that the role of resolve lacks', async () => {
    const {reads} = await ask(asks('shop', 'pod/web-0'))
    expect(new Set(reads.map(readKey)).size).toBe(reads.length)
    // One is for egress, so whether DNS can be asked is a question too.
    expect(reads.filter(({kind}) => kind === 'NetworkPolicy')).toEqual([
      {kind: 'NetworkPolicy', namespace: 'shop'},
      {kind: 'NetworkPolicy', namespace: 'kube-system'},
    ])
    expect(reads.map(({kind}) => kind).filter((kind) => !(KINDS_OF_COMMAND.resolve as readonly ReadableKindName[]).includes(kind))).toEqual(
      [],
    )
  })

  test('finds the namespace of a pod that none was named for', async () => {
    const {reads} = await ask(asks(undefined, 'pod/web-0'))
    expect(reads.filter(({kind}) => kind === 'NetworkPolicy')).toEqual([
      {kind: 'NetworkPolicy', namespace: 'other'},
      {kind: 'NetworkPolicy', namespace: 'shop'},
      {kind: 'NetworkPolicy', namespace: 'kube-system'},
    ])
  })

  test('reads no policies where they were not asked for', async () => {
    const parameters = {targets: ['pod/web-0'], namespace: 'shop', selector: undefined}
    const {reads} = await ask({words: '', needs: resolveNeeds(parameters, true), ask: (cluster) => resolve(cluster, parameters)})
    expect(reads.filter(({kind}) => kind.endsWith('Policy'))).toEqual([])
  })

  test('reads nothing for a Service, about which it is not asked', async () => {
    expect(resolveNeeds({targets: ['svc/web'], namespace: 'shop', selector: undefined, policies: true}, true)(wholeOf(OBJECTS))).toEqual([])
  })

  // The pod has a policy for ingress only.
  test.each<[ReadableKindName, boolean | null]>([
    ['NetworkPolicy', null],
    ['CiliumNetworkPolicy', null],
    ['CiliumClusterwideNetworkPolicy', null],
    ['CalicoNetworkPolicy', null],
    ['GlobalNetworkPolicy', null],
    ['AdminNetworkPolicy', false],
  ])('without %s to read, whether egress is open is %j, and the rule that is missing is named', async (kind, isolated) => {
    const deny = networkPolicy('shop', 'api', select('api'))
    const {cluster, input, report} = await ask(asks('shop', 'pod/api-0'), [kind], [...BASE, ...app('shop', 'api', 21), deny])
    const [pod] = (report().data as Resolution).pods ?? []
    expect(pod?.policies?.egress.isolated).toBe(isolated)
    expect(pod?.policies?.ingress.isolated).toBe(kind === 'NetworkPolicy' ? null : true)
    expect(inputNotes(input, cluster).join('\n')).toContain(`missing RBAC rule: list on ${resourceName(kind)} `)
  })
})

describe('the reads of policies', () => {
  test('are of each namespace where there are few, else of all at once', () => {
    const places = (namespaces: readonly string[] | undefined) =>
      policyReads(namespaces).flatMap(({kind, namespace}) => (kind === 'NetworkPolicy' ? [namespace] : []))
    expect(places(['b', 'a', 'b'])).toEqual(['a', 'b'])
    expect(places(['a', 'b', 'c', 'd'])).toEqual([undefined])
    expect(places(undefined)).toEqual([undefined])
    expect(places([])).toEqual([])
  })

  test('have those that may be for pods of other namespaces than their own, wherever the pods are', () => {
    const places = (kind: ReadableKindName) => policyReads(['shop']).flatMap((read) => (read.kind === kind ? [read.namespace] : []))
    for (const kind of ['AuthorizationPolicy', 'PeerAuthentication', 'ServiceIntentions', 'MeshTrafficPermission'] as const)
      expect(places(kind), kind).toEqual(['shop', undefined])
    expect(places('LinkerdServer')).toEqual(['shop'])
  })

  test('cost two requests where there is nothing but Kubernetes, and are each named once', () => {
    const reads = policyReads(['shop'])
    expect(reads.filter((read) => !isCustom(read)).map(({kind}) => kind)).toEqual(['Namespace', 'NetworkPolicy'])
    expect(new Set(reads.map(readKey)).size).toBe(reads.length)
    expect(policyReads(undefined).every(({namespace}) => namespace === undefined)).toBe(true)
  })

  test('are part of a snapshot, which answers the same', async () => {
    const {input, cluster} = await gather(playCluster(OBJECTS), snapshotNeeds('shop'), build)
    const asked = asks('shop', 'pod/web-0')
    expect(told(asked, cluster)).toBe(told(asked, wholeOf(OBJECTS)))
    expect(input.objects.length).toBeLessThan(OBJECTS.length)
  })
})

describe('what kept policies from being read', () => {
  const coverage = (read: Read, reason: UnreadReason): Coverage => ({done: [], has: () => false, unread: [{read, reason, message: ''}]})
  const find = (read: Read, reason: UnreadReason = 'forbidden') => findUnreadPolicy(coverage(read, reason), 'shop')?.read

  test('is told of any kind that may be for pods of the namespace', () => {
    const reads: readonly Read[] = [
      {kind: 'NetworkPolicy', namespace: 'shop'},
      {kind: 'AdminNetworkPolicy'},
      {kind: 'AntreaClusterNetworkPolicy'},
      {kind: 'ServiceIntentions'},
    ]
    expect(reads.map((read) => find(read))).toEqual(reads)
    expect(find({kind: 'NetworkPolicy', namespace: 'shop'}, 'failed')).toBeDefined()
  })

  test('is not told of other namespaces, of what is no policy, and of what the cluster does not serve', () => {
    expect(find({kind: 'NetworkPolicy', namespace: 'other'})).toBeUndefined()
    expect(find({kind: 'Node'})).toBeUndefined()
    expect(find({kind: 'AdminNetworkPolicy'}, 'not-served')).toBeUndefined()
    expect(findUnreadPolicy(undefined, 'shop')).toBeUndefined()
  })
})
