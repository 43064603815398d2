import type {Cluster} from '../../../src/cluster/cluster.ts'
import {judgeConnection, type PolicyVerdict} from '../../../src/network/policy/judgement.ts'
import {endPortOf, partyOfNode, partyOfPod} from '../../../src/network/policy/parties.ts'
import type {Party} from '../../../src/network/policy/party.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {clusterOf} from '../scenario/observation.ts'
import {decisionsOf} from './decisions.ts'
import {type Connection, type DrawnCluster, type DrawnPod, type End, objectsOf} from './random-cluster.ts'
import {simulate, type Verdicts} from './simulator.ts'

/** What svcscope says about each connection of a drawn cluster. */
function judge(drawn: DrawnCluster): readonly PolicyVerdict[] {
  const cluster = clusterOf(objectsOf(drawn))
  const set = policiesOf(cluster)
  return drawn.connections.map(({source, destination, family, port, protocol}) => {
    const partyOf = (end: End): Party => {
      if (end.kind === 'outside') return end
      return end.kind === 'node' ? partyOfNode(cluster, end.name, family) : partyOfPod(cluster, podOf(cluster, end), family)
    }
    const pod = destination.kind === 'pod' ? podOf(cluster, destination) : undefined
    return judgeConnection(set, {
      source: partyOf(source),
      destination: partyOf(destination),
      port: endPortOf(pod, port, protocol),
      called: [],
    })
  })
}

function podOf(cluster: Cluster, {namespace, name}: DrawnPod) {
  const pod = cluster.pods.all.find((one) => one.namespace === namespace && one.target.name === name)
  if (!pod) throw new Error(`pod ${namespace}/${name} is missing`)
  return pod
}

export interface Difference {
  readonly drawn: DrawnCluster
  readonly connection: Connection
  readonly ours: Verdicts
  readonly theirs: Verdicts
}

export interface Comparison {
  readonly compared: number
  readonly differences: readonly Difference[]
  /** How many of those connections the simulator lets pass. */
  readonly allowed: Readonly<Record<Side, number>>
  /** How often each kind of decision was made, with its side: `egress denied`. */
  readonly decisions: ReadonlyMap<string, number>
}

type Side = keyof Verdicts
const SIDES = ['egress', 'ingress', 'both'] as const satisfies readonly Side[]

/** Asks both about every connection of every cluster. */
export async function compare(clusters: readonly DrawnCluster[]): Promise<Comparison> {
  const answers = await simulate(clusters)
  const decisions = new Map<string, number>()
  const pairs = clusters.flatMap((drawn, index) =>
    judge(drawn).map((verdict, place) => pairOf(drawn, place, verdict, answers[index]?.[place])),
  )
  for (const name of pairs.flatMap((pair) => pair.decisions)) decisions.set(name, (decisions.get(name) ?? 0) + 1)
  const countAllowed = (side: Side) => pairs.filter(({theirs}) => theirs[side]).length
  return {
    compared: pairs.length,
    differences: pairs.filter(({ours, theirs}) => SIDES.some((side) => ours[side] !== theirs[side])),
    allowed: {egress: countAllowed('egress'), ingress: countAllowed('ingress'), both: countAllowed('both')},
    decisions,
  }
}

function pairOf(
  drawn: DrawnCluster,
  place: number,
  verdict: PolicyVerdict,
  theirs: Verdicts | undefined,
): Difference & {readonly decisions: readonly string[]} {
  const connection = drawn.connections[place]
  if (!connection || !theirs) throw new Error(`connection ${place} was not answered`)
  const decisions = (['egress', 'ingress'] as const).flatMap((side) =>
    decisionsOf(verdict[side], side, connection).map((decision) => `${side} ${decision}`),
  )
  const ours = {egress: verdict.egress.allowed, ingress: verdict.ingress.allowed, both: verdict.allowed}
  return {drawn, connection, ours, theirs, decisions}
}

/** The same difference with as few policies as it takes. */
export async function reduceDifference(difference: Difference): Promise<Difference> {
  let left = difference
  for (const policy of difference.drawn.policies) {
    const policies = left.drawn.policies.filter((one) => one !== policy)
    const {differences} = await compare([{...left.drawn, policies, connections: [left.connection]}])
    left = differences[0] ?? left
  }
  return left
}
