import {describe, expect, test} from 'vitest'
import {ask, cellsOf, columnsOf, NOW} from './asking.ts'

interface Said {
  readonly spec: Readonly<Record<string, unknown>>
  readonly ingress?: readonly {readonly ip?: string; readonly hostname?: string}[]
  readonly created?: string
}

/** A Service of a running cluster. */
function running({spec, ingress, created}: Said): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop', uid: 'uid-of-web', creationTimestamp: created},
    spec: {type: 'ClusterIP', clusterIPs: ['10.9.8.7'], ports: [{port: 80}], ...spec},
    status: {loadBalancer: {ingress}},
  })
}

const COLUMNS = ['NAME', 'TYPE', 'CLUSTER-IP', 'EXTERNAL-IP', 'PORT(S)']

/** What the printers of Kubernetes v1.37 (k8s.io/kubernetes/pkg/printers/internalversion) make of these Services; EXTERNAL-IP also as with -o wide. */
const PRINTED: readonly (Said & {readonly what: string; readonly cells: readonly string[]; readonly wide?: string})[] = [
  {
    what: 'several ports, some on the nodes',
    spec: {clusterIPs: ['10.9.8.7', 'fd00::7'], ports: [{port: 80, nodePort: 30080}, {port: 443}, {port: 53, protocol: 'UDP'}]},
    cells: ['ClusterIP', '10.9.8.7', '<none>', '80:30080/TCP,443/TCP,53/UDP'],
  },
  {
    what: 'a headless one without ports, with addresses in its spec',
    spec: {clusterIP: 'None', clusterIPs: ['None'], externalIPs: ['80.11.12.10', '80.11.12.9'], ports: []},
    cells: ['ClusterIP', 'None', '80.11.12.10,80.11.12.9', '<none>'],
  },
  {
    what: 'a NodePort',
    spec: {type: 'NodePort', externalIPs: ['80.11.12.10'], ports: [{port: 8888, nodePort: 31999}]},
    cells: ['NodePort', '10.9.8.7', '80.11.12.10', '8888:31999/TCP'],
  },
  {what: 'a LoadBalancer that waits', spec: {type: 'LoadBalancer'}, cells: ['LoadBalancer', '10.9.8.7', '<pending>', '80/TCP']},
  {
    what: 'a LoadBalancer with an address, a name and one of its spec',
    spec: {type: 'LoadBalancer', externalIPs: ['80.11.12.10']},
    ingress: [{ip: '3.4.5.6', hostname: 'test.cluster.com'}],
    cells: ['LoadBalancer', '10.9.8.7', '3.4.5.6,80.11.12.10', '80/TCP'],
  },
  {
    what: 'a LoadBalancer with one address twice',
    spec: {type: 'LoadBalancer'},
    ingress: [{ip: '5.6.7.8'}, {ip: '3.4.5.6'}, {ip: '5.6.7.8'}],
    cells: ['LoadBalancer', '10.9.8.7', '3.4.5.6,5.6.7.8', '80/TCP'],
  },
  {
    what: 'a LoadBalancer with a long name',
    spec: {type: 'LoadBalancer', externalIPs: ['80.11.12.10']},
    ingress: [{hostname: 'a1b2c3.elb.amazonaws.com'}],
    cells: ['LoadBalancer', '10.9.8.7', 'a1b2c3.elb.am...,80.11.12.10', '80/TCP'],
    wide: 'a1b2c3.elb.amazonaws.com,80.11.12.10',
  },
  {
    what: 'a LoadBalancer with addresses of 20 characters',
    spec: {type: 'LoadBalancer'},
    ingress: [{ip: '20.101.20.1'}, {ip: '9.9.9.9'}],
    cells: ['LoadBalancer', '10.9.8.7', '20.101.20.1,9...', '80/TCP'],
    wide: '20.101.20.1,9.9.9.9',
  },
  {
    what: 'a LoadBalancer with addresses of 16 characters',
    spec: {type: 'LoadBalancer'},
    ingress: [{ip: '2.33.4.5'}, {ip: '3.4.5.6'}],
    cells: ['LoadBalancer', '10.9.8.7', '2.33.4.5,3.4.5.6', '80/TCP'],
  },
  {
    what: 'a ClusterIP that was a LoadBalancer',
    spec: {},
    ingress: [{ip: '3.4.5.6'}],
    cells: ['ClusterIP', '10.9.8.7', '<none>', '80/TCP'],
  },
  {
    what: 'an ExternalName',
    spec: {type: 'ExternalName', clusterIPs: undefined, ports: undefined, externalName: 'db.example.com', externalIPs: ['80.11.12.10']},
    cells: ['ExternalName', '<none>', 'db.example.com', '<none>'],
  },
]

describe("kubectl's columns", () => {
  test.each(PRINTED)('of $what hold what kubectl prints', ({cells, wide, ...said}) => {
    const report = ask(running(said))
    expect(COLUMNS.map((column) => cellsOf(report, column)[0])).toEqual(['web', ...cells])
    expect(cellsOf(report, 'EXTERNAL-IP', {wide: true})).toEqual([wide ?? cells[2]])
  })

  test('of a type that the API does not have say so, as kubectl does', () => {
    expect(cellsOf(ask(running({spec: {type: 'Mesh'}})), 'EXTERNAL-IP')).toEqual(['<unknown>'])
  })

  test('say of an address that a manifest leaves to the API server that it is still to come', () => {
    const unassigned = (type: string) => cellsOf(ask(running({spec: {type, clusterIPs: undefined}})), 'CLUSTER-IP')[0]
    expect(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].map(unassigned)).toEqual([
      '<pending>',
      '<pending>',
      '<pending>',
      '<none>',
    ])
  })

  test('have the selector with -o wide, in the order that kubectl has', () => {
    const selector = {tier: 'web', app: 'web', 'app.kubernetes.io/name': 'web'}
    expect(cellsOf(ask(running({spec: {selector}})), 'SELECTOR', {wide: true})).toEqual(['app.kubernetes.io/name=web,app=web,tier=web'])
    expect(cellsOf(ask(running({spec: {}})), 'SELECTOR', {wide: true})).toEqual(['<none>'])
  })

  test('stand in its order, before those of svcscope', () => {
    const report = ask(running({spec: {}, created: '2026-11-20T11:00:00Z'}), {namespace: 'shop'})
    expect(columnsOf(report)).toEqual([...COLUMNS, 'AGE', 'ENDPOINTS', 'VERDICT'])
    expect(columnsOf(report, {wide: true})).toEqual([...COLUMNS, 'AGE', 'SELECTOR', 'ENDPOINTS', 'VERDICT'])
  })

  test('begin with the namespace where all were asked for', () => {
    expect(columnsOf(ask(running({spec: {}})))[0]).toBe('NAMESPACE')
  })

  test('have ages as soon as one is stated', () => {
    const old = running({spec: {}, created: new Date(NOW - 90_000).toISOString()})
    const report = ask({'a.yaml': old, 'b.yaml': running({spec: {}})})
    expect(cellsOf(report, 'AGE')).toEqual(['90s', '<unknown>'])
    expect(columnsOf(ask(running({spec: {}})))).not.toContain('AGE')
  })
})
