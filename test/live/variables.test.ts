import {spawnSync} from 'node:child_process'
import fc from 'fast-check'
import {beforeAll, describe, expect, test} from 'vitest'
import type {WireObject} from '../../src/cluster/object.ts'
import {serviceVariables} from '../../src/network/service-variables.ts'
import {noteFigures} from './harness/figures.ts'
import {KUBERNETES_VERSION, program} from './harness/programs.ts'
import {liveProblem} from './harness/requirements.ts'
import {clusterOf} from './scenario/observation.ts'
import {chooseSeed} from './scenario/seed.ts'

/** The sets that are drawn for a seed, which SEED names. */
const SEED = chooseSeed(1)
const SETS = 100

interface Variable {
  readonly name: string
  readonly value: string
}

// A few words, so that names often collide: x and x-service, a port of x called "service-port", …
const words = fc.constantFrom('x', 'a', 'service', 'port', 'host', 'redis-primary', '80', 'tcp', '1a')
const name = fc.array(words, {minLength: 1, maxLength: 3}).map((parts) => parts.join('-'))
const addresses = fc.oneof(
  fc.constant(['None']),
  fc.constant([]),
  fc.ipV4().map((ip) => [ip]),
  fc.ipV6().map((ip) => [ip]),
  fc.tuple(fc.ipV4(), fc.ipV6()),
  fc.tuple(fc.ipV6(), fc.ipV4()),
)
const ports = fc
  .uniqueArray(
    fc.record({
      name: fc.oneof(name, fc.constantFrom('80-tcp', 'service-host', '8080-tcp-port')),
      port: fc.constantFrom(1, 53, 80, 443, 8080, 65535),
      protocol: fc.constantFrom('TCP', 'UDP', 'SCTP', undefined),
    }),
    {minLength: 1, maxLength: 4, selector: (port) => `${port.port}/${port.protocol ?? 'TCP'}`},
  )
  .filter((list) => new Set(list.map((port) => port.name)).size === list.length)
  .chain((list) => fc.boolean().map((unnamed) => (unnamed && list.length === 1 ? list.map(({name: _, ...port}) => port) : list)))

/** Services of one namespace as the API server would hold them: without addresses only those that are external. */
const services = fc.uniqueArray(
  fc.record({name, addresses, ports}).map(({name, addresses: clusterIPs, ports}): WireObject => {
    const [clusterIP] = clusterIPs
    const type = clusterIP === undefined ? 'ExternalName' : 'ClusterIP'
    return {apiVersion: 'v1', kind: 'Service', metadata: {name, namespace: 'shop'}, spec: {type, clusterIP, clusterIPs, ports}}
  }),
  {maxLength: 12, selector: nameOf},
)

function nameOf(object: WireObject): string {
  return (object['metadata'] as {name: string}).name
}

const sets = fc.sample(services, {seed: SEED, numRuns: SETS})
let answers: readonly (readonly Variable[])[]

/** What a pod of the namespace has, as `name=value`; where chance decides the value, all that it may be. */
function ours(set: readonly WireObject[]): readonly string[] {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name: 'client', namespace: 'shop'},
    spec: {containers: [{name: 'app', image: 'app:1'}]},
  }
  const cluster = clusterOf([pod, ...set])
  const [client] = cluster.pods.all
  if (!client) throw new Error('the pod is missing')
  const {variables, collisions} = serviceVariables(cluster, client)
  const undetermined = new Map(collisions.map(({name, candidates}) => [name, candidates.map(({value}) => value)]))
  return variables.map(({name, value}) => `${name}=${(undetermined.get(name) ?? [value]).join(' or ')}`)
}

/** The same of a list in which names may come again: kubelet makes a map of it, in which the last of a Service, and any Service, wins. */
function theirs(variables: readonly Variable[]): readonly string[] {
  const values = new Map<string, string[]>()
  for (const {name, value} of variables) values.set(name, [...(values.get(name) ?? []), value])
  return [...values].map(([name, all]) => `${name}=${(new Set(all).size > 1 ? all : all.slice(0, 1)).join(' or ')}`)
}

describe.skipIf(liveProblem())(`the variables of the sets of seed ${SEED}`, () => {
  beforeAll(async () => {
    // kubelet takes Services in any order; ours is that of their names.
    const input = sets.map((set) => set.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
    const {stdout, stderr, status} = spawnSync(await program('envvars'), {
      input: JSON.stringify(input),
      maxBuffer: 2 ** 28,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`envvars ended with ${status}: ${stderr}`)
    answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    noteFigures(
      `variables: ${answers.flat().length} of ${SETS} seeded sets of Services compared with kubelet's (Kubernetes ${KUBERNETES_VERSION}, seed ${SEED})`,
    )
  })

  test.each(sets.map((set, index) => ({set, index})))('set $index: are those of kubelet', ({set, index}) => {
    expect(ours(set), `SEED=${SEED}, set ${index}: ${JSON.stringify(set)}`).toEqual(theirs(answers[index] ?? []))
  })

  test('are enough of every kind', () => {
    const made = answers.flat()
    expect(answers.length).toBe(SETS)
    expect(made.length).toBeGreaterThan(1000)
    expect(made.some(({value}) => value.startsWith('sctp://['))).toBe(true)
    expect(answers.some((set) => theirs(set).some((line) => line.includes(' or ')))).toBe(true)
  })
})
