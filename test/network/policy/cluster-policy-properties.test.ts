import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {PolicyVerdict} from '../../../src/network/policy/judgement.ts'
import {askedOf, worldWith} from './hand-decided.ts'

type Fields = Readonly<Record<string, unknown>>
type Labels = Readonly<Record<string, string>>

/** Of the world of hand-decided.ts: what the plain reading below goes by. `dark` has no Namespace there. */
const NAMESPACES: Readonly<Record<string, Labels>> = {shop: {team: 'red', env: 'prod'}, pay: {team: 'red'}, lab: {team: 'blue'}}
const KNOWN_PODS = ['shop/web', 'shop/api', 'pay/bank', 'lab/probe']
const ALL_PODS = [...KNOWN_PODS, 'dark/mole']

interface Peer {
  readonly namespace: Labels
  readonly app: string | undefined
}

interface Rule {
  readonly action: 'Allow' | 'Deny' | 'Pass'
  readonly peers: readonly Peer[]
  readonly port: number | undefined
}

interface Drawn {
  readonly subject: Peer
  readonly ingress: readonly Rule[]
  readonly egress: readonly Rule[]
}

const labels = fc.constantFrom<Labels>({}, {team: 'red'}, {team: 'blue'}, {env: 'prod'}, {'kubernetes.io/metadata.name': 'dark'})
const peer: fc.Arbitrary<Peer> = fc.record({namespace: labels, app: fc.constantFrom(undefined, undefined, 'web', 'probe', 'mole')})
const rules = fc.array(
  fc.record({
    action: fc.constantFrom('Allow' as const, 'Deny' as const, 'Pass' as const),
    peers: fc.array(peer, {minLength: 1, maxLength: 2}),
    port: fc.constantFrom(undefined, undefined, 8080, 9090),
  }),
  {maxLength: 3},
)
const drawn: fc.Arbitrary<Drawn> = fc.record({subject: peer, ingress: rules, egress: rules})
const tier = fc.array(drawn, {maxLength: 4})
const connection = (pods: readonly string[]) =>
  fc.tuple(fc.constantFrom(...pods), fc.constantFrom(...pods), fc.constantFrom(8080, 9090)).filter(([from, to]) => from !== to)
/** NetworkPolicies that isolate an app of namespace shop, and those that let red namespaces in and out. */
const networkPolicies = fc.array(
  fc.record({app: fc.constantFrom('web', 'api'), type: fc.constantFrom('Ingress', 'Egress'), opens: fc.boolean()}),
  {maxLength: 2},
)
type Isolation = {readonly app: string; readonly type: string; readonly opens: boolean}

function toPeer({namespace, app}: Peer): Fields {
  if (app === undefined) return {namespaces: {matchLabels: namespace}}
  return {pods: {namespaceSelector: {matchLabels: namespace}, podSelector: {matchLabels: {app}}}}
}

function toRule({action, peers, port}: Rule, key: 'from' | 'to', kind: 'anp' | 'cnp'): Fields {
  const ports = kind === 'anp' ? {ports: [{portNumber: {port}}]} : {protocols: [{tcp: {destinationPort: {number: port}}}]}
  return {action: kind === 'cnp' && action === 'Allow' ? 'Accept' : action, [key]: peers.map(toPeer), ...(port === undefined ? {} : ports)}
}

function anp({subject, ingress, egress}: Drawn, name: string, priority: number): Fields {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: {name},
    spec: {
      priority,
      subject: toPeer(subject),
      ingress: ingress.map((rule) => toRule(rule, 'from', 'anp')),
      egress: egress.map((rule) => toRule(rule, 'to', 'anp')),
    },
  }
}

function cnp({subject, ingress, egress}: Drawn, name: string, priority: number, tierName: 'Admin' | 'Baseline'): Fields {
  return {
    apiVersion: 'policy.networking.k8s.io/v1beta1',
    kind: 'ClusterNetworkPolicy',
    metadata: {name},
    spec: {
      tier: tierName,
      priority,
      subject: toPeer(subject),
      ingress: ingress.map((rule) => toRule(rule, 'from', 'cnp')),
      egress: egress.map((rule) => toRule(rule, 'to', 'cnp')),
    },
  }
}

function isolation({app, type, opens}: Isolation, index: number): Fields {
  const peers = [{namespaceSelector: {matchLabels: {team: 'red'}}}]
  const open = type === 'Ingress' ? {ingress: [{from: peers}]} : {egress: [{to: peers}]}
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {name: `np-${index}`, namespace: 'shop'},
    spec: {podSelector: {matchLabels: {app}}, policyTypes: [type], ...(opens ? open : {})},
  }
}

function judged(policies: readonly Fields[], [from, to, port]: readonly [string, string, number]): boolean | null {
  return verdictOf(policies, [from, to, port]).allowed
}

function verdictOf(policies: readonly Fields[], [from, to, port]: readonly [string, string, number]): PolicyVerdict {
  return askedOf(worldWith(policies), `${from} > ${to}:${port}`)
}

const everybody: Peer = {namespace: {}, app: undefined}
const whole = (action: Rule['action']): Drawn => {
  const all = [{action, peers: [everybody], port: undefined}]
  return {subject: everybody, ingress: all, egress: all}
}
const NOBODY: Peer = {namespace: {}, app: 'nobody'}

/** The text, read plainly: where everything is known and no two priorities are the same. */
function plainly(
  admin: readonly Drawn[],
  isolations: readonly Isolation[],
  baseline: readonly Drawn[],
  [from, to, port]: readonly [string, string, number],
): boolean {
  return (['egress', 'ingress'] as const).every((direction) => {
    const [subject, other] = direction === 'egress' ? [from, to] : [to, from]
    const decide = (policies: readonly Drawn[]) =>
      policies
        .filter((policy) => isOf(policy.subject, subject))
        .flatMap((policy) => policy[direction])
        .find((rule) => rule.peers.some((one) => isOf(one, other)) && (rule.port ?? port) === port)?.action
    const first = decide(admin)
    if (first === 'Allow' || first === 'Deny') return first === 'Allow'
    const own = isolations.filter(({app, type}) => type.toLowerCase() === direction && subject === `shop/${app}`)
    if (own.length > 0) return own.some(({opens}) => opens && isOf({namespace: {team: 'red'}, app: undefined}, other))
    return decide(baseline) !== 'Deny'
  })
}

function isOf({namespace, app}: Peer, pod: string): boolean {
  const [place = '', name] = pod.split('/')
  const own: Labels = {...NAMESPACES[place], 'kubernetes.io/metadata.name': place}
  return (app === undefined || app === name) && Object.entries(namespace).every(([key, value]) => own[key] === value)
}

const runs = {numRuns: 400}

describe('policies of the cluster', () => {
  test('decide as the text, read plainly, does: ClusterNetworkPolicies of both tiers', () => {
    const seen = new Set<boolean>()
    fc.assert(
      fc.property(tier, networkPolicies, tier, connection(KNOWN_PODS), (admin, isolations, baseline, asked) => {
        const policies = [
          ...admin.map((one, index) => cnp(one, `admin-${index}`, index, 'Admin')),
          ...isolations.map(isolation),
          ...baseline.map((one, index) => cnp(one, `base-${index}`, index, 'Baseline')),
        ]
        const expected = plainly(admin, isolations, baseline, asked)
        seen.add(expected)
        expect(judged(policies, asked)).toBe(expected)
      }),
      runs,
    )
    expect(seen.size).toBe(2)
  })

  test('decide as the text, read plainly, does: AdminNetworkPolicies', () => {
    fc.assert(
      fc.property(tier, networkPolicies, connection(KNOWN_PODS), (admin, isolations, asked) => {
        const policies = [...admin.map((one, index) => anp(one, `admin-${index}`, index * 250)), ...isolations.map(isolation)]
        expect(judged(policies, asked)).toBe(plainly(admin, isolations, [], asked))
      }),
      runs,
    )
  })

  test('stand in any order of the input where their priorities differ', () => {
    fc.assert(
      fc.property(tier, networkPolicies, connection(ALL_PODS), fc.integer(), (admin, isolations, asked, seed) => {
        const policies = [...admin.map((one, index) => anp(one, `admin-${index}`, index)), ...isolations.map(isolation)]
        const turned = policies.map((_, index) => policies[(index + Math.abs(seed)) % policies.length] as Fields).reverse()
        expect(judged(turned, asked)).toBe(judged(policies, asked))
      }),
      runs,
    )
  })

  test('may have any priority where nothing else matches', () => {
    fc.assert(
      fc.property(
        drawn,
        fc.integer({min: 0, max: 1000}),
        fc.integer({min: 0, max: 1000}),
        networkPolicies,
        connection(ALL_PODS),
        (one, low, high, isolations, asked) => {
          const others = [...isolations.map(isolation), anp({...whole('Deny'), subject: NOBODY}, 'other', 500)]
          expect(judged([anp(one, 'one', low), ...others], asked)).toBe(judged([anp(one, 'one', high), ...others], asked))
        },
      ),
      runs,
    )
  })

  test('that pass everything are as good as none: the tier after them decides', () => {
    fc.assert(
      fc.property(tier, networkPolicies, tier, connection(ALL_PODS), (admin, isolations, baseline, asked) => {
        const rest = [...isolations.map(isolation), ...baseline.map((one, index) => cnp(one, `base-${index}`, index, 'Baseline'))]
        const passed = admin.map((one, index) => cnp(one, `admin-${index}`, index + 1, 'Admin'))
        expect(judged([cnp(whole('Pass'), 'pass', 0, 'Admin'), ...passed, ...rest], asked)).toBe(judged(rest, asked))
      }),
      runs,
    )
  })

  test('that pass in the Baseline tier are as good as none', () => {
    fc.assert(
      fc.property(tier, networkPolicies, connection(ALL_PODS), (baseline, isolations, asked) => {
        const rest = isolations.map(isolation)
        const passed = baseline.map((one, index) => cnp(one, `base-${index}`, index + 1, 'Baseline'))
        expect(judged([cnp(whole('Pass'), 'pass', 0, 'Baseline'), ...passed, ...rest], asked)).toBe(judged(rest, asked))
      }),
      runs,
    )
  })

  test('that deny everything before all others deny, and those that allow it allow', () => {
    fc.assert(
      fc.property(tier, networkPolicies, connection(ALL_PODS), fc.boolean(), (admin, isolations, asked, allows) => {
        const rest = [...admin.map((one, index) => anp(one, `admin-${index}`, index + 1)), ...isolations.map(isolation)]
        expect(judged([anp(whole(allows ? 'Allow' : 'Deny'), 'top', 0), ...rest], asked)).toBe(allows)
      }),
      runs,
    )
  })

  test('that are for nobody, or name nobody, change nothing, whatever their priority', () => {
    fc.assert(
      fc.property(
        tier,
        networkPolicies,
        connection(ALL_PODS),
        fc.nat({max: 4}),
        fc.boolean(),
        (admin, isolations, asked, priority, isFor) => {
          const rest = [...admin.map((one, index) => cnp(one, `admin-${index}`, index, 'Admin')), ...isolations.map(isolation)]
          const rule = {action: 'Deny' as const, peers: [isFor ? NOBODY : everybody], port: undefined}
          const idle = cnp({subject: isFor ? everybody : NOBODY, ingress: [rule], egress: [rule]}, 'idle', priority, 'Admin')
          expect(judged([idle, ...rest], asked)).toBe(judged(rest, asked))
        },
      ),
      runs,
    )
  })

  test('keep what they said for certain when labels of a namespace become known', () => {
    const certain = new Map<boolean | null, number>()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(drawn, fc.nat({max: 2}), fc.boolean()), {maxLength: 4}),
        networkPolicies,
        tier,
        connection(ALL_PODS).filter(([from, to]) => from.startsWith('dark') || to.startsWith('dark')),
        fc.constantFrom<Labels>({}, {team: 'red'}, {team: 'blue'}, {team: 'blue', env: 'prod'}, {env: 'prod'}),
        (admin, isolations, baseline, asked, labelsOfDark) => {
          const policies = [
            // Of one priority too, and of both APIs.
            ...admin.map(([one, priority, isNew], index) =>
              isNew ? cnp(one, `new-${index}`, priority, 'Admin') : anp(one, `old-${index}`, priority),
            ),
            ...isolations.map(isolation),
            ...baseline.map((one, index) => cnp(one, `base-${index}`, index, 'Baseline')),
          ]
          const before = judged(policies, asked)
          certain.set(before, (certain.get(before) ?? 0) + 1)
          if (before === null) return
          const dark = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'dark', labels: labelsOfDark}}
          expect(judged([dark, ...policies], asked)).toBe(before)
        },
      ),
      {numRuns: 1500},
    )
    // All three were drawn, so that something was seen.
    expect([...certain.keys()].sort()).toEqual([false, null, true])
  })

  test('are not told of where two of one priority disagree, and are where one of them is asked later', () => {
    fc.assert(
      fc.property(connection(KNOWN_PODS), fc.constantFrom('Allow' as const, 'Deny' as const), (asked, action) => {
        const other = action === 'Allow' ? 'Deny' : 'Allow'
        expect(judged([anp(whole(action), 'one', 7), anp(whole(other), 'two', 7)], asked)).toBeNull()
        expect(judged([anp(whole(action), 'one', 7), anp(whole(other), 'two', 8)], asked)).toBe(action === 'Allow')
        expect(verdictOf([anp(whole(action), 'one', 7), cnp(whole(action), 'two', 7, 'Admin')], asked).allowed).toBe(action === 'Allow')
      }),
    )
  })
})
