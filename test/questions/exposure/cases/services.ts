import {workload} from '../asking.ts'
import type {ExposureCase} from './exposure-case.ts'
import {balanced, INTERNAL_ON_AZURE, node, ONLY_ITSELF, PODS, web} from './objects.ts'

const AZURE = {flags: {cloud: 'azure', nodes: 'private'}} as const
const PUBLIC_NODES = {flags: {cloud: 'azure', nodes: 'public'}} as const
const RANGES = {loadBalancerSourceRanges: ['203.0.113.0/24']} as const
const INSIDE = 'ClusterIP:80 cluster'

const TYPES: readonly ExposureCase[] = [
  {
    name: 'a ClusterIP',
    why: '"makes the Service only reachable from within the cluster" (kubernetes.io, Service, publishing Services)',
    input: [PODS, web()],
    reach: 'cluster',
    ways: [INSIDE],
  },
  {
    name: 'a headless Service',
    why: 'its name gives the addresses of the pods, which every pod of the cluster reaches (kubernetes.io, Service, headless)',
    input: [PODS, web({clusterIP: 'None'})],
    reach: 'cluster',
    ways: ['Headless:80 cluster'],
  },
  {
    name: 'a headless Service without ports',
    why: 'ports may be left out of a headless Service (ValidateService), and its pods are reached at any port',
    input: [PODS, web({clusterIP: 'None', ports: []})],
    reach: 'cluster',
    ways: ['Headless:? cluster'],
  },
  {
    name: 'an ExternalName',
    why: 'a CNAME of the DNS and nothing else: "No proxying of any kind is set up" (kubernetes.io, Service, ExternalName)',
    input: [web({type: 'ExternalName', externalName: 'example.com', selector: undefined})],
    reach: 'none',
    ways: [],
  },
  {
    name: 'a Service without selector',
    why: 'its endpoints are written by somebody else, and its cluster IP answers all the same (kubernetes.io, Service, without selectors)',
    input: [
      web({selector: undefined}),
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {name: 'web-1', namespace: 'shop', labels: {'kubernetes.io/service-name': 'web'}},
        addressType: 'IPv4',
        ports: [{name: 'http', port: 9376, protocol: 'TCP'}],
        endpoints: [{addresses: ['10.4.5.6'], conditions: {ready: true}}],
      },
    ],
    reach: 'cluster',
    ways: [INSIDE],
  },
  {
    name: 'a load balancer without selector',
    why: 'the cloud makes it from the type alone; the selector says only who writes the endpoints',
    input: [balanced({...ONLY_ITSELF, selector: undefined})],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
  {
    name: 'a load balancer that selects no pod',
    why: 'its address is open, for the pods may come any time',
    input: [workload('other'), balanced(ONLY_ITSELF)],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
    says: 'no endpoint now',
  },
  {
    name: 'a load balancer of two ports and two protocols',
    why: 'each port is a frontend of its own (MixedProtocolLBService, stable since 1.26)',
    input: [
      PODS,
      balanced({
        ...ONLY_ITSELF,
        ports: [
          {name: 'https', port: 443, targetPort: 8080},
          {name: 'quic', port: 443, targetPort: 8080, protocol: 'UDP'},
        ],
      }),
    ],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:443 internet', 'LoadBalancer:443/UDP internet', 'ClusterIP:443 cluster', 'ClusterIP:443/UDP cluster'],
  },
  {
    name: 'a load balancer whose status has a private address',
    why: 'what it has been given decides, whatever the manifest would get elsewhere',
    input: [PODS, balanced(ONLY_ITSELF, {}, {status: {loadBalancer: {ingress: [{ip: '10.0.0.25'}]}}})],
    ...AZURE,
    reach: 'network',
    ways: ['LoadBalancer:80 network', INSIDE],
  },
  {
    name: 'a load balancer with a public and a private address',
    why: 'each address is a way of its own; the farther one is the reach',
    input: [PODS, balanced(ONLY_ITSELF, {}, {status: {loadBalancer: {ingress: [{ip: '203.0.113.9'}, {ip: '10.0.0.25'}]}}})],
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', 'LoadBalancer:80 network', INSIDE],
  },
]

const NODE_PORTS: readonly ExposureCase[] = [
  {
    name: 'a node port on private nodes',
    why: 'every node answers on it by its own addresses (kubernetes.io, Service, NodePort), and they are private',
    input: [PODS, web({type: 'NodePort', ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}), node(undefined)],
    reach: 'network',
    ways: ['NodePort:30080 network', INSIDE],
    says: 'has private addresses',
  },
  {
    name: 'a node port on a public node',
    why: 'every node answers on it by its own addresses, and one of them is public',
    input: [PODS, web({type: 'NodePort', ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}), node(undefined, '203.0.113.7')],
    reach: 'internet',
    ways: ['NodePort:30080 internet', INSIDE],
    says: 'node node-a has the public address 203.0.113.7',
  },
  {
    name: 'a node port on nodes that were said to be public',
    why: 'the word of the user on his nodes',
    input: [PODS, web({type: 'NodePort'})],
    flags: {nodes: 'public'},
    reach: 'internet',
    ways: ['NodePort:? internet', INSIDE],
    says: 'firewalls before the nodes are not in the input',
  },
  {
    name: 'a node port on nodes of which nothing is known',
    why: 'the private network reaches nodes everywhere; whether the internet does, only their addresses tell',
    input: [PODS, web({type: 'NodePort'})],
    reach: 'network',
    ways: ['NodePort:? network', INSIDE],
    asks: "are the nodes' addresses public?",
  },
  {
    name: 'source ranges and node ports, private nodes',
    why: 'loadBalancerSourceRanges "will restrict traffic through the cloud-provider load-balancer" (core/v1): neither the node port nor the cluster IP',
    input: [PODS, balanced({...RANGES, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]})],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet 203.0.113.0/24', 'NodePort:30080 network', INSIDE],
  },
  {
    name: 'source ranges that are private, and node ports on private nodes',
    why: 'nobody on the internet has an address of RFC 1918; the node port lets in more, and no farther',
    input: [PODS, balanced({loadBalancerSourceRanges: ['10.20.0.0/16'], ports: [{port: 80, targetPort: 8080, nodePort: 30080}]})],
    ...AZURE,
    reach: 'network',
    ways: ['LoadBalancer:80 network 10.20.0.0/16', 'NodePort:30080 network', INSIDE],
  },
  {
    name: 'source ranges and node ports on public nodes',
    why: 'the ranges guard the address of the load balancer alone: anybody comes in by a node',
    input: [PODS, balanced({loadBalancerSourceRanges: ['10.20.0.0/16'], ports: [{port: 80, targetPort: 8080, nodePort: 30080}]})],
    ...PUBLIC_NODES,
    reach: 'internet',
    ways: ['LoadBalancer:80 network 10.20.0.0/16', 'NodePort:30080 internet', INSIDE],
  },
  {
    name: 'an internal load balancer on public nodes',
    why: 'the annotation is about the frontend; the node port is open on each address of each node',
    input: [PODS, balanced({}, INTERNAL_ON_AZURE)],
    ...PUBLIC_NODES,
    reach: 'internet',
    ways: ['LoadBalancer:80 network', 'NodePort:? internet', INSIDE],
  },
  {
    name: 'allocateLoadBalancerNodePorts false',
    why: '"allocateLoadBalancerNodePorts defines if NodePorts will be automatically allocated for services with type LoadBalancer" (core/v1)',
    input: [PODS, balanced({allocateLoadBalancerNodePorts: false, ...RANGES})],
    ...PUBLIC_NODES,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet 203.0.113.0/24', INSIDE],
  },
  {
    name: 'allocateLoadBalancerNodePorts false and a node port all the same',
    why: '"If the caller requests specific NodePorts (by specifying a value), those requests will be respected, regardless of this field" (core/v1)',
    input: [
      PODS,
      balanced({allocateLoadBalancerNodePorts: false, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}, INTERNAL_ON_AZURE),
    ],
    ...PUBLIC_NODES,
    reach: 'internet',
    ways: ['LoadBalancer:80 network', 'NodePort:30080 internet', INSIDE],
  },
  {
    name: 'source ranges that let everybody in',
    why: '0.0.0.0/0 is every address',
    input: [PODS, balanced({...ONLY_ITSELF, loadBalancerSourceRanges: ['10.0.0.0/8', '0.0.0.0/0']})],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
]

const EXTERNAL_ADDRESSES: readonly ExposureCase[] = [
  {
    name: 'a public external address',
    why: '"When network traffic arrives into the cluster, with the external IP (as destination IP) and the port matching that Service", it is routed to its endpoints (kubernetes.io, Service, external IPs)',
    input: [PODS, web({externalIPs: ['198.51.100.32']})],
    reach: 'internet',
    ways: ['ExternalIP:80 internet', INSIDE],
  },
  {
    name: 'a private external address',
    why: 'an address of RFC 1918 is one of a private network',
    input: [PODS, web({externalIPs: ['10.9.8.7']})],
    reach: 'network',
    ways: ['ExternalIP:80 network', INSIDE],
  },
  {
    name: 'an external address beside guarded load balancing',
    why: 'kube-proxy holds loadBalancerSourceRanges against the load balancer’s address only: external IPs jump to the external chain (pkg/proxy/iptables/proxier.go)',
    input: [PODS, balanced({...ONLY_ITSELF, loadBalancerSourceRanges: ['10.0.0.0/8'], externalIPs: ['198.51.100.32']})],
    ...AZURE,
    reach: 'internet',
    ways: ['ExternalIP:80 internet', 'LoadBalancer:80 network 10.0.0.0/8', INSIDE],
  },
  {
    name: 'an external address of the machine itself',
    why: 'the API server refuses a loopback address (ValidateNonSpecialIP)',
    input: [PODS, web({externalIPs: ['127.0.0.1']})],
    reach: 'cluster',
    ways: [INSIDE],
  },
]

const port = (more: object) => workload('agent', {ports: [{name: 'http', containerPort: 9100, ...more}]})
const forAgent = web({selector: {app: 'agent'}, ports: [{port: 80, targetPort: 9100}]})
const PRIVATE = {flags: {nodes: 'private'}} as const
const AGENT = {of: 'Deployment agent'} as const

const POD_PORTS: readonly ExposureCase[] = [
  {
    name: 'a host port',
    why: '"Number of port to expose on the host" (core/v1): a port of the node',
    input: [port({hostPort: 19_100})],
    ...PRIVATE,
    ...AGENT,
    reach: 'network',
    ways: ['HostPort:19100 network'],
  },
  {
    name: 'a host port on a public node',
    why: 'the port is open on every address of the node',
    input: [port({hostPort: 19_100}), node(undefined, '203.0.113.7')],
    ...AGENT,
    reach: 'internet',
    ways: ['HostPort:19100 internet'],
  },
  {
    name: 'a host port of the node itself',
    why: 'hostIP is "What host IP to bind the external port to" (core/v1), and nobody else has a machine’s 127.0.0.1',
    input: [port({hostPort: 19_100, hostIP: '127.0.0.1'}), node(undefined, '203.0.113.7')],
    ...AGENT,
    reach: 'none',
    ways: ['HostPort:19100 none'],
  },
  {
    name: 'a host port of one private address of a public node',
    why: 'hostIP leaves the other addresses of the node out',
    input: [port({hostPort: 19_100, hostIP: '10.0.0.4'}), node(undefined, '203.0.113.7')],
    ...AGENT,
    reach: 'network',
    ways: ['HostPort:19100 network'],
  },
  {
    name: 'a host port behind a Service',
    why: 'the Service leads to the same port of the same pods: both are ways to what it serves',
    input: [port({hostPort: 19_100}), forAgent],
    ...PRIVATE,
    reach: 'network',
    ways: ['HostPort:19100 network', INSIDE],
  },
  {
    name: 'a host port in UDP',
    why: 'protocol is of the port: the node answers in UDP',
    input: [port({hostPort: 5353, protocol: 'UDP'})],
    ...PRIVATE,
    ...AGENT,
    reach: 'network',
    ways: ['HostPort:5353/UDP network'],
  },
  {
    name: 'a host port of nobody',
    why: 'with no replica there is no pod whose port a node would open',
    input: [{...port({hostPort: 19_100}), spec: {...port({hostPort: 19_100}).spec, replicas: 0}}, forAgent],
    ...PRIVATE,
    reach: 'cluster',
    ways: [INSIDE],
  },
  {
    name: 'the network of the node',
    why: '"Use the host’s network namespace" (core/v1, hostNetwork): what listens there listens on the node',
    input: [workload('agent', {ports: [{containerPort: 9100}], pod: {hostNetwork: true}})],
    ...PRIVATE,
    ...AGENT,
    reach: 'network',
    ways: ['HostNetwork:9100 network'],
  },
  {
    name: 'the network of a public node',
    why: 'the node’s addresses are the pod’s',
    input: [workload('agent', {ports: [{containerPort: 9100}], pod: {hostNetwork: true}}), node(undefined, '203.0.113.7')],
    ...AGENT,
    reach: 'internet',
    ways: ['HostNetwork:9100 internet'],
  },
  {
    name: 'the network of the node behind a Service, at a port that no container declares',
    why: '"Not specifying a port here DOES NOT prevent that port from being exposed" (core/v1, ports of a container)',
    input: [workload('agent', {ports: [], pod: {hostNetwork: true}}), forAgent],
    ...PRIVATE,
    reach: 'network',
    ways: ['HostNetwork:9100 network', INSIDE],
  },
]

/** What Services and pods open by themselves. */
export const OF_SERVICES: readonly ExposureCase[] = [...TYPES, ...NODE_PORTS, ...EXTERNAL_ADDRESSES, ...POD_PORTS]
