import {ABSENT, type Mutation, values} from '../mutation.ts'

const timeout = (timeoutSeconds: unknown) => ({clientIP: {timeoutSeconds}})

export const POLICIES: readonly Mutation[] = [
  ...values('spec.type', 'ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'Headless', 'clusterIP', '', 1, null, ABSENT),
  ...values(
    'spec.selector',
    ...[{}, null, ABSENT, {app: 'shop', tier: 'web'}, {'example.com/part': 'web'}, {app: ''}, {app: 'a'.repeat(63)}, {app: 'a'.repeat(64)}],
    ...[{app: 'x y'}, {'a b': 'x'}, {'a/b/c': 'x'}, {app: 1}, {app: null}, {app: true}, {matchLabels: {app: 'web'}}, 'app=web', ['app']],
  ),
  ...values('spec.sessionAffinity', 'None', 'ClientIP', 'clientIP', 'Cookie', '', true, null),
  ...values(
    'spec.sessionAffinityConfig',
    ...[timeout(1), timeout(86_400), timeout(86_401), timeout(0), timeout(-1), timeout('60'), timeout(null), {clientIP: {}}, {}, null],
  ),
  ...values('spec.externalTrafficPolicy', 'Cluster', 'Local', 'local', 'None', '', null),
  ...values('spec.internalTrafficPolicy', 'Cluster', 'Local', 'local', 'None', '', null),
  ...values('spec.healthCheckNodePort', 31000, 29999, 65536, 0, -1, '31000', null),
  ...values('spec.trafficDistribution', 'PreferClose', 'PreferSameZone', 'PreferSameNode', 'PreferLocal', 'Auto', '', true, null),
  ...values('spec.publishNotReadyAddresses', true, false, 'true', '', 1, null),
  ...values('spec.loadBalancerClass', 'example.com/internal', 'internal', 'EXAMPLE.com/x', 'a b', 'a/b/c', '', null),
  ...values('spec.allocateLoadBalancerNodePorts', true, false, 'false', null),
]
