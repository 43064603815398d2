import {describe, expect, test} from 'vitest'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import {playCluster} from '../reads/played-cluster.ts'
import {build, object, pod, service as serviceOf} from '../reads/small-cluster.ts'
import {askExposure, clusterWith, service, waysOf, workload} from './asking.ts'

const route = (name = 'web') => ({
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'IngressRoute',
  metadata: {name: 'front', namespace: 'shop'},
  spec: {entryPoints: ['websecure'], routes: [{match: 'Host(`a.example`)', services: [{name, port: 80}]}], tls: {}},
})

/** What a row says, without how. */
const rowsOf = ({tables}: ReturnType<typeof askExposure>) =>
  (tables[0]?.rows ?? []).map((row) => row.map((cell) => cell.map((span) => (typeof span === 'string' ? span : span.text)).join('')))

describe('a way by a kind of another product', () => {
  test('is in the answer as one of unknown reach, with its object and what would settle it', () => {
    const report = askExposure(clusterWith(workload('web'), service('web'), route()))
    expect(waysOf(report.data)).toEqual(['Ingress unknown', 'ClusterIP cluster'])
    const [row] = rowsOf(report)
    expect(row?.slice(0, 4)).toEqual(['?', 'shop/web', '443/TCP', 'IngressRoute front, a.example'])
    expect(row?.at(-1)).toContain('how far does Traefik lead?')
    expect(JSON.stringify(report.notes)).toContain('svcscope.yaml')
  })

  test('is as public as the user says of its class, and the flag is not told to do nothing', () => {
    const said = {classes: new Map([['traefik', 'public' as const]]), classesOfFlags: ['traefik']}
    const report = askExposure(clusterWith(workload('web'), service('web'), route()), '', {said})
    expect(waysOf(report.data)).toEqual(['Ingress internet', 'ClusterIP cluster'])
    expect(report.notes).toEqual([])
  })

  test('is a finding at its place where its Service is not there', () => {
    const {findings} = askExposure(clusterWith(workload('web'), service('web'), route('wbe')))
    expect(findings.map(({rule, object, place}) => [rule, object?.kind, place?.path])).toEqual([
      ['routing/no-such-service', 'IngressRoute', ['spec', 'routes', 0, 'services', 0, 'name']],
    ])
  })

  test('by an annotation is told without an object', () => {
    const annotated = {...service('web'), metadata: {name: 'web', namespace: 'shop', annotations: {'tailscale.com/expose': 'true'}}}
    const report = askExposure(clusterWith(workload('web'), annotated))
    expect(waysOf(report.data)).toEqual(['Ingress network', 'ClusterIP cluster'])
    expect(rowsOf(report)[0]?.[3]).toBe('Ingress by annotation')
  })

  test('that is not read here is a note', () => {
    const knative = {apiVersion: 'serving.knative.dev/v1', kind: 'Route', metadata: {name: 'fn', namespace: 'shop'}, spec: {}}
    expect(askExposure(clusterWith(workload('web'), service('web'), knative)).notes).toEqual([
      'Route.serving.knative.dev shop/fn may lead to Services, and is not judged',
    ])
  })
})

describe('of a cluster', () => {
  const objects = [
    serviceOf('shop', 'web', '10.9.0.1', {selector: {app: 'web'}}),
    pod('shop', 'web-0', '10.244.0.9', {app: 'web'}),
    object('traefik.io/v1alpha1', 'IngressRoute', 'shop', 'front', {spec: route().spec}),
  ]
  const ask = async (...args: Parameters<typeof playCluster>) => {
    const {cluster} = await gather(playCluster(...args), exposureNeeds({words: [], namespace: undefined}), build)
    return askExposure(cluster).data.services.map(({reach, entries}) => [reach, ...entries.map(({via, question}) => `${via} ${question}`)])
  }

  test('the kinds are read', async () => {
    const [[reach, way] = []] = await ask(objects)
    expect([reach, way?.split('?')[0]]).toEqual(['unknown', 'Ingress how far does Traefik lead'])
  })

  test('one that may not be read may hide a way', async () => {
    expect(await ask(objects, ['IngressRoute'])).toEqual([
      ['unknown', 'Ingress do ways of other products lead to it? ingressroutes.traefik.io could not be read', 'ClusterIP null'],
    ])
  })
})
