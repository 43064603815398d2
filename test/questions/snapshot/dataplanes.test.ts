import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type Dataplanes, findDataplanes, type KnownDataplane} from '../../../src/questions/kube-proxy/dataplane.ts'
import {PRODUCTS} from '../../../src/questions/kube-proxy/products/index.ts'
import type {ProxiedConnection} from '../../../src/questions/kube-proxy/products/product.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import {objectsOf, service, together} from '../../manifest.ts'
import {readText} from '../../sources/scratch.ts'
import {
  cilium,
  configMap,
  daemonSet,
  felixConfiguration,
  installation,
  KUBE_PROXY,
  KUBE_PROXY_IN_IPVS_MODE,
} from '../kube-proxy/installed.ts'
import {liveCluster} from './every-question.ts'

const AKS = {'kubernetes.azure.com/managedby': 'aks'}
const antrea = (text: string, name = 'antrea-config') => configMap(name, {'antrea-agent.conf': text})
const agent = (name = 'antrea-config') => daemonSet('antrea-agent', {mounts: ['other', name]})
const calico = (value: string, namespace = 'kube-system') => daemonSet('calico-node', {namespace, env: {FELIX_BPFENABLED: value}})
const router = (...args: readonly string[]) => daemonSet('kube-router', {args})

/** What is installed, and what that is by each product's documentation: for pods to cluster IPs, and for the rest. */
const INSTALLED: readonly (readonly [what: string, podsToClusterIPs: string, others: string, objects: readonly string[]])[] = [
  ['kube-proxy', 'kube-proxy', 'kube-proxy', [KUBE_PROXY]],
  ['kube-proxy by its ConfigMap', 'kube-proxy', 'kube-proxy', [KUBE_PROXY_IN_IPVS_MODE]],
  [
    'kube-proxy of Windows nodes',
    'unknown',
    'unknown',
    [daemonSet('kube-proxy-windows', {container: 'kube-proxy', nodeSelector: {'kubernetes.io/os': 'windows'}})],
  ],
  ['Cilium', 'replaced', 'replaced', cilium('true')],
  ['Cilium in part', 'replaced', 'unknown', [...cilium('partial'), KUBE_PROXY]],
  ['Cilium without replacement', 'replaced', 'kube-proxy', [...cilium('disabled'), KUBE_PROXY]],
  ['Cilium of AKS', 'replaced', 'replaced', [daemonSet('cilium', {labels: AKS})]],
  ['Calico by FelixConfiguration', 'replaced', 'replaced', [felixConfiguration({bpfEnabled: true}), KUBE_PROXY]],
  ['Calico by its API server', 'replaced', 'replaced', [felixConfiguration({bpfEnabled: true}, 'projectcalico.org/v3')]],
  ['Calico by Installation', 'replaced', 'replaced', [installation({linuxDataplane: 'BPF'})]],
  ['Calico by its environment', 'replaced', 'replaced', [calico('true')]],
  ['Calico by its environment, in another word', 'replaced', 'replaced', [calico('yes', 'calico-system')]],
  [
    'Calico whose environment says no',
    'kube-proxy',
    'kube-proxy',
    [calico('False'), felixConfiguration({bpfEnabled: true}), installation({linuxDataplane: 'BPF'}), KUBE_PROXY],
  ],
  ['OVN-Kubernetes', 'replaced', 'replaced', [daemonSet('ovnkube-node', {namespace: 'ovn-kubernetes'})]],
  ['OVN-Kubernetes of OpenShift', 'replaced', 'replaced', [daemonSet('ovnkube-node', {namespace: 'openshift-ovn-kubernetes'})]],
  ['kube-router', 'replaced', 'replaced', [router('--run-router=true')]],
  ['kube-router without service proxy', 'unknown', 'unknown', [router('--run-router', '--run-service-proxy=false')]],
  ['kube-router without service proxy, in two words', 'kube-proxy', 'kube-proxy', [router('--run-service-proxy', 'false'), KUBE_PROXY]],
  ['Antrea', 'replaced', 'kube-proxy', [agent(), antrea('antreaProxy:\n  # proxyAll: true\n  enable: true\n'), KUBE_PROXY]],
  ['Antrea for everything', 'replaced', 'replaced', [agent(), antrea('antreaProxy:\n  enable: true\n  proxyAll: true # all\n')]],
  [
    'Antrea with a hash',
    'replaced',
    'replaced',
    [agent('antrea-config-9c7h568bgf'), antrea('antreaProxy:\n  proxyAll: true\n', 'antrea-config-9c7h568bgf')],
  ],
  ['Antrea without its proxy', 'kube-proxy', 'kube-proxy', [agent(), antrea('featureGates:\n  AntreaProxy: false\n'), KUBE_PROXY]],
  [
    'Antrea without its proxy, otherwise',
    'kube-proxy',
    'kube-proxy',
    [agent(), antrea('antreaProxy:\n  # off\n  defaultLoadBalancerMode: "nat"\n  enable: false\n'), KUBE_PROXY],
  ],
  [
    'Antrea with something else off',
    'replaced',
    'replaced',
    [agent(), antrea('antreaProxy:\n  proxyAll: true\nmulticast: # groups\n  igmp: 1s\n  enable: false\n')],
  ],
  ['Antrea that nobody knows', 'unknown', 'unknown', [agent(), KUBE_PROXY]],
]

const wireObjects = (objects: readonly string[]) => objectsOf(together(...objects)).map(({object}) => object)
const planesOf = (objects: readonly WireObject[]) => findDataplanes(liveCluster(objects))
const parts = ({podsToClusterIPs, others}: Dataplanes) => [podsToClusterIPs, others]
const nameless = ({kind, name, replacement}: KnownDataplane) => ({kind, name, replacement})
async function saved(objects: readonly WireObject[], redactionKey?: string): Promise<readonly WireObject[]> {
  const read = await readText(JSON.stringify(snapshotOf(objects, {redactionKey})))
  return read.objects.map(({object}) => object)
}
const KEYS = ['correct horse battery staple', 'another key of another snapshot']

describe.each(INSTALLED)('what makes Services work, with %s,', (_, podsToClusterIPs, others, installed) => {
  const objects = wireObjects(installed)

  test('is the same in the snapshot, with the same evidence', async () => {
    expect(parts(planesOf(objects)).map(({kind}) => kind)).toEqual([podsToClusterIPs, others])
    expect(planesOf(await saved(objects))).toEqual(planesOf(objects))
  })

  test.each(KEYS)('is the same in the redacted snapshot (%s)', async (key) => {
    expect(parts(planesOf(await saved(objects, key))).map(nameless)).toEqual(parts(planesOf(objects)).map(nameless))
  })
})

/** Connections in which each product differs from kube-proxy by what it was told. */
const TOLD: readonly (readonly [what: string, objects: readonly string[], connection: Partial<ProxiedConnection>])[] = [
  ['Cilium in mode dsr', cilium('true', {'bpf-lb-mode': 'dsr'}), {client: 'outside', via: 'node-port'}],
  ['Cilium in mode hybrid', cilium('true', {'bpf-lb-mode': 'hybrid'}), {client: 'outside', via: 'node-port'}],
  ['Cilium outside of pods', cilium('true', {'bpf-lb-sock-hostns-only': 'true'}), {client: 'node'}],
  [
    'Antrea in mode dsr',
    [agent(), antrea('antreaProxy:\n  proxyAll: true\n  defaultLoadBalancerMode: dsr\n')],
    {client: 'outside', via: 'load-balancer'},
  ],
  [
    'Antrea in mode dsr for one Service',
    [agent(), antrea('antreaProxy:\n  proxyAll: true\n'), annotated({'service.antrea.io/load-balancer-mode': 'dsr'})],
    {client: 'outside', via: 'load-balancer'},
  ],
  ['kube-router', [router()], {reachesItself: true}],
]
const HAIRPINS: readonly (readonly string[])[] = [
  [router('--hairpin-mode')],
  [router('--hairpin-mode=true')],
  [router(), annotated({'kube-router.io/service.hairpin': ''})],
]

describe('what a product does otherwise', () => {
  const differences = (objects: readonly WireObject[], connection: Partial<ProxiedConnection>) => {
    const cluster = liveCluster(objects)
    const usual = {client: 'pod', via: 'cluster-ip', protocol: 'TCP', refusal: undefined, affinitySeconds: null, endpoints: 3} as const
    const asked = {...usual, reachesItself: false, hasHints: false, service: cluster.services[0], ...connection}
    return PRODUCTS.flatMap((product) => (product.claim(cluster, false) ? product.differences(cluster, asked) : []))
  }
  const everywhere = async (installed: readonly string[], connection: Partial<ProxiedConnection>) => {
    const objects = wireObjects(installed)
    const copies = [objects, await saved(objects), ...(await Promise.all(KEYS.map((key) => saved(objects, key))))]
    return copies.map((copy) => differences(copy, connection))
  }

  test.each(TOLD)('is the same in snapshots of %s', async (_, installed, connection) => {
    const [live, ...copies] = await everywhere(installed, connection)
    expect(live).toHaveLength(1)
    expect(copies).toEqual([live, live, live])
  })

  test.each(HAIRPINS)('is nothing there either where kube-router leads pods to themselves', async (...installed) => {
    expect(await everywhere(installed, {reachesItself: true})).toEqual([[], [], [], []])
  })
})

function annotated(annotations: Readonly<Record<string, string>>): string {
  const object = JSON.parse(service('web', {}, 'shop'))
  return JSON.stringify({...object, metadata: {...object.metadata, annotations}})
}

describe('of what sets the products up nothing else stays', () => {
  const SECRET = 'hunter2'
  const itemOf = (text: string) => {
    const [item] = snapshotOf(wireObjects([text])).items
    expect(JSON.stringify(item)).not.toContain(SECRET)
    return JSON.parse(JSON.stringify(item))
  }

  test('of the flags of kube-router, which may be passwords of routers', () => {
    const args = ['--peer-router-passwords', SECRET, '--run-service-proxy=true', `--peer-router-passwords=${SECRET}`]
    expect(itemOf(router(...args)).spec.template.spec.containers[0].args).toEqual(['--run-service-proxy=true'])
  })

  test('of the volumes of Antrea: no Secrets, and no ConfigMaps but its own; of others none', () => {
    const mounts = ['antrea-config-9c7h568bgf', SECRET]
    const kept = [{name: mounts[0], configMap: {name: mounts[0]}}]
    expect(itemOf(daemonSet('antrea-agent', {mounts})).spec.template.spec.volumes).toEqual(kept)
    expect(itemOf(daemonSet('other', {mounts})).spec.template.spec).not.toHaveProperty('volumes')
  })

  test('of the configuration of Antrea', () => {
    const text = `# ${SECRET}
trafficEncapMode: ${SECRET}
antreaProxy: # ${SECRET}
  proxyAll: true # ${SECRET}
  nodePortAddresses: [${SECRET}]

clientConnection:
  kubeconfig: ${SECRET}
${SECRET}
`
    expect(itemOf(antrea(text)).data).toEqual({
      'antrea-agent.conf': 'trafficEncapMode:\nantreaProxy:\n  proxyAll: true\n\nclientConnection:\n---\n',
    })
    expect(itemOf(configMap('antrea-config', {'antrea-cni.conflist': SECRET})).data).toEqual({})
  })

  test('of a variable of Calico that a Secret gives: not its name', () => {
    const text = calico('x').replace('"value":"x"', `"valueFrom":{"secretKeyRef":{"name":"${SECRET}","key":"x"}}`)
    expect(itemOf(text).spec.template.spec.containers[0].env).toEqual([{name: 'FELIX_BPFENABLED'}])
  })
})
