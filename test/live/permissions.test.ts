import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {fieldsOf, itemsOf} from '../../src/cluster/fields.ts'
import {type ReadableKindName, resourceName} from '../../src/cluster/read.ts'
import {clusterRole} from '../../src/questions/snapshot/cluster-role.ts'
import {type CommandWithKinds, KINDS_OF_COMMAND} from '../../src/questions/snapshot/kinds-of-command.ts'
import {snapshotNeeds} from '../../src/questions/snapshot/needs.ts'
import {type Asked, askLive, SERVED_KINDS} from './asking/asked.ts'
import {asksDiff} from './asking/diff.ts'
import {asksExposure} from './asking/exposure.ts'
import {asksLint} from './asking/lint.ts'
import {installAdminPolicy, NETWORK_POLICIES} from './asking/policies.ts'
import {asksDns, asksList, asksPlan, asksPolicies, asksResolve, asksRules, asksTrace, asksWhois} from './asking/questions.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {kubeconfigWith} from './asking/service-account.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {objectsTogether} from './scenario/scenario.ts'
import {applyFresh} from './scenario/settlement.ts'
import {basics} from './scenario/written/basics.ts'
import {headless} from './scenario/written/headless.ts'
import {loadBalancers} from './scenario/written/load-balancers.ts'

/** No NetworkPolicy is for either end, and an AdminNetworkPolicy forbids it. */
const DENIED_BY_ADMIN = asksTrace('basics', 'svc/qualified-key', 'pod/web-next-0')

/** Some of everything that each command is asked. */
const QUESTIONS: Readonly<Record<CommandWithKinds, readonly Asked[]>> = {
  resolve: [
    asksResolve('basics', 'svc/web'),
    asksResolve('basics', 'svc/typo'),
    asksResolve('basics', 'svc/nope'),
    asksResolve('basics'),
    asksResolve(undefined),
    asksResolve('basics', 'pod/web-0'),
    asksResolve('basics', 'deploy/idle'),
    asksPolicies('basics', 'pod/web-0'),
    asksPolicies('basics', 'pods'),
    asksPolicies(undefined, 'pod/api-0'),
    asksPolicies('headless', 'pods'),
  ],
  list: [asksList('basics'), asksList(undefined)],
  dns: [asksDns('basics', 'svc/web'), asksDns('basics', 'web.basics'), asksDns('basics', 'nope.basics'), asksDns('headless', 'svc/db')],
  trace: [
    asksTrace('basics', 'svc/web'),
    asksTrace('basics', 'svc/typo'),
    asksTrace('basics', 'http://web.basics'),
    asksTrace('basics', 'svc/web', 'pod/web-0'),
    asksTrace('headless', 'svc/db'),
    asksTrace('basics', 'svc/web', 'internet'),
    asksTrace('basics', 'svc/web', 'pod/api-0'),
    asksTrace('basics', 'svc/api', 'pod/web-0'),
    DENIED_BY_ADMIN,
    asksTrace('basics', 'svc/web', 'ns/headless'),
    asksTrace(undefined, '10.0.0.77:80'),
    asksTrace(undefined, '10.0.255.254:80'),
    asksTrace('load-balancers', 'svc/balancer-pending'),
  ],
  exposure: [asksExposure('basics', 'svc/web'), asksExposure(undefined)],
  diff: [asksDiff('basics'), asksDiff(undefined)],
  lint: [asksLint('basics'), asksLint(undefined)],
  whois: [asksWhois('10.0.0.77'), asksWhois('web.basics.svc.cluster.local')],
  proxy: [asksRules('node-a', 'iptables'), asksRules('node-a', 'nftables')],
  plan: [asksPlan()],
  snapshot: [{...asksResolve(undefined), words: 'snapshot', needs: snapshotNeeds(undefined)}],
}

const ALL = Object.values(QUESTIONS).flat()

/** What the API server has: a kind that it does not have is nobody's to allow, though it refuses that one, too. */
const SERVED: readonly ReadableKindName[] = [...SERVED_KINDS, 'AdminNetworkPolicy']

/** A workload without pods: what its template says is no pod. */
const IDLE = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'idle', namespace: 'basics'},
  spec: {
    replicas: 0,
    selector: {matchLabels: {app: 'idle'}},
    template: {metadata: {labels: {app: 'idle'}}, spec: {containers: [{name: 'idle', image: 'example.com/idle'}]}},
  },
}

/** What a reduced role leaves out of everything that is ever read. */
const REDUCED: Readonly<Record<string, readonly ReadableKindName[]>> = {
  pods: ['Pod'],
  services: ['Service'],
  slices: ['EndpointSlice'],
  nodes: ['Node'],
  'pods and slices': ['Pod', 'EndpointSlice'],
  configuration: ['ConfigMap'],
  namespaces: ['Namespace'],
  workloads: ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'ReplicationController'],
  policies: ['NetworkPolicy'],
  'policies of administrators': ['AdminNetworkPolicy'],
  'all policies': ['NetworkPolicy', 'AdminNetworkPolicy'],
  addresses: ['ServiceCIDR', 'IPAddress'],
  'all but Services': KINDS_OF_COMMAND.snapshot.filter((kind) => kind !== 'Service'),
}

describe.skipIf(liveProblem())('with a ServiceAccount', () => {
  let served: ServedCluster
  const answers = new Map<string, string>()

  beforeAll(async () => {
    served = await startServedCluster()
    await applyFresh(served.api, [...objectsTogether([basics, headless, loadBalancers]), IDLE, ...NETWORK_POLICIES])
    await installAdminPolicy(served.api)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    for (const asked of ALL) answers.set(asked.words, await askLive(served.kubeconfig, asked))
  })
  afterAll(() => served?.close())

  test('policies decide some of what is asked', () => {
    const verdictOf = ({words}: Asked) => JSON.parse(answers.get(words) ?? '').data.verdict
    expect(verdictOf(DENIED_BY_ADMIN)).toBe('dropped')
    expect(answers.get(DENIED_BY_ADMIN.words)).toContain('"AdminNetworkPolicy"')
    expect(verdictOf(asksTrace('basics', 'svc/web', 'pod/api-0'))).toBe('delivered')
    expect(verdictOf(asksTrace('basics', 'svc/api', 'pod/web-0'))).toBe('dropped')
  })

  test.each(Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[])(
    'the role that --rbac prints for %s is enough for it',
    async (command) => {
      const kubeconfig = await kubeconfigWith(served, clusterRole(`least-${command}`, KINDS_OF_COMMAND[command]))
      for (const asked of QUESTIONS[command]) expect(await askLive(kubeconfig, asked), asked.words).toBe(answers.get(asked.words))
    },
  )

  test.each(Object.keys(KINDS_OF_COMMAND) as CommandWithKinds[])(
    'and for %s no role is enough that lacks one of its rules that it reads',
    async (command) => {
      const kinds = KINDS_OF_COMMAND[command]
      const kubeconfig = await kubeconfigWith(served, clusterRole(`none-${command}`, []))
      served.front.take()
      for (const asked of QUESTIONS[command]) await askLive(kubeconfig, asked)
      // What was refused, all of it, stands in the role.
      const refused = served.front.take().filter(({status}) => status === 403)
      expect(refused.length).toBeGreaterThan(0)
      const known = kinds.map((kind) => resourceName(kind).split('.')[0])
      for (const {path} of refused)
        expect(
          known.some((resource) =>
            path
              .split('?')[0]
              ?.split('/')
              .includes(resource ?? ''),
          ),
          path,
        ).toBe(true)
    },
  )

  test.each(Object.keys(REDUCED))('without a rule for %s there is no crash, no wrong yes or no, and the rule is named', async (without) => {
    const lacking = REDUCED[without] ?? []
    const kinds = KINDS_OF_COMMAND.snapshot.filter((kind) => !lacking.includes(kind))
    const kubeconfig = await kubeconfigWith(served, clusterRole(`without-${without.toLowerCase().replaceAll(' ', '-')}`, kinds))
    let told = 0
    for (const asked of ALL) {
      served.front.take()
      const answer = await askLive(kubeconfig, asked)
      const refused = served.front.take().filter(({status}) => status === 403)
      const missing = lacking.filter((kind) => SERVED.includes(kind) && refused.some(({path}) => resourceIn(path) === resourceName(kind)))
      if (missing.length === 0) {
        expect(answer, asked.words).toBe(answers.get(asked.words))
        continue
      }
      told++
      const isTold = missing.filter((kind) => answer.includes(` on ${resourceName(kind)} `))
      // An answer that cannot be given names the first rule that it lacks.
      if (isSameMistake(answer, answers.get(asked.words))) continue
      if (answer.startsWith('error:')) expect(isTold, `${asked.words}: ${answer}`).not.toEqual([])
      else expect(isTold, `${asked.words}: ${answer}`).toEqual(missing)
      expectNothingWrong(asked.words, answer, answers.get(asked.words) ?? '')
    }
    noteFigures(`permissions, without ${without}: ${told} of ${ALL.length} questions miss a rule, and say so`)
  })
})

/** What the path of a request is about, as kubectl names it. */
function resourceIn(path: string): string | undefined {
  const [, group, resource] = /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)(?:\/namespaces\/[^/]+(?=\/))?\/([^/?]+)/.exec(path) ?? []
  return group === undefined ? resource : `${resource}.${group}`
}

/** What does not exist does not, whatever else may be read: only what was meant may then not be known. */
function isSameMistake(answer: string, whole: string | undefined): boolean {
  const mistake = (text: string) => text.replace(/ \(.*\)$/, '')
  return answer.startsWith('error:') && mistake(answer) === mistake(whole ?? '')
}

/** Verdicts in their order are those of who may read everything, or unknown. */
function expectNothingWrong(words: string, answer: string, whole: string): void {
  if (answer.startsWith('error:') || whole.startsWith('error:')) return
  const signOf = (text: string) => /^[✓✗]/.exec(JSON.parse(text).headline?.[0]?.text ?? '')?.[0]
  // The first line says no more, and nothing else, than who may read everything is told.
  if (signOf(answer) !== undefined) expect(signOf(answer), `${words}\n${answer}`).toBe(signOf(whole))
  const verdictsOf = (text: string) => verdictsIn(JSON.parse(text).data)
  const reachesOf = (text: string) => reachesIn(JSON.parse(text).data)
  const farthest = reachesOf(whole)
  for (const [name, reach] of reachesOf(answer)) {
    // Nothing is called nearer than it is.
    if (reach !== 'unknown')
      expect(REACHES.indexOf(reach), `${words}: ${name}\n${answer}`).toBeGreaterThanOrEqual(REACHES.indexOf(farthest.get(name) ?? ''))
  }
  const right = verdictsOf(whole)
  for (const [name, verdict] of verdictsOf(answer)) {
    if (verdict !== 'unknown') expect(verdict, `${words}: ${name}\n${answer}`).toBe(right.get(name))
  }
}

/** From the nearest to the farthest. */
const REACHES = ['none', 'namespace', 'cluster', 'network', 'internet']

/** How far each Service of an answer is open, where that was asked. */
function reachesIn(data: unknown): ReadonlyMap<string, string> {
  const rows = itemsOf(fieldsOf(data)['services']).map(fieldsOf)
  return new Map(rows.flatMap(({namespace, name, reach}) => (typeof reach === 'string' ? [[`${namespace}/${name}`, reach] as const] : [])))
}

/** The verdict of the answer, and of each Service in it by name. */
function verdictsIn(data: unknown): ReadonlyMap<string, string> {
  const {verdict, services} = fieldsOf(data)
  const rows = itemsOf(services).map(fieldsOf)
  return new Map([
    ...(typeof verdict === 'string' ? [['', verdict] as const] : []),
    ...rows.map((row) => [`${row['namespace']}/${row['name']}`, String(row['verdict'])] as const),
  ])
}
