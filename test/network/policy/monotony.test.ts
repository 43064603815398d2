import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {familyOf} from '../../../src/cluster/address.ts'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {Pod} from '../../../src/cluster/pod.ts'
import {judgeConnection, type PolicyConnection} from '../../../src/network/policy/judgement.ts'
import type {NamespaceLabels} from '../../../src/network/policy/namespace-labels.ts'
import type {PartialLabels} from '../../../src/network/policy/partial-labels.ts'
import {endPortOf, partyOfNode, partyOfPod} from '../../../src/network/policy/parties.ts'
import type {Party} from '../../../src/network/policy/party.ts'
import {createPolicySet, type PolicySet, policiesOf} from '../../../src/network/policy/policy-set.ts'
import {type Connection, drawCluster, type End, objectsOf} from '../../live/policies/random-cluster.ts'
import {clusterOf} from '../../live/scenario/observation.ts'
import {createRandom, type Random} from '../../live/scenario/random-numbers.ts'

function podAt(cluster: Cluster, end: End): Pod | undefined {
  return end.kind === 'pod' ? cluster.pods.all.find(({target}) => target.name === end.name) : undefined
}

function asDrawn(cluster: Cluster, {source, destination, family, port, protocol}: Connection): PolicyConnection {
  const partyOf = (end: End): Party => {
    const pod = podAt(cluster, end)
    if (pod) return partyOfPod(cluster, pod, family)
    return end.kind === 'node'
      ? partyOfNode(cluster, end.name, family)
      : {kind: 'outside', address: end.kind === 'outside' ? end.address : null}
  }
  return {
    source: partyOf(source),
    destination: partyOf(destination),
    port: endPortOf(podAt(cluster, destination), port, protocol),
    called: [],
  }
}

/** Takes away some labels, or their values. */
function hideLabels(random: Random, {known}: PartialLabels): PartialLabels {
  const fates = Object.keys(known).map((key) => ({key, fate: random.weighted({known: 3, valueless: 1, gone: 1})}))
  const having = (wanted: string) => fates.flatMap(({key, fate}) => (fate === wanted ? [key] : []))
  return {
    known: Object.fromEntries(having('known').map((key) => [key, known[key] ?? ''])),
    unknownValues: new Set(having('valueless')),
    isOpen: having('gone').length > 0 || random.chance(0.2),
  }
}

/** What pods of other clusters have for addresses, so that one of several may be the pod's own. */
const OTHER_ADDRESS = {IPv4: '10.200.0.1', IPv6: 'fd00:200::1'} as const

function hideParty(random: Random, party: Party, {family}: Connection, isIPv4Cluster: boolean): Party {
  switch (party.kind) {
    case 'outside':
      // Of somebody anywhere nobody says by which family he comes; private addresses are not the internet.
      return isIPv4Cluster && /^(203|198|192)\./.test(party.address ?? '') && random.chance(0.4) ? {kind: 'outside', address: null} : party
    case 'node':
      return random.chance(0.4) ? {...party, name: null} : party
    case 'pod': {
      const addresses = random.weighted({known: 3, unstated: 1, severally: 1})
      return {
        ...party,
        group: random.chance(0.5) ? {...party.group, labels: hideLabels(random, party.group.labels)} : party.group,
        node: random.chance(0.3) ? null : party.node,
        addresses:
          addresses === 'severally'
            ? [...(party.addresses ?? []), OTHER_ADDRESS[family]]
            : // An IPv4 address is taken for granted.
              addresses === 'unstated' && familyOf(party.addresses?.[0] ?? '') === 'IPv4'
              ? undefined
              : party.addresses,
      }
    }
  }
}

function hideNamespaces(random: Random, set: PolicySet): PolicySet {
  const hidden = new Map<string, PartialLabels>()
  const labelsOf: NamespaceLabels = (namespace) => {
    const known = hidden.get(namespace) ?? (random.chance(0.5) ? hideLabels(random, set.namespaceLabels(namespace)) : undefined)
    if (known) hidden.set(namespace, known)
    return known ?? set.namespaceLabels(namespace)
  }
  // Once for all: a namespace may not be known here and unknown there.
  const names = [...new Set(set.all.flatMap(({namespace}) => namespace ?? [])), 'shop', 'infra', 'lab', 'bare']
  const decided = new Map(names.map((name) => [name, labelsOf(name)]))
  return createPolicySet(set.all, (namespace) => decided.get(namespace) ?? set.namespaceLabels(namespace))
}

interface Pair {
  readonly less: boolean | null
  readonly whole: boolean | null
  readonly connection: Connection
}

/** What is said of each connection, and of each of its ends, by who knows less and by who knows everything. */
function judgeTwice(clusterSeed: number, hidingSeed: number): readonly Pair[] {
  const drawn = drawCluster(clusterSeed)
  const cluster = clusterOf(objectsOf(drawn))
  const set = policiesOf(cluster)
  const random = createRandom(hidingSeed)
  const lessKnown = hideNamespaces(random, set)
  const isIPv4Cluster = drawn.pods.every(({addresses}) => addresses.every((address) => familyOf(address) === 'IPv4'))
  return drawn.connections.flatMap((connection) => {
    const known = asDrawn(cluster, connection)
    const {source, destination, port} = known
    const less = judgeConnection(lessKnown, {
      ...known,
      source: hideParty(random, source, connection, isIPv4Cluster),
      destination: hideParty(random, destination, connection, isIPv4Cluster),
      port: random.chance(0.2) ? {...port, number: null, names: []} : port,
    })
    const whole = judgeConnection(set, known)
    return [
      {less: less.allowed, whole: whole.allowed, connection},
      {less: less.egress.allowed, whole: whole.egress.allowed, connection},
      {less: less.ingress.allowed, whole: whole.ingress.allowed, connection},
    ]
  })
}

describe('a verdict that is certain though something is not known', () => {
  test('is that of everybody who knows it', () => {
    const counts = new Map<boolean | null, number>()
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (clusterSeed, hidingSeed) => {
        const pairs = judgeTwice(clusterSeed, hidingSeed)
        for (const {less} of pairs) counts.set(less, (counts.get(less) ?? 0) + 1)
        expect(pairs.filter(({less, whole}) => less !== null && less !== whole)).toEqual([])
      }),
      {numRuns: 200},
    )
    for (const verdict of [true, false, null]) expect(counts.get(verdict)).toBeGreaterThan(1000)
  })
})
