import {describe, expect, test} from 'vitest'
import {podTemplatesOf} from '../../src/cluster/pod-template.ts'

const template = {metadata: {labels: {app: 'x'}}, spec: {containers: [{name: 'c', image: 'i'}]}}
const paths = (group: string, kind: string, object: Record<string, unknown>) =>
  podTemplatesOf({group, kind}, object).map(({path}) => path.join('.'))

describe('pod templates', () => {
  test.each([
    ['apps', 'Deployment', {spec: {template}}, ['spec.template']],
    ['batch', 'CronJob', {spec: {jobTemplate: {spec: {template}}}}, ['spec.jobTemplate.spec.template']],
    ['argoproj.io', 'Rollout', {spec: {template}}, ['spec.template']],
    [
      'leaderworkerset.x-k8s.io',
      'LeaderWorkerSet',
      {spec: {leaderWorkerTemplate: {leaderTemplate: template, workerTemplate: template}}},
      ['spec.leaderWorkerTemplate.leaderTemplate', 'spec.leaderWorkerTemplate.workerTemplate'],
    ],
    [
      'ray.io',
      'RayCluster',
      {spec: {workerGroupSpecs: [{template}, {template}]}},
      ['spec.workerGroupSpecs.0.template', 'spec.workerGroupSpecs.1.template'],
    ],
    ['kubeflow.org', 'PyTorchJob', {spec: {pytorchReplicaSpecs: {Worker: {template}}}}, ['spec.pytorchReplicaSpecs.Worker.template']],
    [
      'jobset.x-k8s.io',
      'JobSet',
      {spec: {replicatedJobs: [{template: {spec: {template}}}]}},
      ['spec.replicatedJobs.0.template.spec.template'],
    ],
    // From these nothing runs.
    ['', 'PodTemplate', {template, spec: {template}}, []],
    ['apps', 'ControllerRevision', {data: {spec: {template}}, spec: {template}}, []],
    // A sketch: selector and labels, but no containers.
    ['apps', 'Deployment', {spec: {selector: {matchLabels: {app: 'x'}}, template: {metadata: {labels: {app: 'x'}}}}}, ['spec.template']],
    // Not every list of that name holds containers.
    ['x', 'Y', {spec: {things: {spec: {containers: ['a', 'b']}}}}, []],
    ['x', 'Y', {spec: {things: {spec: {containers: {a: 1}}}}}, []],
    ['apps', 'Deployment', {spec: null}, []],
    ['apps', 'Deployment', {}, []],
  ])('%s %s: %j', (group, kind, object, expected) => {
    expect(paths(group, kind, object)).toEqual(expected)
  })

  test('a document that is nested without end is not followed without end', () => {
    let deep: Record<string, unknown> = {template}
    for (let level = 0; level < 50_000; level++) deep = {inner: deep}
    expect(paths('x', 'Y', {spec: deep})).toEqual([])
  })
})
