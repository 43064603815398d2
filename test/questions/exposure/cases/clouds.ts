import type {Cloud} from '../../../../src/network/entry/entry-facts.ts'
import type {ExposureCase} from './exposure-case.ts'
import {balanced, type Labels, node, PODS} from './objects.ts'

/** A cloud as its nodes tell it, and the annotations by which it makes a load balancer internal. */
interface CloudCase {
  readonly cloud: Cloud
  /** spec.providerID of a node. */
  readonly providerID: string
  readonly internal: Labels
  readonly why: string
}

const BETA = 'service.beta.kubernetes.io/'

const CLOUDS: readonly CloudCase[] = [
  {
    cloud: 'azure',
    providerID: 'azure:///subscriptions/0000/resourceGroups/mc/providers/Microsoft.Compute/virtualMachineScaleSets/np/virtualMachines/0',
    internal: {[`${BETA}azure-load-balancer-internal`]: 'true'},
    why: 'https://learn.microsoft.com/azure/aks/internal-lb; public without it, by an NSG rule for the internet',
  },
  {
    cloud: 'aws',
    providerID: 'aws:///eu-west-1a/i-0123456789abcdef0',
    internal: {[`${BETA}aws-load-balancer-internal`]: 'true'},
    why: 'https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer; the default of the cloud controller is internet-facing',
  },
  {
    cloud: 'gke',
    providerID: 'gce://project/europe-west1-b/gke-node',
    internal: {'networking.gke.io/load-balancer-type': 'Internal'},
    why: 'https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer: external is the default',
  },
  {
    cloud: 'openstack',
    providerID: 'openstack:///9e2b2d4c-0000-0000-0000-000000000000',
    internal: {[`${BETA}openstack-internal-load-balancer`]: 'true'},
    why: 'cloud-provider-openstack, expose-applications-using-loadbalancer-type-service.md: false by default, with a floating IP',
  },
  {
    cloud: 'alibaba',
    providerID: 'alicloud://cn-hangzhou.i-bp1',
    internal: {[`${BETA}alibaba-cloud-loadbalancer-address-type`]: 'intranet'},
    why: 'cloud-provider-alibaba-cloud docs/usage.md: address-type is internet by default',
  },
  {
    cloud: 'oci',
    providerID: 'ocid1.instance.oc1.eu-frankfurt-1.aaaa',
    internal: {[`${BETA}oci-load-balancer-internal`]: 'true'},
    why: 'oci-cloud-controller-manager docs/load-balancer-annotations.md: false by default',
  },
  {
    cloud: 'ibm',
    providerID: 'ibm://account///cluster/worker',
    internal: {'service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type': 'private'},
    why: 'https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer; public is the default',
  },
  {
    cloud: 'digitalocean',
    providerID: 'digitalocean://123456',
    internal: {[`${BETA}do-loadbalancer-network`]: 'INTERNAL'},
    why: 'digitalocean-cloud-controller-manager docs/controllers/services/annotations.md: EXTERNAL by default',
  },
  {
    cloud: 'tencent',
    providerID: 'qcloud:///800001/ins-1',
    internal: {'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid': 'subnet-1'},
    why: 'https://cloud.tencent.com/document/product/457/51258: a public one unless a subnet is named',
  },
  {
    cloud: 'baidu',
    providerID: 'cce://i-1',
    internal: {[`${BETA}cce-load-balancer-internal-vpc`]: 'true'},
    why: 'https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer; an elastic public IP without it',
  },
  {
    cloud: 'hetzner',
    providerID: 'hcloud://123456',
    internal: {'load-balancer.hetzner.cloud/disable-public-network': 'true'},
    why: 'hcloud-cloud-controller-manager internal/annotation/load_balancer.go: the public network is on by default',
  },
  {
    cloud: 'scaleway',
    providerID: 'scaleway://instance/fr-par-1/9e2b2d4c-0000-0000-0000-000000000000',
    internal: {[`${BETA}scw-loadbalancer-private`]: 'true'},
    why: 'scaleway-cloud-controller-manager docs/loadbalancer-annotations.md: public if unset',
  },
]

const PUBLIC = ['LoadBalancer:80 internet', 'NodePort:? network', 'ClusterIP:80 cluster']
const PRIVATE = ['LoadBalancer:80 network', 'NodePort:? network', 'ClusterIP:80 cluster']

const pool = (address: string) => ({
  apiVersion: 'metallb.io/v1beta1',
  kind: 'IPAddressPool',
  metadata: {name: 'edge', namespace: 'metallb-system'},
  spec: {addresses: [address]},
})
const azure = (entries: Labels) => Object.fromEntries(Object.entries(entries).map(([key, value]) => [`${BETA}azure-${key}`, value]))
const AZURE = {flags: {cloud: 'azure', nodes: 'private'}} as const

/** The cloud is told by a node, as in the dump of a cluster. */
export const OF_CLOUDS: readonly ExposureCase[] = [
  ...CLOUDS.flatMap(({cloud, providerID, internal, why}): readonly ExposureCase[] => [
    {name: `${cloud} by its nodes, nothing said`, why, input: [PODS, balanced(), node(providerID)], reach: 'internet', ways: PUBLIC},
    {
      name: `${cloud} by its nodes, internal`,
      why,
      input: [PODS, balanced({}, internal), node(providerID)],
      reach: 'network',
      ways: PRIVATE,
    },
    {
      name: `${cloud} by its nodes, internal, and the nodes are public`,
      why: 'each node answers on the node port, by any of its addresses (https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport)',
      input: [PODS, balanced({}, internal), node(providerID, '203.0.113.7')],
      reach: 'internet',
      ways: ['LoadBalancer:80 network', 'NodePort:? internet', 'ClusterIP:80 cluster'],
    },
  ]),
  {
    name: 'exoscale by its nodes, nothing said',
    why: 'exoscale-cloud-controller-manager docs/service-loadbalancer.md knows public network load balancers only',
    input: [PODS, balanced(), node('exoscale://9e2b2d4c-0000-0000-0000-000000000000')],
    reach: 'internet',
    ways: PUBLIC,
  },
  {
    name: 'exoscale by its nodes, with the annotation of another cloud',
    why: 'annotations are read by the controller of their own cloud only',
    input: [PODS, balanced({}, azure({'load-balancer-internal': 'true'})), node('exoscale://9e2b2d4c-0000-0000-0000-000000000000')],
    reach: 'internet',
    ways: PUBLIC,
    says: 'its annotations of Azure do nothing on Exoscale',
  },
  {
    name: 'bare metal with a public pool',
    why: 'the address is one of the IPAddressPool (https://metallb.io/configuration/)',
    input: [PODS, balanced(), pool('203.0.113.0/28'), node(undefined)],
    reach: 'internet',
    ways: PUBLIC,
  },
  {
    name: 'bare metal with a private pool',
    why: 'the address is one of the IPAddressPool (https://metallb.io/configuration/)',
    input: [PODS, balanced(), pool('192.168.10.0/24'), node(undefined)],
    reach: 'network',
    ways: PRIVATE,
  },
  {
    name: 'k3s without a pool',
    why: 'ServiceLB gives the addresses of nodes (https://docs.k3s.io/networking/networking-services#service-load-balancer)',
    input: [PODS, balanced(), node('k3s://node-a')],
    reach: 'network',
    ways: PRIVATE,
  },
  {
    name: 'k3s without a pool, on a public node',
    why: 'ServiceLB gives the addresses of nodes, the external one where there is one (https://docs.k3s.io/networking/networking-services)',
    input: [PODS, balanced(), node('k3s://node-a', '203.0.113.7')],
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', 'NodePort:? internet', 'ClusterIP:80 cluster'],
  },
  {
    name: 'a cloud that nothing names',
    why: 'a LoadBalancer is what its cloud makes of it, and nothing here says which: https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
    input: [PODS, balanced()],
    flags: {nodes: 'private'},
    reach: 'unknown',
    ways: ['LoadBalancer:80 unknown', 'NodePort:? network', 'ClusterIP:80 cluster'],
    asks: 'which cloud runs it?',
  },
  {
    name: 'two clouds at once',
    why: 'nodes of two clouds tell nothing of whose controller makes the load balancer',
    input: [PODS, balanced(), node('azure:///subscriptions/0000'), {...node('aws:///eu-west-1a/i-0'), metadata: {name: 'node-b'}}],
    reach: 'unknown',
    ways: ['LoadBalancer:80 unknown', 'NodePort:? network', 'ClusterIP:80 cluster'],
    asks: 'which cloud runs it?',
  },
  {
    name: 'what is said goes before what the nodes show',
    why: 'the user knows his cluster: --cloud is his word',
    input: [PODS, balanced({}, azure({'load-balancer-internal': 'true'})), node('aws:///eu-west-1a/i-0')],
    flags: {cloud: 'azure'},
    reach: 'network',
    ways: PRIVATE,
  },
  {
    name: 'a load-balancer class that nobody knows',
    why: 'the cloud leaves a Service with a class to whoever has that class (spec.loadBalancerClass, core/v1; wantsLoadBalancer of k8s.io/cloud-provider)',
    input: [PODS, balanced({loadBalancerClass: 'example.com/edge', allocateLoadBalancerNodePorts: false})],
    ...AZURE,
    reach: 'unknown',
    ways: ['LoadBalancer:80 unknown', 'ClusterIP:80 cluster'],
    asks: 'is load-balancer class "example.com/edge" public?',
  },
  {
    name: 'a load-balancer class that was said to be private',
    why: 'the word of the user on the class',
    input: [PODS, balanced({loadBalancerClass: 'example.com/edge', allocateLoadBalancerNodePorts: false})],
    flags: {cloud: 'azure', class: ['example.com/edge=private']},
    reach: 'network',
    ways: ['LoadBalancer:80 network', 'ClusterIP:80 cluster'],
  },
  {
    name: 'Azure with allowed service tags, and its node ports',
    why: 'allowed-service-tags become rules of the network security group, and let in no other source (cloud-provider-azure, topics/loadbalancer)',
    input: [PODS, balanced({}, azure({'allowed-service-tags': 'AzureFrontDoor.Backend'}))],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet service tag AzureFrontDoor.Backend', 'NodePort:? network', 'ClusterIP:80 cluster'],
  },
  {
    name: 'Azure with allowed ranges that are private, and its node ports',
    why: 'azure-allowed-ip-ranges: rules of the network security group for these sources; nobody on the internet has an address of RFC 1918',
    input: [PODS, balanced({}, azure({'allowed-ip-ranges': '10.0.0.0/8'}))],
    ...AZURE,
    reach: 'network',
    ways: ['LoadBalancer:80 network 10.0.0.0/8', 'NodePort:? network', 'ClusterIP:80 cluster'],
  },
  {
    name: 'Azure with a Private Link Service',
    why: 'azure-pls-create makes a Private Link Service on the internal frontend; visibility "*" is any subscription (cloud-provider-azure, topics/pls-integration)',
    input: [PODS, balanced({}, azure({'load-balancer-internal': 'true', 'pls-create': 'true', 'pls-visibility': '*'}))],
    ...AZURE,
    reach: 'network',
    ways: PRIVATE,
    says: 'private endpoints of any subscription that knows its alias come in',
  },
  {
    name: 'Azure with additional public addresses',
    why: 'kube-proxy takes azure-additional-public-ips as addresses of the Service, and somebody else brings traffic there, a cross-region load balancer as a rule (cloud-provider-azure, topics/loadbalancer)',
    input: [PODS, balanced({}, azure({'load-balancer-internal': 'true', 'additional-public-ips': '203.0.113.9'}))],
    ...AZURE,
    reach: 'network',
    ways: PRIVATE,
    says: 'nodes take what comes for 203.0.113.9 too',
  },
]
