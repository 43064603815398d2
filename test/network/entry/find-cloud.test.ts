import {describe, expect, test} from 'vitest'
import {addressPoolsOf} from '../../../src/network/entry/address-pool.ts'
import {findCloud} from '../../../src/network/entry/find-cloud.ts'
import {findEntryFacts} from '../../../src/network/entry/find-entry-facts.ts'
import {nodeAddresses} from '../../../src/network/entry/node-addresses.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'

interface NodeShape {
  readonly name?: string
  readonly providerID?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly internal?: string
  readonly external?: string
}

function node({name = 'node-a', providerID, labels, internal, external}: NodeShape): string {
  const addresses = [
    ...(internal === undefined ? [] : [{type: 'InternalIP', address: internal}]),
    ...(external === undefined ? [] : [{type: 'ExternalIP', address: external}]),
    {type: 'Hostname', address: name},
  ]
  return JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name, labels}, spec: {providerID}, status: {addresses}})
}

function controller(image: string, args: readonly string[] = []): string {
  const made = JSON.parse(workload('controller'))
  made.spec.template.spec.containers[0] = {name: 'main', image, args}
  return JSON.stringify(made)
}

function annotated(name: string, annotations: Readonly<Record<string, string>>): string {
  return JSON.stringify({...JSON.parse(service(name, {type: 'LoadBalancer'})), metadata: {name, annotations}})
}

function resource(apiVersion: string, kind: string, name: string, rest: Readonly<Record<string, unknown>>, namespace?: string): string {
  return JSON.stringify({apiVersion, kind, metadata: {name, namespace}, ...rest})
}

const BETA = 'service.beta.kubernetes.io/'

describe('which cloud it is', () => {
  // As each cloud's controller writes spec.providerID: examples of its own documentation and tests.
  test.each([
    ['azure:///subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/np/virtualMachines/0', 'azure'],
    ['aws:///eu-west-1a/i-0abc', 'aws'],
    ['gce://project/europe-west1-b/gke-1', 'gke'],
    ['openstack:///7e9b', 'openstack'],
    ['digitalocean://1234', 'digitalocean'],
    ['hcloud://1234', 'hetzner'],
    ['scaleway://instance/fr-par-1/6c8d', 'scaleway'],
    ['exoscale://8a3a817d-3874-477c-adaf-2b2ce9172528', 'exoscale'],
    ['ocid1.instance.oc1.phx.abc', 'oci'],
    ['ibm://account///cluster/worker', 'ibm'],
    ['cn-hangzhou.i-bp1abc', 'alibaba'],
    ['alicloud://cn-hangzhou.i-bp1abc', 'alibaba'],
    ['qcloud:///800002/ins-abc', 'tencent'],
    ['cce://i-abc', 'baidu'],
    ['k3s://node-a', 'bare-metal'],
    ['kind://docker/kind/kind-worker', 'bare-metal'],
  ])('nodes are %s', (providerID, cloud) => {
    expect(findCloud(clusterOf(node({providerID})))?.name).toBe(cloud)
  })

  test.each([
    ['kubernetes.azure.com/cluster', 'azure'],
    ['eks.amazonaws.com/nodegroup', 'aws'],
    ['cloud.google.com/gke-nodepool', 'gke'],
    ['doks.digitalocean.com/node-pool', 'digitalocean'],
  ])('nodes have the label %s', (label, cloud) => {
    expect(findCloud(clusterOf(node({labels: {[label]: 'x'}})))?.name).toBe(cloud)
  })

  test.each([
    ['registry.k8s.io/provider-aws/cloud-controller-manager:v1.33.0', 'aws'],
    ['mcr.microsoft.com/oss/kubernetes/azure-cloud-controller-manager:v1.33.0', 'azure'],
    ['registry.k8s.io/provider-os/openstack-cloud-controller-manager:v1.35.0', 'openstack'],
    ['docker.io/hetznercloud/hcloud-cloud-controller-manager:v1.39.0', 'hetzner'],
    ['digitalocean/digitalocean-cloud-controller-manager:v0.1.60', 'digitalocean'],
    ['quay.io/metallb/controller:v0.15.2', 'bare-metal'],
    ['ghcr.io/kube-vip/kube-vip-cloud-provider:v0.0.12', 'bare-metal'],
  ])('the controller %s runs', (image, cloud) => {
    expect(findCloud(clusterOf(controller(image)))?.name).toBe(cloud)
  })

  test('a controller that serves several clouds names its own as an argument', () => {
    const image = 'k8s.gcr.io/cloud-controller-manager:v1.20.0'
    expect(findCloud(clusterOf(controller(image, ['--cloud-provider=gce'])))?.name).toBe('gke')
    expect(findCloud(clusterOf(controller(image)))).toBeUndefined()
  })

  test('a plain Service and a plain workload show none', () => {
    expect(findCloud(clusterOf(together(service('web', {type: 'LoadBalancer'}), workload('web'))))).toBeUndefined()
  })

  test('the annotations of one cloud show it; those of several, on one Service or on two, do not', () => {
    const azure = {[`${BETA}azure-load-balancer-internal`]: 'true'}
    const aws = {[`${BETA}aws-load-balancer-type`]: 'nlb'}
    expect(findCloud(clusterOf(annotated('web', azure)))?.name).toBe('azure')
    expect(findCloud(clusterOf(annotated('web', {...azure, ...aws})))).toBeUndefined()
    expect(findCloud(clusterOf(together(annotated('web', azure), annotated('api', aws))))).toBeUndefined()
  })

  test('annotations of a Service that has no load balancer show none', () => {
    const text = JSON.stringify({...JSON.parse(service('web')), metadata: {name: 'web', annotations: {'cloud.google.com/neg': '{}'}}})
    expect(findCloud(clusterOf(text))).toBeUndefined()
  })

  test.each([
    ['approuting.kubernetes.azure.com/v1alpha1', 'NginxIngressController', 'azure'],
    ['networking.gke.io/v1beta1', 'FrontendConfig', 'gke'],
    ['cloud.google.com/v1', 'BackendConfig', 'gke'],
  ])('%s %s is a kind of one cloud alone', (apiVersion, kind, cloud) => {
    expect(findCloud(clusterOf(resource(apiVersion, kind, 'web', {})))?.name).toBe(cloud)
    expect(findCloud(clusterOf(resource('example.com/v1', kind, 'web', {})))).toBeUndefined()
  })

  test('an Ingress for the application routing add-on is of AKS', () => {
    const ingress = (ingressClassName: string) => clusterOf(resource('networking.k8s.io/v1', 'Ingress', 'web', {spec: {ingressClassName}}))
    expect(findCloud(ingress('webapprouting.kubernetes.azure.com'))?.name).toBe('azure')
    expect(findCloud(ingress('nginx'))).toBeUndefined()
  })

  test('what nodes are goes before what annotations say', () => {
    const text = together(node({providerID: 'azure:///x'}), annotated('web', {[`${BETA}aws-load-balancer-type`]: 'nlb'}))
    expect(findCloud(clusterOf(text))).toMatchObject({name: 'azure', evidence: 'node node-a is azure:///x'})
  })

  test('a class shows whose it is', () => {
    expect(findCloud(clusterOf(service('web', {type: 'LoadBalancer', loadBalancerClass: 'eks.amazonaws.com/nlb'})))?.name).toBe('aws')
    expect(findCloud(clusterOf(service('web', {type: 'LoadBalancer', loadBalancerClass: 'example.com/own'})))).toBeUndefined()
  })

  test("who takes load balancers from the cloud's own controller is seen", () => {
    const nodes = node({providerID: 'aws:///eu-west-1a/i-0abc', labels: {'eks.amazonaws.com/compute-type': 'auto'}})
    expect(findCloud(clusterOf(nodes))?.controller).toBe('eks-auto-mode')
    const image = 'public.ecr.aws/eks/aws-load-balancer-controller:v2.13.0'
    expect(findCloud(clusterOf(controller(image)))).toMatchObject({name: 'aws', controller: 'aws-load-balancer-controller'})
    expect(findCloud(clusterOf(node({providerID: 'aws:///eu-west-1a/i-0abc'})))?.controller).toBeUndefined()
  })

  test("k3s gives nodes' addresses unless MetalLB has taken over", () => {
    const nodes = node({providerID: 'k3s://node-a'})
    expect(findCloud(clusterOf(nodes))?.controller).toBe('servicelb')
    expect(findCloud(clusterOf(together(nodes, controller('quay.io/metallb/controller:v0.15.2'))))?.controller).toBeUndefined()
  })
})

describe('whether nodes have public addresses', () => {
  test('one node with one is enough', () => {
    const text = together(node({internal: '10.0.0.4'}), node({name: 'node-b', internal: '10.0.0.5', external: '203.0.113.5'}))
    expect(nodeAddresses(clusterOf(text))).toEqual({addresses: 'public', evidence: 'node node-b has the public address 203.0.113.5'})
  })

  test('the address decides and not what it is called', () => {
    expect(nodeAddresses(clusterOf(node({internal: '198.51.100.4'})))?.addresses).toBe('public')
    expect(nodeAddresses(clusterOf(node({internal: '10.0.0.4', external: '192.168.1.4'})))?.addresses).toBe('private')
  })

  test('nodes without addresses, and no nodes, tell nothing', () => {
    expect(nodeAddresses(clusterOf(node({})))).toBeUndefined()
    expect(nodeAddresses(clusterOf(service('web')))).toBeUndefined()
  })
})

describe('pools of addresses', () => {
  test.each([
    [['192.168.1.240-192.168.1.250'], 'private'],
    [['10.0.0.0/24', '172.16.0.0/16'], 'private'],
    [['203.0.113.0/28'], 'public'],
    [['203.0.113.7-203.0.113.9'], 'public'],
    [['10.0.0.0/24', '203.0.113.0/28'], 'mixed'],
    [['0.0.0.0/0'], 'public'],
    [['home'], 'mixed'],
  ])('MetalLB gives %j: %s', (addresses, kind) => {
    const pools = addressPoolsOf(clusterOf(resource('metallb.io/v1beta1', 'IPAddressPool', 'edge', {spec: {addresses}}, 'metallb-system')))
    expect(pools).toEqual([{title: 'IPAddressPool edge', name: 'edge', isAutomatic: true, addresses: kind}])
  })

  test("Cilium's and kube-vip's are read too", () => {
    const cilium = resource('cilium.io/v2', 'CiliumLoadBalancerIPPool', 'blue', {
      spec: {blocks: [{cidr: '10.0.10.0/24'}, {start: '20.0.20.100', stop: '20.0.20.200'}]},
    })
    const kubeVip = resource('v1', 'ConfigMap', 'kubevip', {data: {'cidr-global': '203.0.113.0/28', 'search-order': 'desc'}}, 'kube-system')
    expect(addressPoolsOf(clusterOf(together(cilium, kubeVip))).map(({addresses}) => addresses)).toEqual(['mixed', 'public'])
  })

  test('what the user says goes before what the input shows', () => {
    const cluster = clusterOf(node({providerID: 'azure:///x', internal: '10.0.0.4'}))
    const facts = findEntryFacts(cluster, {cloud: {name: 'gke', evidence: 'as was said'}})
    expect([facts.cloud?.name, facts.nodes?.addresses]).toEqual(['gke', 'private'])
  })
})
