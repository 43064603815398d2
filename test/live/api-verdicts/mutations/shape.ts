import {ABSENT, type Mutation, setting, values} from '../mutation.ts'

/** Fields that do not exist, and values of another type where a mapping belongs. */
export const SHAPE: readonly Mutation[] = [
  ...values('apiVersion', 'v1beta1', 'apps/v1', 'V1', '', ABSENT, 1),
  ...values('kind', 'service', 'Services', 'Pod', '', ABSENT, null),
  ...values('metadata', null, ABSENT, [], 'web'),
  ...values('spec', null, ABSENT, {}, [], 'web'),
  ...values('status', {}, null, {loadBalancer: {ingress: [{ip: 'none', ipMode: 'Bogus'}]}}, {ready: true}, 'fine'),
  ...[
    {specs: {ports: []}},
    {'metadata.label': {app: 'web'}},
    {'spec.selectors': {app: 'web'}},
    {'spec.ports[0].targetport': 8080},
    {'spec.ports[0].containerPort': 8080},
    {'spec.ipFamily': 'IPv4'},
    {'spec.topologyKeys': ['*']},
    {'spec.replicas': 1},
  ].map(setting),
]
