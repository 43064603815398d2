import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {alignObjects} from '../../../src/questions/diff/declared-objects.ts'
import {compareClusters, type Draft, find, shop} from './shop.ts'

const sourced = (objects: readonly WireObject[]) => objects.map((object) => ({object, origin: undefined}))

/** The shop as it runs: everything has a uid, and the controllers and the cloud have done their work. */
function running(): Draft[] {
  const objects = shop().map((object, index) => ({...object, metadata: {...object.metadata, uid: `u${index}`, resourceVersion: '1'}}))
  for (const object of objects) {
    if (object.kind === 'Service' && object.spec.clusterIP === undefined) object.spec.clusterIP = `10.0.0.${objects.indexOf(object)}`
    if (object.kind === 'Deployment') object.status = {replicas: object.spec.replicas, readyReplicas: object.spec.replicas}
  }
  const web = find(objects, 'Service', 'web')
  for (const [index, port] of web.spec.ports.entries()) port.nodePort = 31000 + index
  web.status = {loadBalancer: {ingress: [{ip: '20.1.2.3'}]}}
  const owner = (kind: string, name: string) => [{apiVersion: 'apps/v1', kind, name, uid: 'u', controller: true}]
  objects.push(
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {name: 'web-abc', namespace: 'shop', uid: 'rs', ownerReferences: owner('Deployment', 'web')},
      spec: {...find(objects, 'Deployment', 'web').spec},
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'web-abc-1',
        namespace: 'shop',
        uid: 'p',
        labels: {app: 'web', tier: 'any'},
        ownerReferences: owner('ReplicaSet', 'web-abc'),
      },
      spec: {containers: [{name: 'main', image: 'main:1'}]},
      status: {phase: 'Running', podIP: '10.244.0.1', conditions: [{type: 'Ready', status: 'True'}]},
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'web-1',
        namespace: 'shop',
        uid: 's',
        labels: {'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io'},
      },
      addressType: 'IPv4',
      endpoints: [{addresses: ['10.244.0.1'], conditions: {ready: true}, targetRef: {kind: 'Pod', namespace: 'shop', name: 'web-abc-1'}}],
      ports: [
        {name: 'http', port: 8080},
        {name: 'https', port: 8443},
      ],
    },
    // What runs beside the shop, of which its manifests know nothing.
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'kubernetes', namespace: 'default', uid: 'k'},
      spec: {clusterIP: '10.0.0.1', ports: [{port: 443}]},
    },
  )
  return objects
}

function compareAligned(before: readonly WireObject[], after: readonly WireObject[]) {
  const aligned = alignObjects(sourced(before), sourced(after), undefined)
  const build = (objects: typeof aligned.before) => buildCluster({objects, leftOut: []}, undefined)
  return {notes: aligned.notes, report: compareClusters(build(aligned.before), build(aligned.after))}
}

describe('a cluster beside manifests', () => {
  test('is as they would leave it where they are applied already, whichever comes first', () => {
    expect(compareAligned(running(), shop()).report.data.changes).toEqual([])
    expect(compareAligned(shop(), running()).report.data.changes).toEqual([])
  })

  test('says so', () => {
    expect(compareAligned(running(), shop()).notes[0]).toContain('as kubectl apply would leave the cluster')
    expect(compareAligned(shop(), shop()).notes).toEqual([])
    expect(compareAligned(running(), running()).notes).toEqual([])
  })

  test('changes by an edit of the manifests, and by nothing that they leave out', () => {
    const written = shop().filter(({kind, metadata}) => kind === 'Service' && metadata.name === 'api')
    find(written, 'Service', 'api').spec.type = 'LoadBalancer'
    const {report} = compareAligned(running(), written)
    expect(report.findings.map(({severity, rule, object}) => `${severity} ${rule} ${object?.name}`)).toEqual([
      'error exposure/newly-reachable api',
    ])
  })

  test('keeps the replicas that manifests leave to an autoscaler', () => {
    const written = shop()
    delete find(written, 'Deployment', 'web').spec.replicas
    expect(compareAligned(running(), written).report.data.changes).toEqual([])
  })

  test('follows labels of a template, whatever the pods bear that run', () => {
    const written = shop()
    find(written, 'Deployment', 'web').spec.template.metadata.labels.app = 'wbe'
    const {report} = compareAligned(running(), written)
    expect(report.findings.map(({rule, object}) => `${rule} ${object?.name}`)).toEqual(['routing/endpoints-lost web'])
  })
})
