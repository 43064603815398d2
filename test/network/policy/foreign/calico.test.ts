import {describe, expect, test} from 'vitest'
import {policiesOf} from '../../../../src/network/policy/policy-set.ts'
import {clusterOf} from '../../../manifest.ts'
import {KUBERNETES, object, passes, type Spec} from './passing.ts'

const calico = (spec: Spec, metadata?: Spec) => object('projectcalico.org/v3', 'NetworkPolicy', spec, metadata)
const global = (spec: Spec, kind = 'GlobalNetworkPolicy') => object('crd.projectcalico.org/v1', kind, spec, {})

describe('a policy of Calico', () => {
  test('may hold up and let in whom it selects, before NetworkPolicies are asked', () => {
    const policy = calico({selector: "app == 'db'", order: 10, ingress: [{action: 'Allow', source: {selector: "app == 'api'"}}]})
    expect(passes('shop/web', 'shop/db', KUBERNETES, policy)).toBe('Calico')
    expect(passes('shop/api', 'shop/db', KUBERNETES, policy)).toBe('Calico')
    expect(passes('shop/web', 'shop/api', policy)).toBe(true)
    expect(passes('shop/web', 'other/web', policy)).toBe(true)
  })

  test.each([{}, {order: 2000}])('that comes after NetworkPolicies holds up nobody whom they let in (%o)', (place) => {
    const policy = calico({selector: 'all()', ...place, ingress: [{action: 'Deny'}]})
    expect(passes('shop/web', 'shop/db', KUBERNETES, policy)).toBe(true)
    expect(passes('shop/web', 'shop/api', policy)).toBe('Calico')
    // Whom none of the tier lets in is held up anyway.
    expect(passes('shop/api', 'shop/db', KUBERNETES, policy)).toBe(false)
  })

  test('of an earlier tier comes before them whatever its order', () => {
    expect(passes('shop/web', 'shop/db', KUBERNETES, calico({tier: 'security', selector: 'all()', ingress: [{action: 'Pass'}]}))).toBe(
      'Calico',
    )
  })

  test('without types is for egress where it has egress rules, else for ingress', () => {
    const outward = calico({selector: "app == 'db'", egress: [{action: 'Deny'}]})
    expect(passes('shop/web', 'shop/db', outward)).toBe(true)
    expect(passes('shop/db', 'shop/web', outward)).toBe('Calico')
    const silent = calico({selector: "app == 'db'"})
    expect(passes('shop/web', 'shop/db', silent)).toBe('Calico')
    expect(passes('shop/db', 'shop/web', silent)).toBe(true)
    expect(passes('shop/web', 'shop/db', calico({selector: "app == 'db'", types: ['Egress']}))).toBe(true)
  })

  test('of the whole cluster selects namespaces by name and by label', () => {
    const deny = {ingress: [{action: 'Deny'}]}
    const byPodLabel = global({selector: "projectcalico.org/namespace != 'other'", ...deny})
    const byName = global({namespaceSelector: "kubernetes.io/metadata.name in {'shop', 'infra'}", ...deny})
    const byCalicoName = global({namespaceSelector: 'projectcalico.org/name == "shop"', selector: 'has(app)', ...deny})
    for (const policy of [byPodLabel, byName, byCalicoName]) {
      expect(passes('shop/web', 'shop/db', policy)).toBe('Calico')
      expect(passes('shop/web', 'other/web', policy)).toBe(true)
    }
  })

  test.each(['StagedGlobalNetworkPolicy', 'StagedKubernetesNetworkPolicy'])('that is staged is named and changes nothing: %s', (kind) => {
    const staged = global({selector: 'all()', ingress: [{action: 'Deny'}]}, kind)
    expect(passes('shop/web', 'shop/db', staged)).toBe(true)
    expect(policiesOf(clusterOf(staged)).foreign).toMatchObject([{product: 'Calico', reference: {kind, name: 'p'}}])
  })

  test('concerns nodes only as host endpoints', () => {
    const policy = global({selector: 'all()', ingress: [{action: 'Deny'}]})
    const host = object('projectcalico.org/v3', 'HostEndpoint', {node: 'a', interfaceName: '*'}, {name: 'a'})
    expect(passes('shop/web', 'node/a', policy)).toBe(true)
    expect(passes('shop/web', 'node/a', policy, host)).toBe('Calico')
    const forPods = global({selector: 'all()', namespaceSelector: 'all()', ingress: [{action: 'Deny'}]})
    expect(passes('shop/web', 'node/a', forPods, host)).toBe(true)
  })

  test.each(['doNotTrack', 'preDNAT'])('that is for host endpoints alone, by %s, is for no pod', (field) => {
    const policy = global({selector: 'all()', [field]: true, applyOnForward: true, ingress: [{action: 'Deny'}]})
    expect(passes('shop/web', 'shop/db', policy)).toBe(true)
  })

  test('is asked before what the baseline allows', () => {
    const baseline = object(
      'policy.networking.k8s.io/v1alpha1',
      'BaselineAdminNetworkPolicy',
      {subject: {namespaces: {}}, ingress: [{action: 'Allow', from: [{namespaces: {}}]}]},
      {name: 'default'},
    )
    expect(passes('shop/web', 'shop/db', baseline)).toBe(true)
    expect(passes('shop/web', 'shop/db', baseline, calico({selector: 'all()', ingress: [{action: 'Deny'}]}))).toBe('Calico')
  })
})
