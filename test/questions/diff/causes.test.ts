import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {alignObjects} from '../../../src/questions/diff/declared-objects.ts'
import {compare, compareClusters, type Draft, find, shop} from './shop.ts'

function edited(...changes: readonly ((objects: Draft[]) => void)[]): Draft[] {
  const objects = shop()
  for (const change of changes) change(objects)
  return objects
}

/** `NetworkPolicy db: spec.podSelector…` by what it brought about: `policy-stopped-selecting db`. */
function causes(before: readonly WireObject[], after: readonly WireObject[]): Readonly<Record<string, readonly string[]>> {
  const {changes} = compare(before, after).data
  return Object.fromEntries(
    changes.flatMap((change) =>
      change.effects.map(({kind, object}) => [
        `${kind} ${object.name}`,
        change.causes.map((cause) => [`${cause.object.kind} ${cause.object.name}`, ...cause.fields.map(({name}) => name)].join(' ')),
      ]),
    ),
  )
}

describe('the cause of an effect is', () => {
  const bumped = (all: Draft[]) => {
    for (const one of all) if (one.kind === 'Deployment') one.spec.template.spec.containers[0].image = 'main:2'
  }

  test('no new image where anything else was changed', () => {
    const dropped = (all: Draft[]) => all.splice(all.indexOf(find(all, 'NetworkPolicy', 'batch')), 1)
    expect(causes(shop(), edited(bumped, dropped))['newly-reachable-inside web']).toEqual(['NetworkPolicy batch'])
  })

  test('how a controller is started, where that alone was changed', () => {
    const door = (word: string): readonly WireObject[] => [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {name: 'door', namespace: 'shop'},
        spec: {
          selector: {matchLabels: {app: 'door'}},
          template: {
            metadata: {labels: {app: 'door'}},
            spec: {
              containers: [
                {
                  name: 'main',
                  image: 'registry.k8s.io/ingress-nginx/controller:v1.12.0',
                  args: ['/nginx-ingress-controller', `--ingress-class=${word}`],
                  ports: [{name: 'http', containerPort: 80}],
                },
              ],
            },
          },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name: 'door', namespace: 'shop'},
        spec: {type: 'LoadBalancer', selector: {app: 'door'}, ports: [{port: 80, targetPort: 'http'}]},
      },
    ]
    const nginx = (all: Draft[]) => (find(all, 'Ingress', 'main').spec.ingressClassName = 'web')
    // Another edit, of which nothing follows.
    const labelled = (all: Draft[]) => (find(all, 'Namespace', 'ops').metadata.labels.cost = 'low')
    const found = causes([...edited(nginx), ...door('web')], [...edited(nginx, labelled), ...door('other')])
    expect(Object.keys(found).length).toBeGreaterThan(0)
    for (const one of Object.values(found)) expect(one).toEqual(['Deployment door spec.template.spec.containers[main].args'])
  })

  test('the listener that was opened, and not a route that got a backend for nobody', () => {
    const elsewhere = (all: Draft[]) => (find(all, 'Gateway', 'gate').metadata.namespace = 'ops')
    const parent = (all: Draft[]) => (find(all, 'HTTPRoute', 'main').spec.parentRefs[0].namespace = 'ops')
    const opened = (all: Draft[]) => (find(all, 'Gateway', 'gate').spec.listeners[0].allowedRoutes = {namespaces: {from: 'All'}})
    const backend = (all: Draft[]) => find(all, 'HTTPRoute', 'main').spec.rules[0].backendRefs.push({name: 'edge', port: 80, weight: 0})
    const found = causes(edited(elsewhere, parent), edited(elsewhere, parent, opened, backend))
    expect(found).toEqual({
      'newly-reachable api': ['Gateway gate spec.listeners[web].allowedRoutes'],
      'way-mended main': ['Gateway gate spec.listeners[web].allowedRoutes'],
    })
  })

  test('the Service that is gone, for a way that leads to it', () => {
    const renamed = (all: Draft[]) => (find(all, 'Service', 'canary').metadata.name = 'robin')
    const sent = (all: Draft[]) => (find(all, 'Ingress', 'main').spec.rules[0].http.paths[0].backend.service.name = 'canary')
    expect(causes(edited(sent), edited(sent, renamed))['way-broken main']).toEqual(['Service canary'])
  })

  test('the policy that keeps the controller of an Ingress out', () => {
    const door = {
      ...structuredClone(find(shop(), 'Deployment', 'canary')),
      metadata: {name: 'door', namespace: 'ops'},
    }
    door.spec.selector.matchLabels.app = 'door'
    door.spec.template.metadata.labels.app = 'door'
    door.spec.template.spec.containers = [
      {
        name: 'main',
        image: 'registry.k8s.io/ingress-nginx/controller:v1.12.0',
        args: ['--ingress-class=web'],
        ports: [{containerPort: 80}],
      },
    ]
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'door', namespace: 'ops'},
      spec: {type: 'LoadBalancer', selector: {app: 'door'}, ports: [{port: 80}]},
    }
    const nginx = (all: Draft[]) => {
      find(all, 'Ingress', 'main').spec.ingressClassName = 'web'
      all.push(door, service)
    }
    const api = (app: string) => (all: Draft[]) =>
      all.push({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: {name: 'api', namespace: 'shop'},
        spec: {podSelector: {matchLabels: {app: 'api'}}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app}}}]}]},
      })
    const image = (all: Draft[]) => (find(all, 'Deployment', 'web').spec.replicas = 4)
    expect(causes(edited(nginx, api('door')), edited(nginx, api('nobody'), image))['no-longer-reachable api']).toEqual([
      'NetworkPolicy api spec.ingress[0].from[0].podSelector.matchLabels.app',
    ])
  })
})

describe('what a running cluster adds', () => {
  /** What the API server makes of each kind, and its controllers. */
  const DEFAULTED: Readonly<Record<string, (object: Draft, index: number) => void>> = {
    Service: ({spec}, index) => {
      spec.type ??= 'ClusterIP'
      spec.clusterIP ??= `10.0.0.${index + 1}`
      Object.assign(spec, {
        clusterIPs: [spec.clusterIP],
        internalTrafficPolicy: 'Cluster',
        sessionAffinity: 'None',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
      })
      if (spec.type === 'LoadBalancer')
        Object.assign(spec, {allocateLoadBalancerNodePorts: true, ...spec, externalTrafficPolicy: 'Cluster'})
      for (const port of spec.ports) Object.assign(port, {protocol: 'TCP', targetPort: port.targetPort ?? port.port})
    },
    Deployment: ({metadata, spec}) => {
      metadata.annotations = {'deployment.kubernetes.io/revision': '3'}
      Object.assign(spec.template.spec, {dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', securityContext: {}})
      for (const port of spec.template.spec.containers[0].ports) port.protocol = 'TCP'
    },
    Namespace: (object) => {
      object.metadata.labels['kubernetes.io/metadata.name'] = object.metadata.name
      object.spec = {finalizers: ['kubernetes']}
    },
  }

  function running(): Draft[] {
    const objects = shop()
    for (const [index, object] of objects.entries()) {
      Object.assign(object.metadata, {uid: `u${index}`, resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z'})
      DEFAULTED[object.kind]?.(object, index)
    }
    return objects
  }

  function against(files: readonly WireObject[]) {
    const sourced = (objects: readonly WireObject[]) => objects.map((object) => ({object, origin: undefined}))
    const {before, after} = alignObjects(sourced(running()), sourced(files), undefined)
    const build = (objects: typeof before) => buildCluster({objects, leftOut: []}, undefined)
    return compareClusters(build(before), build(after)).data.changes.map(({causes}) =>
      causes.map(({object, fields}) => `${object.kind} ${object.name}: ${fields.map(({name}) => name).join(', ')}`),
    )
  }

  test('is no edit of manifests that leave it out', () => {
    const open = edited((all) => delete find(all, 'Service', 'partner').spec.loadBalancerSourceRanges)
    expect(against(open)).toEqual([['Service partner: spec.loadBalancerSourceRanges']])
  })

  test('nor of a Service before what was edited', () => {
    const stopped = edited((all) => (find(all, 'Deployment', 'edge').spec.replicas = 0))
    expect(against(stopped)).toEqual([['Deployment edge: spec.replicas']])
  })
})
