import {describe, expect, test} from 'vitest'
import type {Pod} from '../../src/cluster/pod.ts'
import {clusterOf} from '../manifest.ts'

function podsOf(
  apiVersion: string,
  kind: string,
  spec: Readonly<Record<string, unknown>>,
  template: Readonly<Record<string, unknown>> = {},
) {
  const pod = {metadata: {labels: {app: 'db'}}, spec: {containers: [{name: 'c', image: 'c:1'}], ...template}}
  const object = {apiVersion, kind, metadata: {name: 'db'}, spec: {selector: {matchLabels: {app: 'db'}}, ...spec, template: pod}}
  return clusterOf(JSON.stringify(object)).pods.all
}

const namesOf = (pods: readonly Pod[]) =>
  pods.map(({spec}) => {
    const {hostname, subdomain} = spec as {hostname?: string; subdomain?: string}
    return [hostname, subdomain]
  })

describe('the name that a pod of a template has in DNS', () => {
  const own = {hostname: 'mine', subdomain: 'its-own'}

  test("is a StatefulSet's to give, whatever the template says", () => {
    expect(namesOf(podsOf('apps/v1', 'StatefulSet', {serviceName: 'db-peers', replicas: 2, ordinals: {start: 5}}, own))).toEqual([
      ['db-5', 'db-peers'],
      ['db-6', 'db-peers'],
    ])
    expect(namesOf(podsOf('apps/v1', 'StatefulSet', {replicas: 1}, own))).toEqual([['db-0', undefined]])
  })

  test('is not known where many pods are one entry', () => {
    expect(namesOf(podsOf('apps/v1', 'StatefulSet', {serviceName: 'db-peers', replicas: 1000}, own))).toEqual([[undefined, 'db-peers']])
  })

  test("is the template's elsewhere", () => {
    expect(namesOf(podsOf('apps/v1', 'Deployment', {replicas: 3}, own))).toEqual([['mine', 'its-own']])
    expect(namesOf(podsOf('batch/v1', 'Job', {}, own))).toEqual([['mine', 'its-own']])
  })

  test('of an indexed Job ends with the index', () => {
    expect(namesOf(podsOf('batch/v1', 'Job', {completionMode: 'Indexed'}, own))).toEqual([[undefined, 'its-own']])
  })
})
