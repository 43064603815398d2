import {type Draft, find} from './shop.ts'

/** One edit of the shop, and what follows from it by what Kubernetes does: severity, kind and object. */
export interface Mutation {
  readonly name: string
  readonly edit: (objects: Draft[]) => void
  readonly effects: readonly string[]
}

const spec = (objects: Draft[], kind: string, name: string): Draft => find(objects, kind, name).spec
const remove = (objects: Draft[], kind: string, name: string) => objects.splice(objects.indexOf(find(objects, kind, name)), 1)
const INTERNAL = 'service.beta.kubernetes.io/azure-load-balancer-internal'

function edit(name: string, change: (objects: Draft[]) => void, ...effects: readonly string[]): Mutation {
  return {name, edit: change, effects: [...effects].sort()}
}

export const MUTATIONS: readonly Mutation[] = [
  // Nothing that a Service hangs on.
  edit('an image', (all) => (spec(all, 'Deployment', 'web').template.spec.containers[0].image = 'main:2')),
  edit('a variable', (all) => (spec(all, 'Deployment', 'web').template.spec.containers[0].env = [{name: 'A', value: 'b'}])),
  edit('a label of a Deployment itself', (all) => (find(all, 'Deployment', 'web').metadata.labels = {app: 'other'})),
  edit('an annotation that means nothing', (all) => (find(all, 'Service', 'web').metadata.annotations = {note: 'x'})),
  edit('a label that every pod has asked for too', (all) => (spec(all, 'Service', 'web').selector.tier = 'any')),
  edit('a protocol written out', (all) => (spec(all, 'Service', 'api').ports[0].protocol = 'TCP')),
  edit('a default type written out', (all) => (spec(all, 'Service', 'api').type = 'ClusterIP')),
  edit('a label more on pods', (all) => (spec(all, 'Deployment', 'api').template.metadata.labels.extra = 'yes')),
  edit('a target port by the name of the same port', (all) => (spec(all, 'Service', 'web').ports[0].targetPort = 'http')),

  // Labels and selectors.
  edit(
    'a label of the pods behind a load balancer',
    (all) => {
      spec(all, 'Deployment', 'web').template.metadata.labels.app = 'wbe'
      spec(all, 'Deployment', 'web').selector.matchLabels.app = 'wbe'
    },
    'warning endpoints-lost Service/shop/web',
  ),
  edit(
    'a label of pods that a policy lets in',
    (all) => {
      spec(all, 'Deployment', 'api').template.metadata.labels.app = 'ipa'
      spec(all, 'Deployment', 'api').selector.matchLabels.app = 'ipa'
    },
    'warning endpoints-lost Service/shop/api',
    'info no-longer-reachable-inside Service/shop/db',
  ),
  edit(
    'a selector that finds nothing',
    (all) => (spec(all, 'Service', 'edge').selector.app = 'egde'),
    'warning endpoints-lost Service/shop/edge',
  ),
  edit(
    'a selector of other pods behind a load balancer',
    (all) => (spec(all, 'Service', 'web').selector.app = 'batch'),
    'error newly-reachable Service/shop/web',
    'warning endpoints-lost Service/shop/web',
    // They are isolated for egress alone: who comes in is the same.
  ),
  edit(
    'a selector that takes other pods in too',
    (all) => (spec(all, 'Service', 'canary').selector = {tier: 'any'}),
    'info endpoints-gained Service/shop/canary',
    // Of what stands behind it now, the database lets only some in.
    'info no-longer-reachable-inside Service/shop/canary',
    // And the batch may connect to the API, which is among it.
    'warning newly-reachable-inside Service/shop/canary',
  ),
  edit('replicas 0', (all) => (spec(all, 'Deployment', 'web').replicas = 0), 'warning endpoints-lost Service/shop/web'),
  edit('more replicas', (all) => (spec(all, 'Deployment', 'web').replicas = 7), 'info replicas-changed Service/shop/web'),
  edit('a workload removed', (all) => remove(all, 'Deployment', 'edge'), 'warning endpoints-lost Service/shop/edge'),
  edit(
    'the namespace of a workload',
    (all) => (find(all, 'Deployment', 'edge').metadata.namespace = 'ops'),
    'warning endpoints-lost Service/shop/edge',
  ),
  edit(
    'the namespace of a Service for the inside',
    (all) => (find(all, 'Service', 'db').metadata.namespace = 'ops'),
    'info service-removed Service/shop/db',
    'info service-added Service/ops/db',
  ),
  edit(
    'the name of a Service for the inside',
    (all) => (find(all, 'Service', 'db').metadata.name = 'data'),
    'info service-removed Service/shop/db',
    'info service-added Service/shop/data',
  ),
  edit(
    'the name of a Service for the outside, whose pods are as open as before',
    (all) => (find(all, 'Service', 'edge').metadata.name = 'rim'),
    'info service-removed Service/shop/edge',
    'info entry-removed Service/shop/edge',
    'info service-added Service/shop/rim',
    'info entry-added Service/shop/rim',
  ),

  // Ports.
  edit('a port', (all) => (spec(all, 'Service', 'web').ports[0].port = 8081), 'warning port-moved Service/shop/web'),
  edit('a target port', (all) => (spec(all, 'Service', 'web').ports[0].targetPort = 9999), 'warning port-moved Service/shop/web'),
  edit(
    'a target port by a name that no container has',
    (all) => (spec(all, 'Service', 'web').ports[0].targetPort = 'nope'),
    'warning endpoints-lost Service/shop/web',
  ),
  edit('an address for a Service without', (all) => (spec(all, 'Service', 'api').clusterIP = '10.0.9.9')),
  edit('a node port', (all) => (spec(all, 'Service', 'edge').ports[0].nodePort = 30081), 'warning port-moved Service/shop/edge'),
  edit('the name of a port', (all) => (spec(all, 'Service', 'web').ports[0].name = 'plain'), 'info port-renamed Service/shop/web'),
  edit(
    'a port more on a load balancer',
    (all) => spec(all, 'Service', 'web').ports.push({name: 'debug', port: 6060}),
    'info port-added Service/shop/web',
    'error newly-reachable Service/shop/web',
  ),
  edit(
    'a port less on a load balancer',
    (all) => spec(all, 'Service', 'web').ports.pop(),
    'warning port-removed Service/shop/web',
    'info no-longer-reachable Service/shop/web',
  ),
  edit(
    'a port more for the inside',
    (all) => {
      spec(all, 'Service', 'api').ports[0].name = 'http'
      return undefined
    },
    'info port-renamed Service/shop/api',
  ),
  edit(
    'a port on the node of every pod',
    (all) => (spec(all, 'Deployment', 'api').template.spec.containers[0].ports[0].hostPort = 9000),
    'error newly-reachable Service/shop/api',
  ),

  // Types and annotations.
  edit('no load balancer any more', (all) => (spec(all, 'Service', 'web').type = 'ClusterIP'), 'info no-longer-reachable Service/shop/web'),
  edit('node ports alone', (all) => (spec(all, 'Service', 'web').type = 'NodePort'), 'info no-longer-reachable Service/shop/web'),
  edit('a load balancer', (all) => (spec(all, 'Service', 'api').type = 'LoadBalancer'), 'error newly-reachable Service/shop/api'),
  edit('node ports', (all) => (spec(all, 'Service', 'api').type = 'NodePort'), 'error newly-reachable Service/shop/api'),
  edit(
    'a load balancer for nothing but its address',
    (all) => Object.assign(spec(all, 'Service', 'api'), {type: 'LoadBalancer', allocateLoadBalancerNodePorts: false}),
    'error newly-reachable Service/shop/api',
  ),
  edit(
    'an external address',
    (all) => (spec(all, 'Service', 'api').externalIPs = ['203.0.113.7']),
    'error newly-reachable Service/shop/api',
  ),
  edit(
    'a virtual address for a headless Service',
    (all) => delete spec(all, 'Service', 'db').clusterIP,
    'info type-changed Service/shop/db',
  ),
  edit(
    'a Service that leads out',
    (all) => Object.assign(spec(all, 'Service', 'db'), {type: 'ExternalName', externalName: 'db.example.com'}),
    'info type-changed Service/shop/db',
    'warning setting-changed Service/shop/db',
  ),
  edit(
    'traffic that stays on its node',
    (all) => (spec(all, 'Service', 'edge').externalTrafficPolicy = 'Local'),
    'info setting-changed Service/shop/edge',
  ),
  edit(
    'an internal load balancer made public',
    (all) => delete find(all, 'Service', 'intra').metadata.annotations[INTERNAL],
    'error newly-reachable Service/shop/intra',
  ),
  // Nobody of the internet has such an address, but nothing else is between them and it any more.
  edit(
    'an internal load balancer made public for private addresses alone',
    (all) => delete find(all, 'Service', 'partner').metadata.annotations[INTERNAL],
    'warning address-made-public Service/shop/partner',
  ),
  edit(
    'an internal load balancer made public by a value that the cloud passes over',
    (all) => (find(all, 'Service', 'partner').metadata.annotations[INTERNAL] = 'True'),
    'warning address-made-public Service/shop/partner',
  ),
  edit(
    'a public load balancer made internal',
    (all) => (find(all, 'Service', 'web').metadata.annotations = {[INTERNAL]: 'true'}),
    'info no-longer-reachable Service/shop/web',
  ),
  // The cloud provider takes "true" alone.
  edit(
    'an annotation with a value that the cloud passes over',
    (all) => (find(all, 'Service', 'web').metadata.annotations = {[INTERNAL]: 'True'}),
  ),

  // Source ranges.
  edit(
    'source ranges where there were none',
    (all) => (spec(all, 'Service', 'web').loadBalancerSourceRanges = ['198.51.100.0/24']),
    'info sources-narrowed Service/shop/web',
  ),
  edit(
    'wider source ranges',
    (all) => (spec(all, 'Service', 'partner').loadBalancerSourceRanges = ['10.0.0.0/8']),
    'error sources-widened Service/shop/partner',
  ),
  edit(
    'narrower source ranges',
    (all) => (spec(all, 'Service', 'partner').loadBalancerSourceRanges = ['10.1.2.0/24']),
    'info sources-narrowed Service/shop/partner',
  ),
  edit(
    'other source ranges',
    (all) => (spec(all, 'Service', 'partner').loadBalancerSourceRanges = ['10.9.0.0/16']),
    'error sources-changed Service/shop/partner',
  ),
  edit(
    'a source range in two halves',
    (all) => (spec(all, 'Service', 'partner').loadBalancerSourceRanges = ['10.1.128.0/17', '10.1.0.0/17']),
  ),
  edit(
    'half of a source range',
    (all) => (spec(all, 'Service', 'partner').loadBalancerSourceRanges = ['10.1.128.0/17']),
    'info sources-narrowed Service/shop/partner',
  ),
  edit(
    'no source ranges any more',
    (all) => delete spec(all, 'Service', 'partner').loadBalancerSourceRanges,
    'error sources-widened Service/shop/partner',
  ),

  // Policies.
  edit(
    'a policy that selects other pods',
    (all) => (spec(all, 'NetworkPolicy', 'db').podSelector.matchLabels.app = 'dbs'),
    'error policy-stopped-selecting StatefulSet/shop/db',
    'error newly-reachable-inside Service/shop/db',
  ),
  edit(
    'a policy removed',
    (all) => remove(all, 'NetworkPolicy', 'db'),
    'error policy-stopped-selecting StatefulSet/shop/db',
    'error newly-reachable-inside Service/shop/db',
  ),
  edit(
    'a policy of another namespace',
    (all) => (find(all, 'NetworkPolicy', 'db').metadata.namespace = 'ops'),
    'error policy-stopped-selecting StatefulSet/shop/db',
    'error newly-reachable-inside Service/shop/db',
  ),
  edit(
    'a policy for the other direction',
    (all) => (spec(all, 'NetworkPolicy', 'db').policyTypes = ['Egress']),
    'error policy-stopped-selecting StatefulSet/shop/db',
    'info policy-starts-selecting StatefulSet/shop/db',
    'error newly-reachable-inside Service/shop/db',
    // The database can connect to nobody any more.
    ...['api', 'canary', 'edge', 'intra', 'partner', 'web'].map((name) => `info no-longer-reachable-inside Service/shop/${name}`),
  ),
  edit(
    'peers of a policy: everybody of the namespace',
    (all) => (spec(all, 'NetworkPolicy', 'db').ingress[0].from[0].podSelector = {}),
    'warning newly-reachable-inside Service/shop/db',
  ),
  edit(
    'peers of a policy: everybody',
    (all) => delete spec(all, 'NetworkPolicy', 'db').ingress[0].from,
    'error newly-reachable-inside Service/shop/db',
  ),
  edit(
    'peers of a policy: a namespace that nobody is in yet',
    (all) => spec(all, 'NetworkPolicy', 'db').ingress[0].from.push({namespaceSelector: {matchLabels: {team: 'analytics'}}}),
    // Another namespace has come in before: as far, and by more.
    'warning newly-reachable-inside Service/shop/db',
  ),
  edit(
    'a rule for every address',
    (all) => spec(all, 'NetworkPolicy', 'db').ingress[0].from.push({ipBlock: {cidr: '0.0.0.0/0'}}),
    'error newly-reachable-inside Service/shop/db',
  ),
  edit('the type of a policy that its rules imply', (all) => delete spec(all, 'NetworkPolicy', 'db').policyTypes),
  edit(
    'a policy that lets the batch connect to everybody',
    (all) => (spec(all, 'NetworkPolicy', 'batch').egress = [{}]),
    ...['canary', 'edge', 'intra', 'partner', 'web'].map((name) => `warning newly-reachable-inside Service/shop/${name}`),
  ),
  edit(
    'peers of a policy: one less',
    (all) => spec(all, 'NetworkPolicy', 'db').ingress[0].from.shift(),
    'info no-longer-reachable-inside Service/shop/db',
  ),
  edit(
    'the port of a policy',
    (all) => (spec(all, 'NetworkPolicy', 'db').ingress[0].ports[0].port = 5433),
    'info no-longer-reachable-inside Service/shop/db',
  ),
  edit(
    'a policy that lets nobody in',
    (all) =>
      all.push({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: {name: 'canary', namespace: 'shop'},
        spec: {podSelector: {matchLabels: {app: 'canary'}}},
      }),
    'info policy-starts-selecting Deployment/shop/canary',
    'info no-longer-reachable-inside Service/shop/canary',
  ),
  edit(
    'a policy for egress removed',
    (all) => remove(all, 'NetworkPolicy', 'batch'),
    // It held back clients: nobody new comes to the batch itself.
    'warning policy-stopped-selecting Deployment/shop/batch',
    ...['canary', 'edge', 'intra', 'partner', 'web'].map((name) => `warning newly-reachable-inside Service/shop/${name}`),
  ),
  edit(
    'a label of a namespace that a policy asks for',
    (all) => (find(all, 'Namespace', 'ops').metadata.labels.team = 'dev'),
    'info no-longer-reachable-inside Service/shop/db',
  ),

  // Ingress and Gateway API.
  edit(
    'the host of an Ingress',
    (all) => (spec(all, 'Ingress', 'main').rules[0].host = 'new.example'),
    'info entry-changed Service/shop/api',
  ),
  edit(
    'a wider path of an Ingress',
    (all) => (spec(all, 'Ingress', 'main').rules[0].http.paths[0].path = '/'),
    'error path-widened Service/shop/api',
  ),
  edit(
    'a narrower path of an Ingress',
    (all) => (spec(all, 'Ingress', 'main').rules[0].http.paths[0].path = '/api/v2'),
    'info path-narrowed Service/shop/api',
  ),
  edit(
    'the backend of an Ingress',
    (all) => (spec(all, 'Ingress', 'main').rules[0].http.paths[0].backend.service.name = 'canary'),
    'info no-longer-reachable Service/shop/api',
    'error newly-reachable Service/shop/canary',
  ),
  edit(
    'a backend that is not there',
    (all) => (spec(all, 'Ingress', 'main').rules[0].http.paths[0].backend.service.name = 'apu'),
    'info no-longer-reachable Service/shop/api',
    'warning way-broken Ingress/shop/main',
  ),
  edit(
    'a private class of an Ingress',
    (all) => (spec(all, 'Ingress', 'main').ingressClassName = 'inner'),
    'info no-longer-reachable Service/shop/api',
  ),
  edit('an Ingress removed', (all) => remove(all, 'Ingress', 'main'), 'info no-longer-reachable Service/shop/api'),
  edit(
    'an Ingress more',
    (all) => {
      const copy = structuredClone(find(all, 'Ingress', 'main'))
      copy.metadata.name = 'db'
      copy.spec.rules[0].http.paths[0].backend.service = {name: 'canary', port: {number: 80}}
      copy.spec.rules[0].host = 'canary.example'
      all.push(copy)
    },
    'error newly-reachable Service/shop/canary',
  ),
  edit(
    'a weight that was 0',
    (all) => (spec(all, 'HTTPRoute', 'main').rules[0].backendRefs[1].weight = 1),
    'error newly-reachable Service/shop/canary',
  ),
  edit(
    'a weight of 0',
    (all) => {
      spec(all, 'HTTPRoute', 'main').rules[0].backendRefs[0].weight = 0
    },
    'info no-longer-reachable Service/shop/api',
  ),
  edit('a route removed', (all) => remove(all, 'HTTPRoute', 'main'), 'info no-longer-reachable Service/shop/api'),
  edit('the port of a listener', (all) => (spec(all, 'Gateway', 'gate').listeners[0].port = 8080), 'warning port-moved Service/shop/api'),
  edit(
    'a private class of a Gateway',
    (all) => (spec(all, 'Gateway', 'gate').gatewayClassName = 'inner'),
    'info no-longer-reachable Service/shop/api',
  ),

  // Services.
  edit(
    'a Service removed',
    (all) => remove(all, 'Service', 'partner'),
    'info service-removed Service/shop/partner',
    'info no-longer-reachable Service/shop/partner',
  ),
  edit(
    'a Service for the inside',
    (all) =>
      all.push({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name: 'new', namespace: 'shop'},
        spec: {selector: {app: 'batch'}, ports: [{port: 80}]},
      }),
    'info service-added Service/shop/new',
  ),
  edit(
    'a Service for the internet',
    (all) =>
      all.push({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name: 'new', namespace: 'shop'},
        spec: {type: 'LoadBalancer', selector: {app: 'batch'}, ports: [{port: 80}]},
      }),
    'info service-added Service/shop/new',
    'error newly-reachable Service/shop/new',
  ),
]
