import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Arrival} from '../../../src/network/proxy/packet/arrival.ts'
import {decide, type Fate} from '../../../src/network/proxy/packet/decision.ts'
import type {ProxyView} from '../../../src/network/proxy/packet/proxy-view.ts'
import {inParallel} from '../harness/in-parallel.ts'
import type {Connection, Outcome, Sandbox} from '../harness/sandbox.ts'
import type {Case} from './cases.ts'
import {isIPv6} from './clients.ts'
import {describeOutcome, type Expectation, expectationOf, listenersOf} from './expectation.ts'
import {partyOfClient, sourceGiven} from './policy-source.ts'

/** A connection of which something else came than was predicted. */
export interface Disagreement {
  readonly connection: string
  readonly expected: Expectation
  readonly really: string
}

export interface Agreement {
  readonly connections: number
  /** How many were predicted, and turned out, to be answered, refused, or met with silence. */
  readonly counts: Readonly<Record<Outcome['kind'], number>>
  readonly disagreements: readonly Disagreement[]
  /** How many were opened again. */
  readonly repeated: number
}

/** Connections under way at a time: nearly all of the time goes by in waiting for those that are dropped. */
const PARALLEL = 500
const PATIENCE_MS = 6_000
const TRIES = 8
export const TURNS = 60

/**
 * Opens every connection for real, and holds what came of it against what was predicted. On a machine with too much to do a packet may be late:
 * where there was silence instead of an answer, the connection is opened some times more, alone and with more patience, and each must fare as
 * predicted then. Where only some of the endpoints were silent, one of those would be found.
 */
export async function comparePackets(sandbox: Sandbox, predict: (one: Case) => Expectation, cases: readonly Case[]): Promise<Agreement> {
  const counts = {answered: 0, refused: 0, timeout: 0, unreachable: 0}
  const disagreements: Disagreement[] = []
  const silent: Case[] = []
  const judge = (one: Case, outcomes: readonly Outcome[]): Disagreement | undefined => {
    const expected = predict(one)
    const strange = outcomes.map(describeOutcome).find((really) => !expected.includes(really))
    if (strange !== undefined) return {connection: describeCase(one), expected, really: strange}
    const [first] = outcomes
    if (first) counts[first.kind]++
    return undefined
  }
  await inParallel(PARALLEL, cases, async (one) => {
    const outcome = await sandbox.connect(connectionOf(one))
    const disagreement = judge(one, [outcome])
    if (!disagreement) return
    if (outcome.kind === 'timeout') silent.push(one)
    else disagreements.push(disagreement)
  })
  for (const one of silent) {
    const disagreement = judge(one, await sandbox.repeat({...connectionOf(one), timeoutMs: PATIENCE_MS}, TRIES))
    if (disagreement) disagreements.push(disagreement)
  }
  return {connections: cases.length, counts, disagreements, repeated: silent.length}
}

/**
 * Opens each connection so often that every endpoint has its turn, and gives those where the pods that answered, or failed to, are not all that were
 * predicted. An endpoint that one in three connections goes to is missed by chance once in 10¹⁰ (2/3 to the power of 60).
 */
export async function compareSets(
  sandbox: Sandbox,
  predict: (one: Case) => Expectation,
  cases: readonly Case[],
): Promise<readonly Disagreement[]> {
  const disagreements: Disagreement[] = []
  await inParallel(PARALLEL, cases, async (one) => {
    const expected = predict(one)
    // Nothing is lost by impatience where silence is among what is expected: every answer has twenty chances.
    const timeoutMs = expected.includes('timeout') ? 250 : PATIENCE_MS
    const see = async (timeoutMs: number) => {
      const tallies = await sandbox.repeat({...connectionOf(one), timeoutMs}, TURNS)
      return [...new Set(tallies.map(describeOutcome))].sort()
    }
    let really = await see(timeoutMs)
    // Sixty turns leave one of seven endpoints out once in 1,500 times, and a busy machine answers late: both do not happen twice to a patient client.
    if (really.join() !== expected.join()) really = await see(PATIENCE_MS)
    if (really.join() !== expected.join()) disagreements.push({connection: describeCase(one), expected, really: really.join()})
  })
  return disagreements
}

/** What clients may come to see: pods see the source that policies are asked about. */
export function predictor(view: ProxyView, objects: readonly WireObject[]): (one: Case) => Expectation {
  const listeners = listenersOf(objects)
  const cluster = buildCluster({objects: objects.map((object) => ({object, origin: undefined})), leftOut: []}, undefined)
  const given = ({client}: Case) => {
    const party = partyOfClient(cluster, client)
    return ({source, endpoint}: Arrival) => sourceGiven(cluster, party, client, source, endpoint.address)
  }
  return (one) => expectationOf(fateOf(view, one), listeners, given(one), one.protocol, !one.unconnected)
}

/** Whether every connection has a choice of its own. */
export function isLeftToChance(view: ProxyView, one: Case): boolean {
  const fate = fateOf(view, one)
  return fate.kind === 'endpoints' && fate.outcome.affinitySeconds === null
}

export function fateOf(view: ProxyView, {client, address, port, protocol}: Case): Fate {
  const {entryNode} = client
  return decide(view, {from: client.client, to: {address, port}, protocol, ...(entryNode !== undefined && {entryNode})}).fate
}

function connectionOf({client, address, port, protocol, unconnected}: Case): Connection {
  const {namespace, source} = client
  const at = isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`
  return {namespace, protocol: protocol === 'TCP' ? 'tcp' : 'udp', address: at, unconnected, ...(source !== undefined && {source})}
}

function describeCase({client, about, address, port, protocol, unconnected}: Case): string {
  return `${client.name} → ${about}: ${address} ${port}/${protocol}${unconnected ? ' unconnected' : ''}`
}
