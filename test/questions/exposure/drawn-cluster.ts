import fc from 'fast-check'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {clusterWith, namespace} from './asking.ts'
import {drawnPolicies, objectsOfPolicies} from './drawn-policies.ts'

/** Where the Services are. */
export const HOMES = ['a', 'b'] as const
export const APPS = ['x', 'y'] as const
/** Two namespaces without Services, for clients: one of team t, and one without labels. */
const STRANGE = ['d', 'e'] as const
const CLIENTS = [...APPS, 'z'] as const
export const NODES = ['node-a', 'node-b', 'node-c'] as const
/** The namespace of what stands before Ingresses and Gateways. */
export const EDGE = 'edge'
const CONTROLLERS = ['nginx', 'envoy'] as const

const drawnRanges = fc.constantFrom(
  undefined,
  undefined,
  ['203.0.113.0/24', '2001:db8:1::/48'],
  ['203.0.113.0/24', '10.0.0.0/8', 'fd00:10::/32'],
  ['10.0.0.0/8', 'fd00:10::/32'],
)
const drawnFront = fc.record({
  type: fc.constantFrom('ClusterIP', 'Headless', 'NodePort', 'LoadBalancer', 'LoadBalancer'),
  balancer: fc.constantFrom('public', 'public', 'internal', 'planned'),
  external: fc.constantFrom('Cluster', 'Local'),
  ranges: drawnRanges,
  families: fc.constantFrom(['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4']),
  externalIP: fc.constantFrom(undefined, undefined, undefined, '20.30.50.7', '10.200.0.7'),
})
const drawnService = fc.record({
  front: drawnFront,
  pod: fc.constantFrom('plain', 'plain', 'plain', 'host-port', 'host-network'),
  state: fc.constantFrom('ready', 'ready', 'ready', 'ready', 'leaving', 'unready'),
  node: fc.constantFrom('node-a', 'node-b'),
  route: fc.constantFrom(undefined, undefined, 'Ingress', 'Gateway'),
})

/** A cluster in one line of choices: what is drawn stands here, what it looks like in clusterFrom. */
export const drawnCluster = fc.record({
  services: fc.array(drawnService, {minLength: 4, maxLength: 4}),
  edge: drawnFront.filter(({type}) => type !== 'Headless'),
  controller: fc.constantFrom('plain', 'plain', 'host-port', 'host-network'),
  isDualStack: fc.boolean(),
  hasPublicNodes: fc.boolean(),
  policies: drawnPolicies,
  teams: fc.subarray([...HOMES]),
})
export type DrawnCluster = typeof drawnCluster extends fc.Arbitrary<infer T> ? T : never
type DrawnFront = DrawnCluster['edge']
type DrawnService = DrawnCluster['services'][number]

interface DrawnPod extends Pick<DrawnService, 'pod' | 'state'> {
  readonly node: (typeof NODES)[number]
  /** Whom no Service selects. */
  readonly isClient?: boolean
}

/** The numbers that make addresses and node ports of a Service its own. */
interface Place {
  readonly namespace: string
  readonly app: string
  readonly index: number
}

const placesOfServices: readonly Place[] = HOMES.flatMap((home, row) =>
  APPS.map((app, column) => ({namespace: home, app, index: row * APPS.length + column})),
)
const placesOfControllers: readonly Place[] = CONTROLLERS.map((app, index) => ({namespace: EDGE, app, index: index + 8}))

export function clusterFrom(drawn: DrawnCluster): Cluster {
  const {services, edge, controller, isDualStack, policies, teams} = drawn
  const at = (place: Place) => services[place.index] as DrawnService
  const apps = placesOfServices.map((place) => podFor(place, at(place), isDualStack))
  const controllers = placesOfControllers.map((place) =>
    podFor(place, {pod: place.app === 'nginx' ? controller : 'plain', state: 'ready', node: 'node-b'}, isDualStack),
  )
  const clients = [...HOMES, ...STRANGE, EDGE].flatMap((home) => CLIENTS.map((app) => ({home, app})))
  return clusterWith(
    ...HOMES.map((name) => namespace(name, teams.includes(name) ? {team: 't'} : {})),
    ...[namespace('d', {team: 't'}), namespace('e'), namespace(EDGE)],
    ...NODES.map((name, index) => nodeObject(name, index, drawn)),
    ...apps,
    ...controllers,
    ...clients.map(({home, app}, index) => podFor({namespace: home, app, index: index + 16}, CLIENT, isDualStack)),
    ...placesOfServices.map((place) => serviceFor(place, at(place).front, isDualStack)),
    ...placesOfControllers.map((place) => serviceFor(place, edge, isDualStack)),
    ...placesOfServices.flatMap((place) => routeFor(place, at(place))),
    ...edgeObjects(),
    ...objectsOfPolicies(policies),
  )
}

function nodeObject(name: string, index: number, {isDualStack, hasPublicNodes}: DrawnCluster): object {
  const internal = [`192.168.1.${index + 1}`, ...(isDualStack ? [`fd00:10:1::${index + 1}`] : [])]
  const external = hasPublicNodes ? [`20.30.60.${index + 1}`, ...(isDualStack ? [`2001:db8:60::${index + 1}`] : [])] : []
  const podCIDRs = [`10.244.${index}.0/24`, ...(isDualStack ? [`fd00:244:${index}::/64`] : [])]
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name, uid: name},
    spec: {podCIDR: podCIDRs[0], podCIDRs, providerID: `azure:///subscriptions/s/resourceGroups/g/providers/${name}`},
    status: {
      addresses: [
        ...internal.map((address) => ({type: 'InternalIP', address})),
        ...external.map((address) => ({type: 'ExternalIP', address})),
      ],
    },
  }
}

const CLIENT = {pod: 'plain', state: 'ready', node: 'node-c', isClient: true} as const

function podFor({namespace: home, app, index}: Place, {pod, state, node, isClient = false}: DrawnPod, isDualStack: boolean): object {
  const row = NODES.indexOf(node)
  const isOnHost = pod === 'host-network'
  const own = isOnHost ? `192.168.1.${row + 1}` : `10.244.${row}.${index + 10}`
  const second = isOnHost ? `fd00:10:1::${row + 1}` : `fd00:244:${row}::${(index + 10).toString(16)}`
  const name = isClient ? `client-${app}` : `${app}-${home}`
  // Two pods on the network of one node cannot listen on one port.
  const containerPort = isOnHost ? (app === 'nginx' ? 80 : 9000 + index) : 8080
  const hostPort = app === 'nginx' ? 80 : 7000 + index
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: home,
      uid: `${home}/${name}`,
      // No policy asks for the second label, and every Service does.
      labels: isClient ? {app} : {app, role: 'server'},
      ...(state === 'leaving' && {deletionTimestamp: '2026-01-01T00:00:00Z'}),
    },
    spec: {
      nodeName: node,
      ...(isOnHost && {hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet'}),
      containers: [
        {
          name: 'app',
          image: app === 'nginx' ? 'registry.k8s.io/ingress-nginx/controller:v1.12.0' : 'app:1',
          ports: [{name: 'http', containerPort, ...(pod === 'host-port' && {hostPort})}],
        },
      ],
    },
    status: {
      phase: 'Running',
      podIP: own,
      podIPs: [{ip: own}, ...(isDualStack ? [{ip: second}] : [])],
      conditions: [{type: 'Ready', status: state === 'unready' ? 'False' : 'True'}],
    },
  }
}

/** The addresses that a Service has on each side, by family. */
function addressesOf({index}: Place, {balancer}: DrawnFront, family: string) {
  const isFour = family === 'IPv4'
  const isInternal = balancer === 'internal'
  return {
    cluster: isFour ? `172.30.0.${index + 1}` : `fd00:30::${index + 1}`,
    balancer: isFour ? `${isInternal ? '10.9.9' : '20.30.40'}.${index + 1}` : `${isInternal ? 'fd00:99' : '2001:db8:9'}::${index + 1}`,
  }
}

function serviceFor(place: Place, front: DrawnFront, isDualStack: boolean): object {
  const {type, balancer, external, ranges, externalIP} = front
  const families = isDualStack ? front.families : ['IPv4']
  const isBalanced = type === 'LoadBalancer'
  const isPlanned = isBalanced && balancer === 'planned'
  const isOpen = isBalanced || type === 'NodePort'
  const clusterIPs = type === 'Headless' ? ['None'] : families.map((family) => addressesOf(place, front, family).cluster)
  const name = nameOf(place)
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: place.namespace,
      ...(!isPlanned && {uid: `service-${place.index}`}),
      labels: {
        ...(place.app === 'envoy' && {
          'gateway.envoyproxy.io/owning-gateway-name': 'gate',
          'gateway.envoyproxy.io/owning-gateway-namespace': EDGE,
        }),
      },
      ...(balancer === 'internal' && {annotations: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}}),
    },
    spec: {
      type: type === 'Headless' ? 'ClusterIP' : type,
      selector: {app: place.app, role: 'server'},
      ...(!isPlanned && {clusterIP: clusterIPs[0], clusterIPs}),
      ipFamilies: families,
      ipFamilyPolicy: families.length > 1 ? 'RequireDualStack' : 'SingleStack',
      ports: [{name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', ...(isOpen && !isPlanned && {nodePort: 30_000 + place.index})}],
      ...(isOpen && {externalTrafficPolicy: external}),
      ...(isBalanced && ranges && {loadBalancerSourceRanges: ranges}),
      ...(externalIP && families[0] === 'IPv4' && type !== 'Headless' && {externalIPs: [externalIPOf(place, externalIP)]}),
    },
    ...(isBalanced &&
      !isPlanned && {
        status: {loadBalancer: {ingress: families.map((family) => ({ip: addressesOf(place, front, family).balancer, ipMode: 'VIP'}))}},
      }),
  }
}

function externalIPOf({index}: Place, address: string): string {
  return address.replace(/\d+$/, String(100 + index))
}

function nameOf({app}: Place): string {
  return `s-${app}`
}

function routeFor(place: Place, {route}: DrawnService): readonly object[] {
  const metadata = {name: `to-${place.app}`, namespace: place.namespace}
  if (route === 'Ingress') {
    const backend = {service: {name: nameOf(place), port: {number: 80}}}
    const paths = [{path: '/', pathType: 'Prefix', backend}]
    return [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata,
        spec: {ingressClassName: 'nginx', rules: [{host: `${place.app}.${place.namespace}.example`, http: {paths}}]},
      },
    ]
  }
  if (route !== 'Gateway') return []
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: [{name: 'gate', namespace: EDGE}],
        hostnames: [`${place.app}.${place.namespace}.example`],
        rules: [{backendRefs: [{name: nameOf(place), port: 80}]}],
      },
    },
  ]
}

function edgeObjects(): readonly object[] {
  return [
    {apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: {name: 'nginx'}, spec: {controller: 'k8s.io/ingress-nginx'}},
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: {name: 'envoy'},
      spec: {controllerName: 'gateway.envoyproxy.io/gatewayclass-controller'},
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {name: 'gate', namespace: EDGE},
      spec: {
        gatewayClassName: 'envoy',
        listeners: [{name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}}],
      },
    },
  ]
}

/** What of all that may be drawn a cluster has, a word each, so that a test can tell that nothing is left out. */
export function featuresOf({services, edge, controller, isDualStack, hasPublicNodes, policies}: DrawnCluster): readonly string[] {
  const routes = services.flatMap(({route}) => route ?? [])
  const fronts = [...services.map(({front}) => front), edge]
  return [
    ...routes,
    ...routes.map((route) => `${route} by ${edge.type}`),
    ...services.map(({pod}) => pod),
    ...services.map(({state}) => state),
    `controller ${controller}`,
    `${hasPublicNodes ? 'public' : 'private'} nodes`,
    ...policies.own.map(() => 'NetworkPolicy'),
    ...policies.mute.map(() => 'mute'),
    ...(policies.ofCluster ? [policies.ofCluster.kind] : []),
    ...fronts.flatMap((front) => featuresOfFront(front, isDualStack)),
  ]
}

function featuresOfFront({type, balancer, external, ranges, families, externalIP}: DrawnFront, isDualStack: boolean): readonly string[] {
  const isBalanced = type === 'LoadBalancer'
  return [
    type,
    isDualStack ? families.join(' and ') : 'IPv4',
    ...(externalIP === undefined ? [] : ['external address']),
    // One node has no endpoint ever, and another has it on most days.
    ...(type === 'NodePort' || isBalanced ? [external] : []),
    ...(isBalanced ? [`${balancer} balancer`] : []),
    ...(isBalanced && ranges && balancer !== 'planned' ? ['source ranges beside node ports'] : []),
  ]
}
