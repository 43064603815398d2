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

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const rulesOf = ({report}: ReturnType<typeof compareAligned>) => report.findings.map(({rule, object}) => `${rule} ${object?.name}`)

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

  test('loses the address of a load balancer of which the manifests ask for another', () => {
    const objects = running()
    find(objects, 'Service', 'intra').status = {loadBalancer: {ingress: [{ip: '10.1.2.3'}]}}
    const written = shop()
    delete find(written, 'Service', 'intra').metadata.annotations
    expect(rulesOf(compareAligned(objects, written))).toEqual(['exposure/newly-reachable intra'])
    // Its address is private, and stays so where nobody asks for anything else.
    expect(rulesOf(compareAligned(objects, shop()))).toEqual([])
  })

  test('keeps annotations that were not applied with the manifest, and loses those that it lacks now', () => {
    const key = 'service.beta.kubernetes.io/azure-load-balancer-internal'
    const appliedWith = (annotations: object) => {
      const objects = running()
      const {metadata} = find(objects, 'Service', 'intra')
      metadata.annotations[LAST_APPLIED] = JSON.stringify({apiVersion: 'v1', kind: 'Service', metadata: {name: 'intra', annotations}})
      return objects
    }
    const written = shop()
    delete find(written, 'Service', 'intra').metadata.annotations
    // Somebody has annotated the Service beside the manifest: apply leaves that alone.
    expect(rulesOf(compareAligned(appliedWith({}), written))).toEqual([])
    expect(rulesOf(compareAligned(appliedWith({[key]: 'true'}), written))).toEqual(['exposure/newly-reachable intra'])
    // What cannot be read says nothing of who has put what there.
    const broken = running()
    find(broken, 'Service', 'intra').metadata.annotations[LAST_APPLIED] = '{'
    expect(rulesOf(compareAligned(broken, written))).toEqual(['exposure/newly-reachable intra'])
  })

  test('loses the addresses of a Gateway of another class', () => {
    const objects = running()
    find(objects, 'Gateway', 'gate').status = {addresses: [{type: 'IPAddress', value: '10.9.9.9'}]}
    const written = shop()
    find(written, 'Gateway', 'gate').spec.gatewayClassName = 'gke-l7-global-external-managed'
    const {report} = compareAligned(objects, written)
    expect(report.findings.map(({rule, object}) => `${rule} ${object?.name}`)).toEqual(['exposure/newly-reachable api'])
  })
})

describe('a load balancer that runs', () => {
  const told = (before: readonly WireObject[], after: readonly WireObject[]) =>
    compareAligned(before, after).report.findings.map(({severity, rule, object}) => `${severity} ${rule} ${object?.name}`)

  /** The internal load balancer of the shop, with its address, as kubectl applied it. */
  function applied(): Draft[] {
    const objects = running()
    const intra = find(objects, 'Service', 'intra')
    const manifest = find(shop(), 'Service', 'intra')
    intra.metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'] = JSON.stringify(manifest)
    intra.status = {loadBalancer: {ingress: [{ip: '10.9.9.9'}]}}
    return objects
  }

  test('keeps its private address where the manifest says what it said', () => {
    expect(told(applied(), shop())).toEqual([])
  })

  test('does not keep it where the manifest asks for another', () => {
    const written = shop()
    delete find(written, 'Service', 'intra').metadata.annotations
    expect(told(applied(), written)).toEqual(['error exposure/newly-reachable intra'])
  })

  test('does not keep it where the manifest asks for none', () => {
    const written = shop()
    find(written, 'Service', 'intra').spec.type = 'ClusterIP'
    expect(told(applied(), written)).toEqual(['info exposure/no-longer-reachable intra'])
  })
})

describe('a headless Service that runs', () => {
  const retyped = (type: string, clusterIP?: string) => {
    const written = shop()
    const {spec} = find(written, 'Service', 'db')
    delete spec.clusterIP
    Object.assign(spec, {type, ...(clusterIP && {clusterIP})})
    return compareAligned(running(), written).report.findings.map(({severity, rule, message}) => `${severity} ${rule}: ${message}`)
  }

  test('is refused as a load balancer: it keeps its None', () => {
    expect(retyped('LoadBalancer')).toContain(
      'warning routing/update-refused: shop/db: the API server refuses it: its clusterIP stays None, which a LoadBalancer may not have; delete the Service first',
    )
    expect(retyped('NodePort').some((one) => one.startsWith('warning routing/update-refused'))).toBe(true)
  })

  test('stays headless as a ClusterIP Service', () => {
    expect(retyped('ClusterIP')).toEqual([])
  })
})
