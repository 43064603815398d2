import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type ReadableKindName, readKey} from '../../../src/cluster/read.ts'
import {KINDS_OF_COMMAND} from '../../../src/questions/snapshot/kinds-of-command.ts'
import {whoNeeds} from '../../../src/questions/who/needs.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {playCluster} from '../reads/played-cluster.ts'
import {app, BASE, build, object} from '../reads/small-cluster.ts'
import {askWho, groupsOf} from './asking.ts'

const OBJECTS: readonly WireObject[] = [
  ...BASE,
  ...app('shop', 'web', 20),
  ...app('other', 'api', 21),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'shop', 'web', {
    spec: {
      podSelector: {matchLabels: {app: 'web'}},
      ingress: [{from: [{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'other'}}}]}],
    },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'other', 'api', {spec: {podSelector: {}, policyTypes: ['Egress']}}),
]

async function gatherFor(words: readonly string[], namespace: string | undefined, forbidden: readonly ReadableKindName[] = []) {
  const played = playCluster(OBJECTS, forbidden)
  const parameters = {words, family: undefined, namespace, selector: undefined}
  const {cluster} = await gather(played, whoNeeds(parameters, true), build)
  return {reads: played.asked, report: askWho(cluster, words.join(' '), {namespace})}
}

describe('trace --who of a running cluster', () => {
  test.each([
    [['svc/web'], 'shop'],
    [[], undefined],
    [[], 'shop'],
  ])('%j of namespace %s answers as if everything had been read', async (words, namespace) => {
    const {report} = await gatherFor(words, namespace)
    const whole = askWho(build({objects: OBJECTS.map((one) => ({object: one, origin: undefined})), leftOut: []}), words.join(' '), {
      namespace,
    })
    expect(report.data.services.map(({name, verdict}) => `${name} ${verdict}`)).toEqual(
      whole.data.services.map(({name, verdict}) => `${name} ${verdict}`),
    )
    for (const service of whole.data.services) expect(groupsOf(report.data, service)).toEqual(groupsOf(whole.data, service))
    expect(groupsOf(report.data, {name: 'web'}).length).toBeGreaterThan(1)
  })

  test('reads each kind once without a target, and pods of all namespaces in any case', async () => {
    const {reads} = await gatherFor([], undefined)
    expect(new Set(reads.map(readKey)).size).toBe(reads.length)
    const kinds = reads.filter(({name, labels, fields}) => [name, labels, fields].every((one) => one === undefined)).map(({kind}) => kind)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect((await gatherFor(['svc/web'], 'shop')).reads).toContainEqual({kind: 'Pod'})
  })

  test('reads no kind that its role does not name', async () => {
    const named: readonly string[] = KINDS_OF_COMMAND.trace
    for (const words of [[], ['svc/web'], ['svc/wbe']]) {
      const played = playCluster(OBJECTS)
      await gather(played, whoNeeds({words, family: undefined, namespace: 'shop', selector: undefined}, true), build)
      expect(played.asked.filter(({kind}) => !named.includes(kind))).toEqual([])
    }
  })

  test('cannot tell what policies say that may not be read', async () => {
    const {report} = await gatherFor(['svc/web'], 'shop', ['NetworkPolicy'])
    expect(report.data.verdict).toBe('unknown')
    expect(report.data.reasons.map(({message}) => message).join()).toContain('missing RBAC rule: list on networkpolicies.networking.k8s.io')
  })
})
