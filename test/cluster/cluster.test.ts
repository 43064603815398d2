import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {clusterOf, objectsOf, service, together, workload} from '../manifest.ts'

describe('what is no object of a cluster', () => {
  test.each([
    ['no kind', '{apiVersion: v1, metadata: {name: a}}', 'no kind'],
    ['no apiVersion', '{kind: Service, metadata: {name: a}}', 'no apiVersion'],
    ['values', '{replicaCount: 1}', 'no Kubernetes object'],
    ['no name', '{apiVersion: v1, kind: Service, spec: {ports: [{port: 1}]}}', 'no metadata.name'],
    ['a patch of a Service', '{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: NodePort}}', 'spec.ports is missing'],
    ['a patch of a Deployment', '{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 2}}', 'no containers'],
    ['a kustomization', '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization}', 'a kustomization'],
  ])('%s is left out, with the reason', (_, text, reason) => {
    const {leftOut, services, workloads} = clusterOf(text)
    expect(leftOut).toMatchObject([{reason: expect.stringContaining(reason)}])
    expect([services.length, workloads.length]).toEqual([0, 0])
  })

  test('a patch that a kustomization lists is left out, whatever it looks like', () => {
    const {leftOut, services} = clusterOf({
      'a/kustomization.yaml': '{patches: [{path: patch.yaml}]}',
      'a/patch.yaml': service('web'),
      'b/patch.yaml': service('web'),
    })
    expect(leftOut.map(({file, reason}) => [file, reason])).toEqual([
      ['a/kustomization.yaml', expect.stringContaining('kustomization')],
      ['a/patch.yaml', 'a kustomize patch'],
    ])
    expect(services.map(({origin}) => origin?.file)).toEqual(['b/patch.yaml'])
  })

  test('kinds of other groups that reuse a name are other kinds', () => {
    const {services, others, workloads} = clusterOf(
      '{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}, spec: {template: {spec: {containers: [{image: x}]}}}}',
    )
    expect(services).toEqual([])
    expect([...others, ...workloads]).toMatchObject([{group: 'serving.knative.dev', kind: 'Service'}])
  })
})

describe('pods that templates stand for', () => {
  const targets = (text: string) => clusterOf(text).pods.all.map(({target, replicas}) => `${target.kind}/${target.name}×${replicas}`)

  test('a ReplicaSet of a Deployment of the input counts once', () => {
    const set = JSON.parse(workload('web-5d9', {kind: 'ReplicaSet', replicas: 2}))
    set.metadata.ownerReferences = [{kind: 'Deployment', name: 'web', controller: true}]
    expect(targets(together(workload('web', {replicas: 2}), JSON.stringify(set)))).toEqual(['Deployment/web×2'])
    expect(targets(JSON.stringify(set))).toEqual(['ReplicaSet/web-5d9×2'])
  })

  test.each([
    ['a Job: parallelism', {apiVersion: 'batch/v1', kind: 'Job', spec: {parallelism: 3}}, 'Job/a×3'],
    ['a Job without: one', {apiVersion: 'batch/v1', kind: 'Job', spec: {}}, 'Job/a×1'],
    ['a suspended Job: none', {apiVersion: 'batch/v1', kind: 'Job', spec: {suspend: true}}, 'Job/a×0'],
    ['a DaemonSet: as many as nodes', {apiVersion: 'apps/v1', kind: 'DaemonSet', spec: {}}, 'DaemonSet/a×null'],
    ['a ReplicationController', {apiVersion: 'v1', kind: 'ReplicationController', spec: {replicas: 4}}, 'ReplicationController/a×4'],
    ['a Rollout', {apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: {replicas: 5}}, 'Rollout/a×5'],
    ['a custom resource that states replicas', {apiVersion: 'x.io/v1', kind: 'Thing', spec: {replicas: 6}}, 'Thing/a×6'],
    ['a custom resource that does not', {apiVersion: 'x.io/v1', kind: 'Thing', spec: {}}, 'Thing/a×null'],
  ])('%s', (_, object, expected) => {
    const template = {metadata: {labels: {app: 'a'}}, spec: {containers: [{name: 'c', image: 'i'}]}}
    expect(targets(JSON.stringify({...object, metadata: {name: 'a'}, spec: {...object.spec, template}}))).toEqual([expected])
  })

  test('a LeaderWorkerSet has a leader and size − 1 workers in each group', () => {
    const template = {metadata: {labels: {app: 'a'}}, spec: {containers: [{name: 'c', image: 'i'}]}}
    const set = (leaderWorkerTemplate: object) =>
      JSON.stringify({
        apiVersion: 'leaderworkerset.x-k8s.io/v1',
        kind: 'LeaderWorkerSet',
        metadata: {name: 'a'},
        spec: {replicas: 2, leaderWorkerTemplate},
      })
    expect(targets(set({size: 4, leaderTemplate: template, workerTemplate: template}))).toEqual([
      'LeaderWorkerSet/a×2',
      'LeaderWorkerSet/a×6',
    ])
    expect(targets(set({size: 4, workerTemplate: template}))).toEqual(['LeaderWorkerSet/a×8'])
  })
})

describe('wrongly typed input', () => {
  /** Any JSON in the place of any field that is read. */
  const anything = fc.jsonValue({maxDepth: 3})
  const kinds = fc.constantFrom(
    'v1/Service',
    'v1/Pod',
    'v1/Endpoints',
    'v1/Node',
    'apps/v1/Deployment',
    'apps/v1/StatefulSet',
    'batch/v1/CronJob',
    'discovery.k8s.io/v1/EndpointSlice',
    'kustomize.config.k8s.io/v1beta1/Kustomization',
    'monitoring.coreos.com/v1/Prometheus',
    'leaderworkerset.x-k8s.io/v1/LeaderWorkerSet',
  )
  const object = fc
    .tuple(
      kinds,
      fc.oneof(
        anything,
        fc.record(
          {name: fc.constantFrom('a', 'b'), namespace: anything, labels: anything, annotations: anything, ownerReferences: anything},
          {requiredKeys: ['name']},
        ),
      ),
      fc.oneof(
        anything,
        fc.record({
          selector: anything,
          ports: anything,
          template: anything,
          replicas: anything,
          type: anything,
          clusterIPs: anything,
          containers: anything,
        }),
      ),
      anything,
      anything,
    )
    .map(([kind, metadata, spec, subsets, endpoints]) => {
      const slash = kind.lastIndexOf('/')
      return {
        apiVersion: kind.slice(0, slash),
        kind: kind.slice(slash + 1),
        metadata,
        spec,
        subsets,
        endpoints,
        resources: endpoints,
        patches: subsets,
        commonLabels: spec,
      }
    })

  test('never crashes the question', () => {
    fc.assert(
      fc.property(fc.array(object, {maxLength: 6}), (objects) => {
        const sourced = [...objects, ...objectsOf(service('a', {selector: {a: 'b'}})).map(({object}) => object)].map(
          (object, document) => ({
            object: object as Record<string, unknown>,
            origin: {file: 'f.yaml', document, path: []},
          }),
        )
        const cluster = buildCluster({objects: sourced, leftOut: []}, 'default')
        const report = resolve(cluster, {targets: [], namespace: undefined, selector: undefined})
        expect((report.data as {services: unknown[]}).services.length).toBe(cluster.services.length)
        expect(() => JSON.stringify(report.data)).not.toThrow()
      }),
      {numRuns: 400},
    )
  })
})
