import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {dump} from 'js-yaml'
import {describe, expect, test} from 'vitest'
import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Coverage, Read} from '../../../src/cluster/read.ts'
import {coverageIn} from '../../../src/cluster/saved-coverage.ts'
import {type Snapshot, snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {readText} from '../../sources/scratch.ts'
import {askEverything, FIXTURES, liveCluster} from './every-question.ts'

const fixtures = Object.entries(FIXTURES)
const namesOf = ({items}: Snapshot) => items.map(({kind, metadata}) => `${kind} ${pathOf(metadata)}`)
const pathOf = (metadata: unknown) => {
  const {namespace, name} = metadata as {namespace?: string; name: string}
  return namespace === undefined ? name : `${namespace}/${name}`
}
const objectOf = (kind: string, name: string, namespace?: string, apiVersion = 'v1'): WireObject => ({
  apiVersion,
  kind,
  metadata: {name, ...(namespace !== undefined && {namespace}), uid: `uid-of-${name}`},
})
async function readBack(text: string | Buffer): Promise<readonly WireObject[]> {
  const {objects, problems, leftOut} = await readText(text)
  expect([problems, leftOut]).toEqual([[], []])
  return objects.map(({object}) => object)
}

describe.each(fixtures)('the snapshot of examples/%s', (_, objects) => {
  const snapshot = snapshotOf(objects)
  const live = askEverything(liveCluster(objects))

  test('answers every question as its objects do', () => {
    const saved = askEverything(liveCluster(snapshot.items))
    expect(live.size).toBeGreaterThan(8)
    expect([...saved.keys()].sort()).toEqual([...live.keys()].sort())
    for (const [words, answer] of live) expect([words, JSON.stringify(saved.get(words))]).toEqual([words, JSON.stringify(answer)])
  })

  test('is read back from JSON, gzip and YAML as it was', async () => {
    const json = JSON.stringify(snapshot)
    expect(await readBack(json)).toEqual(snapshot.items)
    expect(await readBack(gzipSync(json))).toEqual(snapshot.items)
    expect(await readBack(dump(snapshot))).toEqual(snapshot.items)
  })

  test('of its own objects is the same', () => {
    expect(snapshotOf(snapshot.items)).toEqual(snapshot)
  })

  test('is the same text in whatever order the objects come', () => {
    const text = JSON.stringify(snapshot)
    const shuffled = fc.shuffledSubarray([...objects], {minLength: objects.length})
    fc.assert(
      fc.property(shuffled, (others) => JSON.stringify(snapshotOf(others)) === text),
      {numRuns: 20},
    )
  })
})

describe('the order', () => {
  test('is by kind, then that in which an API server lists: by the path namespace/name', () => {
    // The keys in etcd are /registry/services/specs/shop-a/web and …/shop/web, and "-" comes before "/".
    const objects = [
      objectOf('Service', 'web', 'shop'),
      objectOf('Service', 'web', 'shop-a'),
      objectOf('Pod', 'web-1', 'shop'),
      objectOf('Pod', 'web-0', 'shop'),
      objectOf('Node', 'b'),
      objectOf('Node', 'a'),
    ]
    expect(namesOf(snapshotOf(objects))).toEqual([
      'Node a',
      'Node b',
      'Pod shop/web-0',
      'Pod shop/web-1',
      'Service shop-a/web',
      'Service shop/web',
    ])
  })

  test('tells kinds of one name apart by their group, and takes the later of two readings of one object', () => {
    const early = {...objectOf('Pod', 'web-0', 'shop'), status: {phase: 'Pending'}}
    const late = {...objectOf('Pod', 'web-0', 'shop'), status: {phase: 'Running'}}
    const {items} = snapshotOf([
      early,
      objectOf('Ingress', 'x', 'shop', 'extensions/v1beta1'),
      objectOf('Ingress', 'x', 'shop', 'networking.k8s.io/v1'),
      late,
    ])
    expect(items.map(({apiVersion, status}) => [apiVersion, status])).toEqual([
      ['extensions/v1beta1', undefined],
      ['networking.k8s.io/v1', undefined],
      ['v1', {phase: 'Running'}],
    ])
  })
})

describe('what is left out', () => {
  const SECRET = 'hunter2'
  const container = {
    name: 'app',
    image: 'app:1',
    ports: [{name: 'http', containerPort: 8080}],
    resources: {requests: {cpu: '100m'}},
    restartPolicy: 'Always',
    command: ['sh', '-c', `login ${SECRET}`],
    args: [`--password=${SECRET}`],
    env: [{name: 'PASSWORD', value: SECRET}],
    envFrom: [{secretRef: {name: SECRET}}],
    lifecycle: {preStop: {exec: {command: [SECRET]}}},
    livenessProbe: {httpGet: {path: `/health?token=${SECRET}`, port: 80, httpHeaders: [{name: 'Authorization', value: SECRET}]}},
    volumeMounts: [{name: SECRET, mountPath: '/x'}],
  }
  const podSpec = {
    nodeName: 'node-a',
    hostname: 'web',
    dnsPolicy: 'ClusterFirst',
    containers: [container],
    initContainers: [container],
    ephemeralContainers: [container],
    volumes: [{name: 'v', secret: {secretName: SECRET}}],
    imagePullSecrets: [{name: SECRET}],
  }
  const kept = {name: 'app', image: 'app:1', ports: container.ports, resources: container.resources, restartPolicy: 'Always'}
  const keptSpec = {nodeName: 'node-a', hostname: 'web', dnsPolicy: 'ClusterFirst', containers: [kept], initContainers: [kept]}
  const template = {metadata: {labels: {app: 'web'}}, spec: podSpec}
  const keptTemplate = {metadata: {labels: {app: 'web'}}, spec: keptSpec}

  const one = (object: WireObject) => {
    const {items} = snapshotOf([object])
    expect(JSON.stringify(items)).not.toContain(SECRET)
    return items[0]
  }

  test('of a pod: everything of its containers that may hold a password, and its volumes', () => {
    expect(one({...objectOf('Pod', 'web', 'shop'), spec: podSpec})?.['spec']).toEqual(keptSpec)
  })

  test('of the status of a pod: what its containers said when they ended', () => {
    const status = {
      phase: 'Running',
      podIP: '10.244.0.9',
      containerStatuses: [
        {
          name: 'app',
          ready: true,
          state: {terminated: {startedAt: '2026-11-20T09:12:44Z', message: SECRET}},
          lastState: {terminated: {message: SECRET}},
        },
      ],
    }
    expect(one({...objectOf('Pod', 'web', 'shop'), status})?.['status']).toEqual({
      ...status,
      containerStatuses: [{name: 'app', ready: true, state: {terminated: {startedAt: '2026-11-20T09:12:44Z'}}}],
    })
  })

  test.each([
    ['Deployment', 'apps/v1', {replicas: 2, template}, {replicas: 2, template: keptTemplate}],
    ['StatefulSet', 'apps/v1', {serviceName: 'db', template, volumeClaimTemplates: [SECRET]}, {serviceName: 'db', template: keptTemplate}],
    ['CronJob', 'batch/v1', {jobTemplate: {spec: {template}}}, {jobTemplate: {spec: {template: keptTemplate}}}],
    ['Rollout', 'argoproj.io/v1alpha1', {replicas: 2, strategy: {canary: SECRET}, template}, {replicas: 2, template: keptTemplate}],
    [
      'JobSet',
      'jobset.x-k8s.io/v1alpha2',
      {replicatedJobs: [{name: SECRET, replicas: 1, template: {spec: {template}}}]},
      {replicatedJobs: [{replicas: 1, template: {spec: {template: keptTemplate}}}]},
    ],
    ['HelmRelease', 'helm.toolkit.fluxcd.io/v2', {targetNamespace: 'shop', values: {password: SECRET}}, {targetNamespace: 'shop'}],
  ])('of a %s: the same of its template, wherever that stands', (kind, apiVersion, spec, expected) => {
    expect(one({...objectOf(kind, 'web', 'shop', apiVersion), spec})?.['spec']).toEqual(expected)
  })

  test('Secrets, other ConfigMaps, and Events that are about no Service', () => {
    const about = (kind: string) => ({...objectOf('Event', `of-${kind}`, 'shop'), involvedObject: {kind}, message: 'x'})
    const objects = [
      {...objectOf('Secret', 'a', 'shop'), data: {x: SECRET}},
      {...objectOf('ConfigMap', 'a', 'shop'), data: {x: SECRET}},
      {...objectOf('ConfigMap', 'coredns', 'shop'), data: {Corefile: SECRET}},
      about('Pod'),
      about('Service'),
    ]
    expect(namesOf(snapshotOf(objects))).toEqual(['Event shop/of-Service'])
  })

  test('of the ConfigMaps of kube-system: all but how DNS and kube-proxy are set up', () => {
    const map = (name: string, data: Readonly<Record<string, string>>) =>
      one({...objectOf('ConfigMap', name, 'kube-system'), data})?.['data']
    const config = 'kind: KubeProxyConfiguration\nmode: ipvs\n'
    expect(map('kube-proxy', {'config.conf': config, 'kubeconfig.conf': SECRET})).toEqual({'config.conf': config})
    expect(map('coredns', {Corefile: '.:53 {}', other: SECRET})).toEqual({Corefile: '.:53 {}'})
    expect(map('coredns-custom', {'a.server': SECRET})).toEqual({'a.server': ''})
    expect(map('cilium-config', {'kube-proxy-replacement': 'true', 'ipam-secret': SECRET})).toEqual({'kube-proxy-replacement': 'true'})
  })

  test('but the flags of kube-proxy stay: they are its configuration', () => {
    const spec = {containers: [{...container, name: 'kube-proxy', command: ['kube-proxy'], args: ['--proxy-mode=ipvs']}]}
    expect(one({...objectOf('Pod', 'kube-proxy-x', 'kube-system'), spec})?.['spec']).toEqual({
      containers: [{...kept, name: 'kube-proxy', command: ['kube-proxy'], args: ['--proxy-mode=ipvs']}],
    })
  })

  test('of the metadata: managed fields and annotations that nobody reads', () => {
    const metadata = {
      name: 'web',
      namespace: 'shop',
      uid: 'u',
      annotations: {'kubectl.kubernetes.io/last-applied-configuration': `{"x":"${SECRET}"}`},
      managedFields: [{manager: SECRET}],
    }
    const {annotations, managedFields, ...rest} = metadata
    expect([annotations, managedFields].length).toBe(2)
    expect(one({apiVersion: 'v1', kind: 'Service', metadata})?.['metadata']).toEqual(rest)
    const others = {...metadata, annotations: {...metadata.annotations, 'service.kubernetes.io/topology-mode': 'Auto'}}
    expect(one({apiVersion: 'v1', kind: 'Service', metadata: others})?.['metadata']).toEqual({
      ...rest,
      annotations: {'service.kubernetes.io/topology-mode': 'Auto'},
    })
  })

  test.each([
    ['kapp.k14s.io/original', `{"spec":{"containers":[{"env":[{"name":"PASSWORD","value":"${SECRET}"}]}]}}`],
    ['objectset.rio.cattle.io/applied', SECRET],
    ['kubectl.kubernetes.io/last-applied-configuration', SECRET],
    ['vault.hashicorp.com/agent-inject-template-db', SECRET],
  ])('of annotations: %s, and every other that no question reads, of pod templates, too', (key, value) => {
    const metadata = {name: 'web', namespace: 'shop', uid: 'u', labels: {app: 'web'}, annotations: {[key]: value}}
    const {annotations: _, ...rest} = metadata
    const spec = {template: {metadata, spec: {containers: [container]}}, jobTemplate: {metadata, spec: {template: {metadata}}}}
    for (const [kind, apiVersion] of [
      ['Pod', 'v1'],
      ['Service', 'v1'],
      ['Deployment', 'apps/v1'],
      ['CronJob', 'batch/v1'],
      ['Rollout', 'argoproj.io/v1alpha1'],
    ] as const) {
      const item = one({apiVersion, kind, metadata, spec})
      expect(item?.['metadata']).toEqual(rest)
      expect(JSON.stringify(item)).not.toContain(key)
    }
    expect(one({apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec})).toHaveProperty('spec.template.metadata', rest)
  })

  test('but the annotations stay that questions read', () => {
    const annotations = {
      'config.kubernetes.io/origin': 'path: web.yaml',
      'control-plane.alpha.kubernetes.io/leader': '{}',
      'helm.sh/hook': 'post-install',
      'kube-router.io/service.hairpin': '',
      'service.antrea.io/load-balancer-mode': 'dsr',
      'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
      'service.kubernetes.io/topology-aware-hints': 'auto',
      'service.kubernetes.io/topology-mode': 'Auto',
    }
    const metadata = {name: 'web', namespace: 'shop', annotations}
    expect(one({apiVersion: 'v1', kind: 'Service', metadata})?.['metadata']).toEqual(metadata)
    const [redacted] = snapshotOf([{apiVersion: 'v1', kind: 'Service', metadata}], {redactionKey: 'correct horse battery staple'}).items
    const saved = fieldsOf(fieldsOf(redacted?.['metadata'])['annotations'])
    expect(Object.keys(saved).sort()).toEqual(Object.keys(annotations).sort())
    expect({...saved, 'config.kubernetes.io/origin': ''}).toEqual({...annotations, 'config.kubernetes.io/origin': ''})
  })

  test('of annotations of network plugins: that a Node has them, by which it is known what to read', () => {
    const annotations = {
      'projectcalico.org/IPv4Address': SECRET,
      'k8s.ovn.org/node-subnets': SECRET,
      'csi.volume.kubernetes.io/nodeid': SECRET,
    }
    const expected = {'projectcalico.org/IPv4Address': '', 'k8s.ovn.org/node-subnets': ''}
    expect(one({apiVersion: 'v1', kind: 'Node', metadata: {name: 'a', annotations}})?.['metadata']).toEqual({
      name: 'a',
      annotations: expected,
    })
    expect(one({apiVersion: 'v1', kind: 'Service', metadata: {name: 'a', annotations}})?.['metadata']).toEqual({name: 'a'})
    const node = {apiVersion: 'v1', kind: 'Node', metadata: {name: 'a', annotations}}
    const [redacted] = snapshotOf([node], {redactionKey: 'correct horse battery staple'}).items
    const keys = Object.keys(fieldsOf(fieldsOf(redacted?.['metadata'])['annotations']))
    expect(keys.map((key) => key.replace(/\/.*/, '/'))).toEqual(['projectcalico.org/', 'k8s.ovn.org/'])
  })

  test('of a Node: its images and volumes', () => {
    const status = {addresses: [{type: 'InternalIP', address: '10.0.0.4'}], images: [{names: [SECRET]}], volumesInUse: [SECRET]}
    expect(one({...objectOf('Node', 'a'), status})?.['status']).toEqual({addresses: status.addresses})
  })
})

describe('what is left of who does the work of kube-proxy', () => {
  const daemonSet = (name: string, container: WireObject): WireObject => ({
    ...objectOf('DaemonSet', name),
    spec: {template: {spec: {containers: [container]}}},
  })
  const containerOf = (object: WireObject) => {
    const [item] = snapshotOf([object]).items
    return JSON.parse(JSON.stringify(item)).spec.template.spec.containers[0]
  }

  test('is the one word of Calico that says so, and nothing else of its environment', () => {
    const env = [
      {name: 'FELIX_BPFENABLED', value: 'true'},
      {name: 'PASSWORD', value: 'hunter2'},
    ]
    expect(containerOf(daemonSet('calico-node', {name: 'calico-node', env}))).toEqual({name: 'calico-node', env: env.slice(0, 1)})
    expect(containerOf(daemonSet('other', {name: 'other', env}))).toEqual({name: 'other'})
  })

  test('are the flags of kube-router', () => {
    const args = ['--run-service-proxy=true']
    expect(containerOf(daemonSet('kube-router', {name: 'kube-router', args}))).toEqual({name: 'kube-router', args})
  })
})

describe('what could not be read', () => {
  const made = {
    done: [
      {kind: 'Service'},
      {kind: 'Pod', namespace: 'shop'},
      {kind: 'Node', metadataOnly: true},
      {kind: 'Deployment', namespace: 'shop', labels: 'app=web'},
    ],
    unread: [{read: {kind: 'NetworkPolicy'}, reason: 'forbidden', message: 'networkpolicies is forbidden'}],
  } as const satisfies Pick<Coverage, 'done' | 'unread'>
  const coverage = coverageIn(JSON.parse(JSON.stringify(snapshotOf([], {coverage: made}))))

  test('is still known from the file', () => {
    expect(coverage?.unread).toEqual([{read: {kind: 'NetworkPolicy'}, reason: 'forbidden', message: 'networkpolicies is forbidden'}])
  })

  test.each<readonly [Read, boolean]>([
    [{kind: 'Service'}, true],
    [{kind: 'Service', namespace: 'shop', name: 'web'}, true],
    [{kind: 'Service', metadataOnly: true}, true],
    [{kind: 'Pod', namespace: 'shop', labels: 'app=web'}, true],
    [{kind: 'Pod', namespace: 'qa'}, false],
    [{kind: 'Pod'}, false],
    [{kind: 'Node', metadataOnly: true}, true],
    [{kind: 'Node'}, false],
    [{kind: 'Deployment', namespace: 'shop', labels: 'app=web'}, true],
    [{kind: 'Deployment', namespace: 'shop'}, false],
    [{kind: 'NetworkPolicy'}, false],
    [{kind: 'Endpoints'}, false],
  ])('and so is whether %j was read: %s', (read, expected) => {
    expect(coverage?.has(read)).toBe(expected)
  })

  test('is the same text whoever answered first', () => {
    expect(JSON.stringify(snapshotOf([], {coverage: {...made, done: made.done.toReversed()}}))).toBe(
      JSON.stringify(snapshotOf([], {coverage: made})),
    )
  })

  test('is nothing in what svcscope did not write, or somebody wrote by hand', () => {
    expect(coverageIn({apiVersion: 'v1', kind: 'List', items: []})).toBeUndefined()
    expect(coverageIn({kind: 'Service', svcscope: {read: []}})).toBeUndefined()
    const odd = coverageIn({kind: 'List', svcscope: {read: [null, {kind: 'Secret'}, {kind: 'toString'}], unread: [{reason: 'x'}, 3]}})
    expect(odd?.unread).toEqual([])
    expect(odd?.has({kind: 'Service'})).toBe(false)
  })
})
