import {describe, expect, test} from 'vitest'
import {exposure} from '../../../src/questions/exposure/exposure.ts'
import {exposureNeeds} from '../../../src/questions/exposure/needs.ts'
import type {SaidFacts} from '../../../src/questions/exposure/said-facts.ts'
import {stepList} from '../../../src/questions/list/change.ts'
import {list} from '../../../src/questions/list/list.ts'
import {listNeeds} from '../../../src/questions/list/needs.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {cellsOf, columnsOf, NOW} from './asking.ts'

const AZURE: SaidFacts = {cloud: {name: 'azure', evidence: 'said by --cloud'}}
const EVERYTHING = {targets: [], namespace: undefined, selector: undefined, now: NOW}

function balanced(name: string, annotations: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'shop', annotations},
    // With Cluster the pod's own node brings some clients in past every policy.
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      allocateLoadBalancerNodePorts: false,
      selector: {app: name},
      ports: [{port: 80}],
    },
  })
}

function policyFor(app: string, ingress: readonly object[]): string {
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {name: app, namespace: 'shop'},
    spec: {podSelector: {matchLabels: {app}}, policyTypes: ['Ingress'], ingress},
  })
}

function ingressTo(name: string): string {
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name, namespace: 'shop'},
    spec: {
      ingressClassName: 'edge',
      rules: [{http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name, port: {number: 80}}}}]}}],
    },
  })
}

const own = (name: string) => workload(name, {namespace: 'shop'})

/** A Service of every reach, in the order of the list. */
const shop = together(
  ...[service('cart', {}, 'shop'), own('cart')],
  ...[service('db', {}, 'shop'), own('db'), policyFor('db', [{from: [{podSelector: {}}]}])],
  ...[service('frozen', {}, 'shop'), own('frozen'), policyFor('frozen', [])],
  ...[balanced('inner', {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}), own('inner')],
  ...[service('pay', {type: 'ExternalName', selector: undefined, ports: undefined, externalName: 'pay.example.com'}, 'shop')],
  ...[service('site', {}, 'shop'), own('site'), ingressTo('site')],
  ...[balanced('web'), own('web')],
)

function ask(text: string, said: SaidFacts | undefined) {
  return list(clusterOf(text), {...EVERYTHING, exposure: said})
}

describe('the column EXPOSURE', () => {
  test('says from how far away each Service can be reached, policies heeded', () => {
    const report = ask(shop, {...AZURE, classes: new Map([['edge', 'private']])})
    expect(cellsOf(report, 'NAME')).toEqual(['cart', 'db', 'frozen', 'inner', 'pay', 'site', 'web'])
    expect(cellsOf(report, 'EXPOSURE')).toEqual(['cluster', 'namespace', 'nobody', 'network', '–', 'network', 'internet'])
    expect(report.notes).toEqual([])
  })

  test('has a question mark where the input does not tell, and a note where to ask', () => {
    const unsaid = together(ingressTo('site'), service('site', {}, 'shop'), own('site'), balanced('web'), own('web'))
    const report = ask(unsaid, {})
    expect(cellsOf(report, 'EXPOSURE')).toEqual(['?', '?'])
    expect(report.notes).toEqual(['how far 2 Services can be reached from is not known; for what would settle it: svcscope exposure'])
  })

  test('stands before the verdict, and only where it was asked for', () => {
    expect(columnsOf(ask(shop, AZURE)).slice(-3)).toEqual(['ENDPOINTS', 'EXPOSURE', 'VERDICT'])
    const plain = ask(shop, undefined)
    expect(columnsOf(plain)).not.toContain('EXPOSURE')
    expect(columnsOf(plain, {wide: true})).not.toContain('EXPOSURE')
    for (const one of plain.data.services) expect(one).not.toHaveProperty('reach')
  })

  test.each<SaidFacts>([{}, AZURE])('is the word of exposure for every Service, where %j is said', (said) => {
    const scope = {namespace: undefined, selector: undefined}
    const exposed = exposure(clusterOf(shop), {words: [], from: undefined, said, ...scope}).data.services
    const byName = new Map(exposed.map(({name, reach}) => [name, reach]))
    expect(ask(shop, said).data.services.map(({name, reach}) => [name, reach])).toEqual([...byName].sort())
  })

  test('fits the schema', async () => {
    const validate = validatorOf('service-list')
    validate(await documentOf(ask(shop, {})))
    expect(validate.errors).toBeNull()
  })

  test('is a change of a row in a watch where a policy comes', () => {
    const [open, shut] = [together(balanced('web'), own('web')), together(balanced('web'), own('web'), policyFor('web', []))]
    const parameters = {...EVERYTHING, exposure: AZURE}
    const before = stepList(undefined, clusterOf(open), parameters).now
    const {changed} = stepList(before, clusterOf(shut), parameters)
    expect(changed && cellsOf(changed, 'EXPOSURE')).toEqual(['nobody'])
    const unasked = {...EVERYTHING}
    expect(stepList(stepList(undefined, clusterOf(open), unasked).now, clusterOf(shut), unasked).changed).toBeUndefined()
  })
})

describe('what the list reads of a running cluster for it', () => {
  const nothing = clusterOf('{}')
  const scope = {targets: [], namespace: 'shop', selector: undefined}
  const readsOf = (said: SaidFacts | undefined) => listNeeds({...scope, exposure: said}, true)(nothing)

  test('is all that exposure reads, beside its own', () => {
    const reads = readsOf({})
    expect(reads).toEqual(expect.arrayContaining([...exposureNeeds({words: [], namespace: 'shop'})(nothing)]))
    expect(reads).toEqual(expect.arrayContaining([...readsOf(undefined)]))
  })

  test('is none of it where nobody asks: neither ways in, nor policies, nor another namespace', () => {
    const reads = readsOf(undefined)
    expect(reads.map(({kind}) => kind)).not.toEqual(expect.arrayContaining(['Ingress']))
    expect(reads.map(({kind}) => kind)).not.toEqual(expect.arrayContaining(['NetworkPolicy']))
    expect(reads).toContainEqual({kind: 'Service', namespace: 'shop'})
    expect(reads).not.toContainEqual({kind: 'Service'})
  })
})
