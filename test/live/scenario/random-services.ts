import type {Labels} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Random} from './random-numbers.ts'
import {PORT_NAMES, TIERS, VERSIONS, type Vocabulary} from './random-pods.ts'
import {createService, type Ingress, type ServiceOptions} from './service.ts'
import {createEndpoints, createSlice, type SubsetOptions} from './slice.ts'

/** A Service, and the slices or Endpoints that somebody wrote for it where it has no selector. The API server takes all of them. */
export function randomService(random: Random, words: Vocabulary, index: number): readonly WireObject[] {
  const namespace = random.chance(0.15) ? (words.namespaces[0] as string) : random.pick(words.namespaces)
  const name = words.services[index] as string
  const kind = random.weighted({ClusterIP: 42, headless: 20, NodePort: 12, LoadBalancer: 15, ExternalName: 3, 'by-hand': 8})
  const ports = randomPorts(random, kind)
  if (kind === 'ExternalName') return [createService(namespace, name, externalName(random, words, ports))]
  const headless = kind === 'headless' || (kind === 'by-hand' && random.chance(0.3))
  const type = kind === 'NodePort' || kind === 'LoadBalancer' ? kind : 'ClusterIP'
  const families = randomFamilies(random)
  const service = createService(namespace, name, {
    type,
    ports,
    selector: kind === 'by-hand' ? null : randomSelector(random, words),
    ...(headless && {clusterIP: 'None'}),
    ...families,
    ...randomHabits(random),
    ...(type !== 'ClusterIP' && random.chance(0.4) && {externalTrafficPolicy: 'Local' as const}),
    ...(type === 'LoadBalancer' && randomBalancer(random, index)),
  })
  return kind === 'by-hand' ? [service, ...byHand(random, namespace, name, ports)] : [service]
}

function externalName(random: Random, words: Vocabulary, ports: readonly string[]): ServiceOptions {
  return {
    type: 'ExternalName',
    externalName: `${random.pick(['db', 'api', 'queue'])}.example.com`,
    selector: random.chance(0.3) ? randomSelector(random, words) : null,
    ...(random.chance(0.5) && {ports}),
  }
}

function randomSelector(random: Random, words: Vocabulary): Labels {
  const app = random.pick(words.apps)
  switch (random.weighted({app: 50, 'app-tier': 20, 'app-version': 10, tier: 8, all: 4, nobody: 8})) {
    case 'app':
      return {app}
    case 'app-tier':
      return {app, tier: random.pick(TIERS)}
    case 'app-version':
      return {app, version: random.pick(VERSIONS)}
    case 'tier':
      return {tier: random.pick(TIERS)}
    case 'all':
      return {all: 'yes'}
    case 'nobody':
      return {app: 'nobody'}
  }
}

function randomPorts(random: Random, kind: string): readonly string[] {
  if (kind === 'headless' && random.chance(0.25)) return []
  const protocols = {TCP: 80, UDP: 15, SCTP: 5}
  const count = random.weighted({'1': 50, '2': 30, '3': 15, '4': 5})
  return Array.from({length: Number(count)}, (_, index) => {
    const target = random.weighted({name: 60, number: 30, none: 10})
    const arrow = target === 'none' ? '' : `→${target === 'name' ? random.pick(PORT_NAMES) : random.pick([8080, 9090, 5353, 1234])}`
    const protocol = random.weighted(protocols)
    const app = random.chance(0.15) ? ` ${random.pick(['http', 'kubernetes.io/h2c', 'example.com/own'])}` : ''
    // Several ports must have names, one need not; one number serves twice where the protocols differ.
    const name = count === '1' && random.chance(0.6) ? '' : `port-${index} `
    return `${name}${80 + index}${arrow}/${protocol}${app}`
  })
}

function randomFamilies(random: Random): ServiceOptions {
  switch (random.weighted({default: 45, single: 5, six: 10, prefer: 20, require: 12, turned: 8})) {
    case 'default':
      return {}
    case 'single':
      return {ipFamilyPolicy: 'SingleStack'}
    case 'six':
      return {ipFamilies: ['IPv6']}
    case 'prefer':
      return {ipFamilyPolicy: 'PreferDualStack'}
    case 'require':
      return {ipFamilyPolicy: 'RequireDualStack'}
    case 'turned':
      return {ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4']}
  }
}

/** What any Service may say, whatever its type. */
function randomHabits(random: Random): ServiceOptions {
  const topology = random.weighted({none: 70, distribution: 20, auto: 8, both: 2})
  return {
    ...(random.chance(0.2) && {publishNotReadyAddresses: true}),
    ...(random.chance(0.15) && {internalTrafficPolicy: 'Local' as const}),
    ...(random.chance(0.15) && {sessionAffinity: 'ClientIP' as const}),
    ...(random.chance(0.1) && {externalIPs: [`198.51.100.${1 + random.below(250)}`]}),
    ...(random.chance(0.3) && {labels: {team: random.pick(['red', 'blue'])}}),
    ...((topology === 'distribution' || topology === 'both') && {
      trafficDistribution: random.pick(['PreferClose', 'PreferSameZone', 'PreferSameNode'] as const),
    }),
    ...((topology === 'auto' || topology === 'both') && {annotations: {'service.kubernetes.io/topology-mode': 'Auto'}}),
  }
}

function randomBalancer(random: Random, index: number): ServiceOptions {
  const ip = `203.0.${index >> 8}.${index & 255}`
  const addresses: Readonly<Record<string, readonly Ingress[] | undefined>> = {
    pending: undefined,
    ip: [{ip}],
    proxy: [{ip, ipMode: 'Proxy'}],
    hostname: [{hostname: `lb-${index}.example.com`}],
    dual: [
      {ip, ipMode: 'VIP'},
      {ip: `2001:db8::${(index + 1).toString(16)}`, ipMode: 'VIP'},
    ],
  }
  const ingress = addresses[random.weighted({pending: 15, ip: 50, proxy: 10, hostname: 10, dual: 15})]
  return {
    ...(ingress && {ingress}),
    ...(random.chance(0.3) && {loadBalancerSourceRanges: random.some(['10.0.0.0/8', '192.168.77.0/24', '198.51.100.0/24'], 2)}),
    ...(random.chance(0.2) && {allocateLoadBalancerNodePorts: false}),
    ...(random.chance(0.1) && {loadBalancerClass: 'example.com/edge'}),
  }
}

/** Slices, Endpoints, both or neither; both families, some not ready, sometimes a port that the Service lacks. */
function byHand(random: Random, namespace: string, name: string, ports: readonly string[]): readonly WireObject[] {
  const listening = (ports.length > 0 ? ports : ['80']).map((port) => port.replace(/→[a-z0-9-]+/, ''))
  const how = random.weighted({slices: 40, endpoints: 40, both: 10, neither: 10})
  const written: WireObject[] = []
  if (how === 'slices' || how === 'both') {
    for (const addressType of random.some(['IPv4', 'IPv6'] as const, 1 + random.below(2))) {
      const endpoints = outside(random, addressType).map((address) => ({
        addresses: [address],
        ...(random.chance(0.5) && {conditions: {ready: random.chance(0.7)}}),
        ...(random.chance(0.3) && {hostname: `host-${random.below(3)}`}),
      }))
      const slice = `${name}-${addressType.toLowerCase()}`
      written.push(createSlice(namespace, slice, {service: name, addressType, ports: listening, endpoints}))
    }
  }
  if (how === 'endpoints' || how === 'both') {
    const subsets = 1 + random.below(3)
    // The controller takes ports with an appProtocol for different ones in different subsets, and chance decides which of them count.
    const offered = subsets === 1 ? listening : listening.map((port) => port.replace(/(\/[A-Z]+) \S+$/, '$1'))
    const subset = (): SubsetOptions => ({
      ports: random.chance(0.7) ? offered : random.some(offered, 1),
      addresses: [...outside(random, 'IPv4'), ...(random.chance(0.4) ? outside(random, 'IPv6') : [])],
      ...(random.chance(0.4) && {notReadyAddresses: outside(random, 'IPv4')}),
    })
    written.push(createEndpoints(namespace, name, Array.from({length: subsets}, subset)))
  }
  return written
}

/** One to three addresses of a small range, so that subsets share some. */
function outside(random: Random, family: 'IPv4' | 'IPv6'): readonly string[] {
  const hosts = random.some([200, 201, 202, 203, 204, 205], 1 + random.below(3))
  return hosts.map((host) => (family === 'IPv4' ? `192.168.77.${host}` : `fd77::${host.toString(16)}`))
}
