import {describe, expect, test} from 'vitest'
import {DB, KUBERNETES, object, passes, type Spec} from './passing.ts'

const antrea = (spec: Spec, metadata?: Spec) => object('crd.antrea.io/v1beta1', 'NetworkPolicy', spec, metadata)
const antreaOfCluster = (spec: Spec) => object('crd.antrea.io/v1beta1', 'ClusterNetworkPolicy', spec, {})

describe('a policy of Antrea', () => {
  test('is asked before NetworkPolicies, and isolates nobody', () => {
    const drop = antrea({appliedTo: [{podSelector: DB}], ingress: [{action: 'Drop', from: [{podSelector: {}}]}]})
    expect(passes('shop/web', 'shop/db', KUBERNETES, drop)).toBe('Antrea')
    expect(passes('shop/api', 'shop/db', KUBERNETES, drop)).toBe(false)
    const allow = antrea({appliedTo: [{podSelector: DB}], ingress: [{action: 'Allow', from: [{podSelector: {}}]}]})
    expect(passes('shop/web', 'shop/db', KUBERNETES, allow)).toBe(true)
    expect(passes('shop/api', 'shop/db', KUBERNETES, allow)).toBe('Antrea')
    expect(passes('shop/web', 'shop/api', drop)).toBe(true)
    expect(passes('shop/web', 'other/web', drop)).toBe(true)
  })

  test('of the baseline is asked last: NetworkPolicies have the say over whom they select', () => {
    const both = [{action: 'Allow', from: [{podSelector: {}}]}, {action: 'Drop'}]
    const baseline = antreaOfCluster({tier: 'baseline', appliedTo: [{namespaceSelector: {}}], ingress: both})
    expect(passes('shop/web', 'shop/db', KUBERNETES, baseline)).toBe(true)
    expect(passes('shop/api', 'shop/db', KUBERNETES, baseline)).toBe(false)
    expect(passes('shop/web', 'shop/api', KUBERNETES, baseline)).toBe('Antrea')
  })

  test('is for whom its rules name where they say it themselves', () => {
    const drop = antreaOfCluster({
      ingress: [
        {action: 'Drop', appliedTo: [{podSelector: DB, namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'shop'}}}]},
      ],
    })
    expect(passes('shop/web', 'shop/db', drop)).toBe('Antrea')
    expect(passes('shop/web', 'shop/api', drop)).toBe(true)
    expect(passes('shop/web', 'other/web', drop)).toBe(true)
  })

  test('may be for any pod where it names a group, and for nodes alone where it selects those', () => {
    const drop = {ingress: [{action: 'Reject'}]}
    expect(passes('shop/web', 'shop/db', antreaOfCluster({appliedTo: [{group: 'g'}], ...drop}))).toBe('Antrea')
    const forNodes = antreaOfCluster({appliedTo: [{nodeSelector: {}}], ...drop})
    expect(passes('shop/web', 'shop/db', forNodes)).toBe(true)
    expect(passes('shop/web', 'node/a', forNodes)).toBe('Antrea')
  })
})
