import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {isOrdinary} from '../../../src/questions/lint/ordinary-service.ts'
import {serviceProblems} from '../../../src/questions/lint/service-validation/service-problems.ts'

function serviceWith(metadata: object, spec: object, beside: object = {}): WireObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', ...metadata},
    spec: {selector: {app: 'web'}, ports: [{port: 80}], ...spec},
    ...beside,
  }
}

describe('an ordinary Service', () => {
  it('states a selector, one port and labels, and where it is', () => {
    expect(isOrdinary(serviceWith({}, {}))).toBe(true)
    const labels = {app: 'web', 'app.kubernetes.io/name': 'web', empty: ''}
    const port = {name: 'http', port: 80, targetPort: 'http', protocol: 'TCP'}
    expect(isOrdinary(serviceWith({namespace: 'shop', labels}, {type: 'ClusterIP', ports: [port]}))).toBe(true)
  })

  it.each<[string, WireObject]>([
    ['annotations', serviceWith({annotations: {}}, {})],
    ['a uid', serviceWith({uid: 'a'}, {})],
    ['another type', serviceWith({}, {type: 'NodePort'})],
    ['no cluster IP', serviceWith({}, {clusterIP: 'None'})],
    ['two ports', serviceWith({}, {ports: [{port: 80}, {port: 443}]})],
    ['no port', serviceWith({}, {ports: []})],
    ['ports that are no list', serviceWith({}, {ports: {port: 80}})],
    ['a port of nodes', serviceWith({}, {ports: [{port: 80, nodePort: 30080}]})],
    ['an application protocol', serviceWith({}, {ports: [{port: 80, appProtocol: 'http'}]})],
    ['a port without number', serviceWith({}, {ports: [{name: 'http'}]})],
    ['a number as a label', serviceWith({labels: {version: 2}}, {})],
    ['a number in its selector', serviceWith({}, {selector: {version: 2}})],
    ['a name that is null', serviceWith({name: null}, {})],
    ['a name with a dot', serviceWith({name: 'a.b'}, {})],
    ['a status', serviceWith({}, {}, {status: {}})],
    ['another version', serviceWith({}, {}, {apiVersion: 'v2'})],
    ['no spec', {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web'}}],
  ])('has not %s', (_, service) => {
    expect(isOrdinary(service)).toBe(false)
  })

  it('is one of which the API server would have nothing to say', () => {
    let ordinary = 0
    fc.assert(
      fc.property(service, (object) => {
        if (!isOrdinary(object)) return
        ordinary += 1
        expect(serviceProblems(object, [])).toEqual([])
      }),
      {numRuns: 3000, seed: 9},
    )
    expect(ordinary).toBeGreaterThan(200)
  })
})

const word = fc.oneof(
  {weight: 16, arbitrary: fc.constantFrom('web', 'http', 'a-1', 'app')},
  {weight: 1, arbitrary: fc.constantFrom('', '-a', 'a.b', 'A', 'a--b', '8080', 'a'.repeat(16), 'a'.repeat(64), 'a/b', 'a_b')},
  {weight: 1, arbitrary: fc.string({maxLength: 5})},
)
const number = fc.oneof(
  {weight: 16, arbitrary: fc.constantFrom(1, 80, 65_535)},
  {weight: 1, arbitrary: fc.constantFrom<unknown>(0, -1, 65_536, 1.5, '80', null, Number.NaN)},
)
const labels = fc.dictionary(fc.oneof(word, fc.constantFrom('app.kubernetes.io/name', 'x/y/z')), word, {maxKeys: 2})
const port = fc.record(
  {name: word, port: number, targetPort: fc.oneof(number, word), protocol: fc.constantFrom('TCP', 'UDP', 'SCTP', 'tcp', '')},
  {requiredKeys: ['port']},
)
const service = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constant('Service'),
  metadata: fc.record({name: word, namespace: word, labels}, {requiredKeys: ['name']}),
  spec: fc.record(
    {selector: labels, type: fc.constantFrom('ClusterIP', 'clusterip'), ports: fc.array(port, {minLength: 1, maxLength: 2})},
    {requiredKeys: ['ports']},
  ),
})
