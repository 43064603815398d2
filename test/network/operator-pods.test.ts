import {describe, expect, test} from 'vitest'
import {controllerOf, isOperated, makesPodsWith} from '../../src/network/operator-pods.ts'

type Fields = Readonly<Record<string, unknown>>
type Labels = Readonly<Record<string, string>>

/** A custom resource of the namespace `shop`. */
function resource(kind: string, group: string, name: string, {spec, labels}: {spec?: Fields; labels?: Labels} = {}) {
  const object = {apiVersion: `${group}/v1`, kind, metadata: {name, namespace: 'shop', labels}, spec}
  return {group, kind, namespace: 'shop', namespaceStated: true, name, uid: undefined, object}
}

const prometheus = (shape: {spec?: Fields; labels?: Labels} = {}) => resource('Prometheus', 'monitoring.coreos.com', 'main', shape)

describe('an operator makes pods for a selector', () => {
  test("of labels with the resource's name", () => {
    expect(makesPodsWith(prometheus(), {prometheus: 'main'})).toBe(true)
    expect(makesPodsWith(prometheus(), {prometheus: 'other'})).toBe(false)
    expect(makesPodsWith(prometheus(), {prometheus: 'main-2'})).toBe(false)
  })

  test('only where every pair is right', () => {
    const right = {'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': 'main'}
    expect(makesPodsWith(prometheus(), right)).toBe(true)
    expect(makesPodsWith(prometheus(), {...right, 'app.kubernetes.io/name': 'grafana'})).toBe(false)
    expect(makesPodsWith(prometheus(), {...right, tier: 'front'})).toBe(false)
  })

  test('of no label at all not', () => {
    expect(makesPodsWith(prometheus(), {})).toBe(false)
  })

  // Rook's pods have the namespace of their CephCluster, the collectors of OpenTelemetry namespace and name in one.
  test("of labels with the resource's namespace", () => {
    const ceph = resource('CephCluster', 'ceph.rook.io', 'store')
    expect(makesPodsWith(ceph, {app: 'rook-ceph-mgr', rook_cluster: 'shop'})).toBe(true)
    expect(makesPodsWith(ceph, {app: 'rook-ceph-mgr', rook_cluster: 'store'})).toBe(false)
    const collector = resource('OpenTelemetryCollector', 'opentelemetry.io', 'traces')
    expect(makesPodsWith(collector, {'app.kubernetes.io/instance': 'shop.traces'})).toBe(true)
  })

  test('of one of several values', () => {
    const cluster = resource('Cluster', 'postgresql.cnpg.io', 'db')
    expect(makesPodsWith(cluster, {role: 'primary'})).toBe(true)
    expect(makesPodsWith(cluster, {role: 'replica'})).toBe(true)
    expect(makesPodsWith(cluster, {role: 'primary|replica'})).toBe(false)
    expect(makesPodsWith(cluster, {role: 'p'})).toBe(false)
  })

  test('of values that begin with a text, or that may be any', () => {
    const cluster = resource('Cluster', 'postgresql.cnpg.io', 'db')
    expect(makesPodsWith(cluster, {'cnpg.io/instanceName': 'db-1'})).toBe(true)
    expect(makesPodsWith(cluster, {'cnpg.io/instanceName': 'other-db-'})).toBe(false)
    expect(makesPodsWith(cluster, {'cnpg.io/instanceName': 'other-1'})).toBe(false)
    expect(makesPodsWith(prometheus(), {'operator.prometheus.io/shard': '0'})).toBe(true)
  })

  test('of no kind and no group that is not its own', () => {
    expect(makesPodsWith(resource('Prometheus', 'example.com', 'main'), {prometheus: 'main'})).toBe(false)
    expect(makesPodsWith(resource('ServiceMonitor', 'monitoring.coreos.com', 'main'), {prometheus: 'main'})).toBe(false)
  })
})

describe('labels that an operator copies from its resource', () => {
  const labels = {team: 'blue'}

  test.each([
    ['metadata.labels', {labels}],
    ['spec.podMetadata.labels', {spec: {podMetadata: {labels}}}],
    ['spec.inheritedMetadata.labels', {spec: {inheritedMetadata: {labels}}}],
    ['spec.infrastructure.labels', {spec: {infrastructure: {labels}}}],
    ['spec.template.metadata.labels', {spec: {template: {metadata: {labels}}}}],
    ['spec.podTemplate.metadata.labels', {spec: {podTemplate: {metadata: {labels}}}}],
    ['spec.driver.labels', {spec: {driver: {labels}}}],
    ['spec.executor.labels', {spec: {executor: {labels}}}],
  ])('at %s count beside one of its own', (_, shape) => {
    expect(makesPodsWith(prometheus(shape), {prometheus: 'main', team: 'blue'})).toBe(true)
    expect(makesPodsWith(prometheus(shape), {prometheus: 'main', team: 'red'})).toBe(false)
    // They alone do not tell its pods from those of anybody else who is given them.
    expect(makesPodsWith(prometheus(shape), {team: 'blue'})).toBe(false)
  })
})

describe('an operator makes no pods', () => {
  const store = (spec: Fields) => resource('CephObjectStore', 'ceph.rook.io', 'objects', {spec})
  const collector = (spec: Fields) => resource('OpenTelemetryCollector', 'opentelemetry.io', 'traces', {spec})
  const gateway = (spec: Fields) => resource('Gateway', 'gateway.networking.k8s.io', 'edge', {spec})

  test('for an object store whose gateways run elsewhere', () => {
    expect(makesPodsWith(store({gateway: {instances: 1}}), {rgw: 'objects'})).toBe(true)
    expect(makesPodsWith(store({gateway: {externalRgwEndpoints: [{ip: '192.168.7.10'}]}}), {rgw: 'objects'})).toBe(false)
  })

  test('for a collector that it puts into the pods of others', () => {
    const selector = {'app.kubernetes.io/name': 'traces-collector'}
    expect(makesPodsWith(collector({}), selector)).toBe(true)
    expect(makesPodsWith(collector({mode: 'daemonset'}), selector)).toBe(true)
    expect(makesPodsWith(collector({mode: 'sidecar'}), selector)).toBe(false)
  })

  // https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#manual-deployment
  test('for a gateway at the Service of one that somebody runs by hand', () => {
    const selector = {'gateway.networking.k8s.io/gateway-name': 'edge'}
    const by = (type: string, value: string) => makesPodsWith(gateway({addresses: [{type, value}]}), selector)
    expect(makesPodsWith(gateway({}), selector)).toBe(true)
    expect(by('IPAddress', '192.168.7.10')).toBe(true)
    expect(by('Hostname', 'ingress.istio-gateways.svc.cluster.local')).toBe(false)
  })
})

test('the kinds that are operated are known by group and kind', () => {
  expect(isOperated({group: 'postgresql.cnpg.io', kind: 'Cluster'})).toBe(true)
  expect(isOperated({group: 'cluster.x-k8s.io', kind: 'Cluster'})).toBe(false)
  expect(isOperated({group: 'postgresql.cnpg.io', kind: 'Backup'})).toBe(false)
})

test.each([
  ['statefulset.kubernetes.io/pod-name', 'the StatefulSet controller'],
  ['cnpg.io/instanceRole', 'the operator of Cluster (postgresql.cnpg.io)'],
  ['strimzi.io/cluster', 'the operator of Kafka (kafka.strimzi.io)'],
])('%s is set by %s', (key, owner) => {
  expect(controllerOf(key)).toBe(owner)
})

test.each(['app', 'app.kubernetes.io/name', 'example.com/tier', 'constructor'])('%s is set by whoever likes', (key) => {
  expect(controllerOf(key)).toBeUndefined()
})
