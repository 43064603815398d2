import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Resolution} from '../../../src/questions/resolve/resolution.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {app, BASE, object} from '../reads/small-cluster.ts'
import {liveCluster} from './every-question.ts'

const select = (name: string) => ({podSelector: {matchLabels: {app: name}}})
const OBJECTS: readonly WireObject[] = [
  ...BASE.filter(({kind}) => kind !== 'Namespace'),
  object('v1', 'Namespace', undefined, 'shop', {labels: {'acme.example/tenant': 'acme'}}),
  ...app('shop', 'storefront', 20),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'shop', 'storefront', {
    spec: {
      ...select('storefront'),
      ingress: [{from: [{ipBlock: {cidr: '10.20.0.0/16', except: ['10.20.7.0/24']}}], ports: [{port: 'http'}]}],
    },
  }),
  object('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', undefined, 'acme-strict', {
    spec: {
      priority: 3,
      subject: {namespaces: {matchLabels: {'acme.example/tenant': 'acme'}}},
      ingress: [
        {
          name: 'acme-first',
          action: 'Deny',
          from: [{namespaces: {matchExpressions: [{key: 'acme.example/tenant', operator: 'Exists'}]}}],
          ports: [{namedPort: 'http'}],
        },
      ],
      egress: [
        {name: 'acme-second', action: 'Pass', to: [{networks: ['10.30.0.0/16']}], ports: [{portNumber: {port: 53, protocol: 'UDP'}}]},
      ],
    },
  }),
  object('policy.networking.k8s.io/v1beta1', 'ClusterNetworkPolicy', undefined, 'acme-base', {
    spec: {
      tier: 'Baseline',
      priority: 4,
      subject: {namespaces: {}},
      egress: [{action: 'Accept', to: [{domainNames: ['*.acme.example']}], protocols: [{tcp: {destinationPort: {number: 443}}}]}],
    },
  }),
  object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop', 'acme-l7', {
    spec: {endpointSelector: {matchLabels: {app: 'storefront'}}, ingress: [{}]},
  }),
]

function isolations(objects: readonly WireObject[]) {
  const report = resolve(liveCluster(objects), {targets: ['pods'], namespace: undefined, selector: undefined, policies: true})
  const {pods = []} = report.data as Resolution
  const shapes = pods.map(({policies}) =>
    [policies?.ingress, policies?.egress].map((one) => ({
      isolated: one?.isolated,
      policies: one?.policies.map(({kind, tier, priority, selects, rules}) => ({
        kind,
        tier,
        priority,
        selects,
        rules: rules.map(({action, description}) => [action, /(to port|, port|, any) .*/.exec(description)?.[0]]),
      })),
      foreign: one?.foreign.map(({kind, product}) => [kind, product]),
    })),
  )
  // Pods are sorted by names, which redaction replaces.
  return {shapes: shapes.map((shape) => JSON.stringify(shape)).toSorted(), problems: report.findings.map(({rule}) => rule)}
}

describe('policies in a snapshot', () => {
  const whole = isolations(OBJECTS)

  test('say something to begin with', () => {
    expect(whole.problems).toEqual([])
    const [, other] = whole.shapes.map((shape) => JSON.parse(shape)).toSorted((a, b) => a[0].policies.length - b[0].policies.length)
    expect(other[0].policies.map(({kind}: {kind: string}) => kind)).toEqual(['AdminNetworkPolicy', 'NetworkPolicy'])
    expect(other[1].policies.map(({tier}: {tier: string}) => tier)).toEqual(['admin', 'baseline'])
  })

  test('say the same', () => {
    expect(isolations(snapshotOf(OBJECTS).items)).toEqual(whole)
  })

  test('say the same without any name of the user', () => {
    const redacted = snapshotOf(OBJECTS, {redactionKey: 'correct horse battery staple'}).items
    expect(isolations(redacted)).toEqual(whole)
    const text = JSON.stringify(redacted)
    for (const word of ['acme', 'storefront', '10.20.', '10.30.']) expect(text).not.toContain(word)
  })
})
