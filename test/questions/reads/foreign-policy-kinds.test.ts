import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {kindOf, placesOf, READABLE, type ReadableKindName} from '../../../src/cluster/read.ts'
import {type ForeignPolicy, readForeignPolicy} from '../../../src/network/policy/foreign-policy.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {KINDS_OF_POLICIES, POLICY_KINDS, policyReads} from '../../../src/questions/reads/policy-reads.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {clusterOf} from '../../manifest.ts'
import {playCluster} from './played-cluster.ts'
import {build, object} from './small-cluster.ts'

const folder = new URL('../../../src/network/policy/', import.meta.url)
const texts = ['foreign-policy.ts', ...readdirSync(new URL('foreign/', folder)).map((name) => `foreign/${name}`)].map((name) =>
  readFileSync(new URL(name, folder), 'utf8'),
)
/** Whatever looks like a kind or like an API group in the code that recognises policies of other APIs. */
const words = [...new Set(texts.flatMap((text) => text.match(/\b[A-Z][A-Za-z]+\b/g) ?? []))]
const groups = [...new Set(texts.flatMap((text) => text.match(/(?<=')[a-z0-9-]+(\.[a-z0-9-]+)+(?=')/g) ?? []))]

function recognise(group: string, kind: string): ForeignPolicy | undefined {
  const object: WireObject = {
    apiVersion: `${group}/v1`,
    kind,
    metadata: {name: 'p', namespace: 'shop'},
    spec: {egress: [{}], ingress: [{}]},
  }
  const [other] = clusterOf(JSON.stringify(object)).others
  return other && readForeignPolicy(other, [])
}

const recognised = groups.flatMap((group) =>
  words.flatMap((kind) => {
    const policy = recognise(group, kind)
    return policy ? [{group, kind, policy}] : []
  }),
)

const rowsOf = (group: string, kind: string) =>
  (Object.keys(READABLE) as ReadableKindName[]).filter(
    (name) => kindOf(name) === kind && placesOf(name).some((place) => place.group === group),
  )

describe('a policy of another API that is recognised in files', () => {
  test('is one of these', () => {
    // From the products' own lists of their kinds.
    expect(recognised.map(({group, kind}) => `${kind}.${group}`).toSorted()).toEqual(
      [
        'CiliumNetworkPolicy.cilium.io CiliumClusterwideNetworkPolicy.cilium.io',
        ...['projectcalico.org', 'crd.projectcalico.org'].map((group) =>
          ['', 'Global', 'Staged', 'StagedGlobal', 'StagedKubernetes'].map((word) => `${word}NetworkPolicy.${group}`).join(' '),
        ),
        'NetworkPolicy.crd.antrea.io ClusterNetworkPolicy.crd.antrea.io',
        'AuthorizationPolicy.security.istio.io PeerAuthentication.security.istio.io',
        'Server.policy.linkerd.io ServerAuthorization.policy.linkerd.io AuthorizationPolicy.policy.linkerd.io',
        'EgressFirewall.k8s.ovn.org EgressNetworkPolicy.k8s.ovn.org EgressFirewall.network.openshift.io',
        'EgressNetworkPolicy.network.openshift.io ApplicationNetworkPolicy.networking.k8s.aws',
        'ClusterNetworkPolicy.networking.k8s.aws FQDNNetworkPolicy.networking.gke.io ServiceIntentions.consul.hashicorp.com',
        'MeshTrafficPermission.kuma.io TrafficPermission.kuma.io',
      ]
        .flatMap((line) => line.split(' '))
        .toSorted(),
    )
  })

  test.each(recognised.filter(({group, kind}) => !isNoKind(group, kind)))(
    'is read from a cluster: $kind of $group',
    ({group, kind, policy}) => {
      if (kind.startsWith('Staged')) {
        // Nothing is staged for more than to be looked at.
        expect([policy.ingress, policy.egress, ...rowsOf(group, kind)]).toEqual([undefined, undefined])
        return
      }
      const [row, ...others] = rowsOf(group, kind)
      expect(others).toEqual([])
      expect(POLICY_KINDS).toContain(row)
    },
  )
})

/** What one reader recognises for two groups, of which each has one kind. */
function isNoKind(group: string, kind: string): boolean {
  return `${kind}.${group}` === 'EgressNetworkPolicy.k8s.ovn.org' || `${kind}.${group}` === 'EgressFirewall.network.openshift.io'
}

/** The APIs of Kubernetes itself. */
const OF_KUBERNETES: readonly string[] = ['networking.k8s.io', 'policy.networking.k8s.io']

describe('a policy of another API that is read from a cluster', () => {
  const rows = KINDS_OF_POLICIES.flatMap((name) =>
    placesOf(name)
      .filter(({group}) => !OF_KUBERNETES.includes(group))
      .map(({group}) => ({name, group})),
  )

  test.each(rows)('is recognised: $name of $group', ({name, group}) => {
    const policy = recognise(group, kindOf(name))
    // And belongs to a namespace in the API where it is named with one.
    expect(policy?.reference.namespace).toBe(READABLE[name].namespaced ? 'shop' : null)
  })

  /** The policies of other APIs that are read for pods of namespace `shop`, where this is all there is. */
  async function readForShop(policy: WireObject): Promise<readonly ForeignPolicy[]> {
    const {cluster} = await gather(playCluster([policy]), () => policyReads(['shop']), build)
    return policiesOf(cluster).foreign
  }

  test.each(rows)('is there for pods of its namespace, as it was written: $name of $group', async ({name, group}) => {
    const kind = kindOf(name)
    const place = placesOf(name).find((one) => one.group === group)
    const namespace = READABLE[name].namespaced ? 'shop' : undefined
    const foreign = await readForShop(object(`${group}/${place?.version}`, kind, namespace, 'p', {spec: {}}))
    expect(foreign.map(({reference}) => reference)).toEqual([{kind, namespace: namespace ?? null, name: 'p'}])
  })

  test('is there in whatever namespace it stands where it may be for pods of any', async () => {
    const elsewhere = (apiVersion: string, kind: string) => readForShop(object(apiVersion, kind, 'mesh', 'p', {spec: {}}))
    expect(await elsewhere('security.istio.io/v1beta1', 'AuthorizationPolicy')).toHaveLength(1)
    expect(await elsewhere('security.istio.io/v1beta1', 'PeerAuthentication')).toHaveLength(1)
    expect(await elsewhere('consul.hashicorp.com/v1alpha1', 'ServiceIntentions')).toHaveLength(1)
    expect(await elsewhere('kuma.io/v1alpha1', 'MeshTrafficPermission')).toHaveLength(1)
    expect(await elsewhere('policy.linkerd.io/v1beta3', 'Server')).toHaveLength(0)
  })

  test('says that its API is one that a cluster may lack', () => {
    for (const {name} of rows) expect(READABLE[name], name).toHaveProperty('isCustom', true)
  })
})
