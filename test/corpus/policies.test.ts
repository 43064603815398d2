import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {buildCluster, type Cluster} from '../../src/cluster/cluster.ts'
import type {Input, Origin} from '../../src/cluster/object.ts'
import {locateFinding} from '../../src/location.ts'
import {judgeConnection} from '../../src/network/policy/judgement.ts'
import {partyOfPod} from '../../src/network/policy/parties.ts'
import {podGroupsOf} from '../../src/network/policy/pod-group.ts'
import {policiesOf} from '../../src/network/policy/policy-set.ts'
import {findPolicyProblems} from '../../src/questions/policy-findings.ts'
import {readFiles} from '../../src/sources/files.ts'
import {CORPUS, hasCorpus, projects} from './corpus.ts'
import {countObjects} from './count.ts'

/** Kinds that say who may reach whom, by the API group. Everything of these kinds is judged, or named as what is not. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  'networking.k8s.io': ['NetworkPolicy'],
  // Where it was until Kubernetes 1.16.
  extensions: ['NetworkPolicy'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'cilium.io': ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
  'crd.projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
  'projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication'],
  'policy.linkerd.io': ['Server', 'ServerAuthorization', 'AuthorizationPolicy'],
}
/** The pods of a project are asked about each other in pairs, no more of them than so many. */
const MOST_GROUPS = 40

const placeOf = (origin: Origin | undefined) => JSON.stringify([origin?.file, origin?.document, origin?.path])

async function read(path: string): Promise<{readonly input: Input; readonly cluster: Cluster}> {
  const input = await readFiles({filenames: [path]}, {stdin: process.stdin})
  return {input, cluster: buildCluster(input, undefined)}
}

describe.skipIf(!hasCorpus)('every policy of the corpus', () => {
  const rows: Record<string, string | number>[] = []
  const unknownKinds = new Map<string, number>()

  test.each(hasCorpus ? projects() : [])('%s: is judged or named, once, and its problems have a place', async (project) => {
    const {input, cluster} = await read(join(CORPUS, project))
    const {all, foreign} = policiesOf(cluster)
    const wanted = cluster.others.filter(({group, kind}) => KINDS[group]?.includes(kind))
    expect([...all, ...foreign].map(({origin}) => placeOf(origin)).sort()).toEqual(wanted.map(({origin}) => placeOf(origin)).sort())
    for (const {group, kind} of cluster.others) {
      if (KINDS[group]?.includes(kind) || !/Policy$|Firewall$|Authorization$|Intentions$/.test(kind)) continue
      unknownKinds.set(`${group}/${kind}`, (unknownKinds.get(`${group}/${kind}`) ?? 0) + 1)
    }
    const findings = await Promise.all(findPolicyProblems(all).map((finding) => locateFinding(finding, input.locate)))
    for (const {rule, file, line, column} of findings) expect({rule, file, line, column}).toMatchObject({line: expect.any(Number)})
    const counts: Record<string, number> = {}
    for (const {kind} of all) counts[kind] = (counts[kind] ?? 0) + 1
    for (const {product} of foreign) counts[product] = (counts[product] ?? 0) + 1
    if (wanted.length > 0) rows.push({project, ...counts, ...verdictsOf(cluster), problems: findings.length})
  })

  test('is seen: as many NetworkPolicies as another YAML library finds', async () => {
    const paths = projects().map((project) => join(CORPUS, project))
    let seen = 0
    for (const path of paths) {
      const {input, cluster} = await read(path)
      const templates = input.problems.filter(({rule}) => rule === 'input/helm-template').map(({file}) => file)
      const expected = countObjects(path, 'NetworkPolicy', /^(networking\.k8s\.io|extensions)\//).filter(
        (policy) => !templates.includes(policy.split(' ')[0] ?? ''),
      )
      const leftOut = cluster.leftOut.filter(({kind}) => kind === 'NetworkPolicy').map(({file, name}) => `${file} ${name}`)
      const judged = policiesOf(cluster).all.flatMap(({kind, origin, name}) => (kind === 'NetworkPolicy' ? `${origin?.file} ${name}` : []))
      expect([...judged, ...leftOut].sort()).toEqual(expected)
      seen += judged.length
    }
    expect(seen).toBeGreaterThan(300)
  })

  test('prints how many there are, and how connections of their projects fare', () => {
    expect(rows.length).toBeGreaterThan(10)
    console.table(rows)
    console.info('of other kinds, about other things:', Object.fromEntries(unknownKinds))
  })
})

/** How connections between the groups of pods of a project fare, on port 80. */
function verdictsOf(cluster: Cluster): Readonly<Record<'passes' | 'held up' | "can't tell", number>> {
  const set = policiesOf(cluster)
  const parties = podGroupsOf(cluster)
    .all.slice(0, MOST_GROUPS)
    .flatMap(({pods: [pod]}) => (pod ? partyOfPod(cluster, pod) : []))
  const counts = {passes: 0, 'held up': 0, "can't tell": 0}
  for (const source of parties)
    for (const destination of parties) {
      const port = {number: 80, protocol: 'TCP', names: []}
      const {allowed} = judgeConnection(set, {source, destination, port, called: []})
      counts[allowed === null ? "can't tell" : allowed ? 'passes' : 'held up']++
    }
  return counts
}

/** Policies that their authors made to be bad, and say so beside the line that is: read in the files before anything of it was asked here. */
const BAD: readonly (readonly [string, string, number | undefined])[] = [
  ['subdir1/netpols.yaml', 'policy/invalid', 22],
  ['subdir2/netpols.yaml', 'policy/invalid', 22],
  ['subdir3/netpols.yaml', 'policy/invalid', 9],
  ['subdir4/netpols.yaml', 'policy/invalid', 9],
  ['subdir7/resources.yaml', 'policy/invalid', 158],
  // Another tool has no use for names of ports here; to the API server they are names.
  ['subdir5/netpols.yaml', 'none', undefined],
  ['subdir6/netpols.yaml', 'none', undefined],
]

describe.skipIf(!hasCorpus)('policies that are bad on purpose', () => {
  test.each(BAD)('%s: %s', async (file, rule, line) => {
    const {input, cluster} = await read(join(CORPUS, 'np-guard__netpol-analyzer/tests/bad_netpols', file))
    const found = await Promise.all(findPolicyProblems(policiesOf(cluster).all).map((finding) => locateFinding(finding, input.locate)))
    expect(found.map((finding) => [finding.rule, finding.line])).toEqual(rule === 'none' ? [] : [[rule, line]])
  })
})
