import {describe, expect, test} from 'vitest'
import {READABLE, type Read, type ReadableKindName, ruleFor} from '../../../src/cluster/read.ts'
import {clusterRole} from '../../../src/questions/snapshot/cluster-role.ts'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

const rulesOf = (kinds: readonly ReadableKindName[], watch?: boolean) =>
  clusterRole('reader', kinds, watch === undefined ? {} : {watch})['rules'] as readonly Rule[]
const ALL = Object.keys(READABLE) as ReadableKindName[]

/** As the RBAC authorizer does (plugin/pkg/auth/authorizer/rbac RuleAllows): one rule has the verb, the group and the resource. */
function allows(rules: readonly Rule[], verb: string, group: string, resource: string): boolean {
  return rules.some(({apiGroups, resources, verbs}) => verbs.includes(verb) && apiGroups.includes(group) && resources.includes(resource))
}

describe('the ClusterRole', () => {
  test('has one rule for each API group, by the plurals that stand in URLs', () => {
    expect(clusterRole('reader', ['Service', 'EndpointSlice', 'Pod'])).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {name: 'reader'},
      rules: [
        {apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list']},
        {apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list']},
      ],
    })
  })

  test('of ConfigMaps allows those that are read, by name, and no list of them', () => {
    expect(rulesOf(['ConfigMap'])).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: [
          'antrea-config',
          'cilium-config',
          'coredns',
          'coredns-custom',
          'ingress-appgw-cm',
          'ingress-nginx-controller',
          'istio',
          'kube-proxy',
          'kubevip',
        ],
        verbs: ['get'],
      },
    ])
  })

  test('allows each kind that was asked for, and nothing of another', () => {
    for (const asked of ALL) {
      const rules = rulesOf([asked])
      const allowed = ALL.filter((kind) => allows(rules, 'get', READABLE[kind].group, READABLE[kind].resource))
      expect(allowed).toEqual([asked])
    }
  })

  test('allows a kind wherever clusters may have it', () => {
    expect(rulesOf(['CalicoNetworkPolicy', 'ClusterNetworkPolicy'])).toEqual([
      {apiGroups: ['crd.projectcalico.org'], resources: ['networkpolicies'], verbs: ['get', 'list']},
      {apiGroups: ['policy.networking.k8s.io'], resources: ['clusternetworkpolicies'], verbs: ['get', 'list']},
      {apiGroups: ['projectcalico.org'], resources: ['networkpolicies'], verbs: ['get', 'list']},
    ])
  })

  test('has no verb that changes anything, and no secrets', () => {
    const rules = rulesOf(ALL, true)
    expect([...new Set(rules.flatMap(({verbs}) => verbs))]).toEqual(['get', 'list', 'watch'])
    expect(rules.some((rule) => JSON.stringify(rule).includes('secrets') || JSON.stringify(rule).includes('*'))).toBe(false)
  })

  test('watches only where that is asked for', () => {
    expect(rulesOf(['Pod'])[0]?.verbs).toEqual(['get', 'list'])
    expect(rulesOf(['Pod'], true)[0]?.verbs).toEqual(['get', 'list', 'watch'])
  })

  test('is the same whatever the order of the kinds, and has one rule a group', () => {
    const kinds: readonly ReadableKindName[] = ['Job', 'Pod', 'Deployment', 'Pod', 'CronJob', 'DaemonSet']
    expect(rulesOf(kinds.toReversed())).toEqual(rulesOf(kinds))
    expect(rulesOf(kinds).map(({apiGroups, resources}) => [...apiGroups, ...resources])).toEqual([
      ['', 'pods'],
      ['apps', 'daemonsets', 'deployments'],
      ['batch', 'cronjobs', 'jobs'],
    ])
  })
})

test.each<readonly [Read, string]>([
  [{kind: 'EndpointSlice', namespace: 'shop'}, 'list on endpointslices.discovery.k8s.io in namespace shop'],
  [{kind: 'Pod', namespace: 'shop', labels: 'app=web'}, 'list on pods in namespace shop'],
  [{kind: 'ConfigMap', namespace: 'kube-system', name: 'coredns'}, 'get on configmaps in namespace kube-system'],
  [{kind: 'Service'}, 'list on services in all namespaces'],
  [{kind: 'Node'}, 'list on nodes (cluster-wide)'],
  [{kind: 'Node', name: 'node-a'}, 'get on nodes (cluster-wide)'],
])('the rule for %j is: %s', (read, rule) => {
  expect(ruleFor(read)).toBe(rule)
})
