import {ABSENT, type Mutation, setting, values} from '../mutation.ts'

const label = (value: unknown) => ({app: value})

export const METADATA: readonly Mutation[] = [
  ...values(
    'metadata.name',
    ...[
      'a'.repeat(63),
      'a'.repeat(64),
      'Web',
      '1web',
      '443',
      'web.shop',
      'web_shop',
      '-web',
      'web-',
      'wéb',
      '',
      'kubernetes',
      12,
      null,
      ABSENT,
    ],
  ),
  ...[
    {'metadata.name': ABSENT, 'metadata.generateName': 'web-'},
    {'metadata.name': ABSENT, 'metadata.generateName': 'Web-'},
    {'metadata.generateName': 'other-'},
  ].map(setting),
  ...values('metadata.namespace', 'default', 'elsewhere', 'Default', '', null),
  ...values(
    'metadata.labels',
    ...[label('x y'), label(''), label('a'.repeat(63)), label('a'.repeat(64)), label('_x'), label(1), label(true), label(null)],
    ...[{'example.com/app': 'web'}, {'a/b/c': 'x'}, {'-app': 'x'}, {'EXAMPLE.com/app': 'x'}, {}, null, 'app=web', ['app']],
  ),
  ...values(
    'metadata.annotations',
    ...[{note: 'any text, ☃ too'}, {'a b': 'x'}, {'a/b/c': 'x'}, {note: 1}, {note: null}, [], 'note'],
    {'service.kubernetes.io/topology-aware-hints': 'auto'},
    {'service.kubernetes.io/topology-mode': 'Auto', 'service.kubernetes.io/topology-aware-hints': 'disabled'},
    {'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0/8, 192.168.0.0/16'},
    {'service.beta.kubernetes.io/load-balancer-source-ranges': '10.0.0.0'},
  ),
  ...values('metadata.finalizers', ['example.com/keep'], ['keep'], ['a b']),
  ...values(
    'metadata.ownerReferences',
    [{apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: '7b0ddc0e-4b6b-4d6e-9c2b-0d5f3a1f6f11', controller: true}],
    [{kind: 'Deployment', name: 'web'}],
  ),
  ...values('metadata.resourceVersion', '1', 1),
  ...values('metadata.creationTimestamp', '2026-01-02T03:04:05Z', 'yesterday', null),
  ...values('metadata.generation', 5, -1),
]
