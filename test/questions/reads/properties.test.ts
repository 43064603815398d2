import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {gather} from '../../../src/sources/live/gathering.ts'
import type {Asked} from '../../live/asking/asked.ts'
import {asksDns, asksList, asksResolve, asksTrace, asksWhois} from '../../live/asking/questions.ts'
import {playCluster} from './played-cluster.ts'
import {BASE, build, object, pod, service, slice, told, wholeOf} from './small-cluster.ts'

/** The same clusters every time where it has to be quick; others each time at full size. */
const RUNS = process.env['SVCSCOPE_FULL'] === '1' ? {numRuns: 2_000} : {numRuns: 60, seed: 1}

const namespace = fc.constantFrom('shop', 'other')
const name = fc.constantFrom('web', 'wbe', 'api', 'db')
const number = fc.integer({min: 20, max: 60})

const aService = fc
  .record({
    namespace,
    name,
    number,
    selects: fc.option(name, {nil: undefined}),
    kind: fc.constantFrom('ClusterIP', 'Headless', 'ExternalName', 'NodePort', 'LoadBalancer'),
    alias: fc.constantFrom('web.shop.svc.cluster.local', 'db.other.svc.cluster.local', 'web.shop', 'example.com'),
    local: fc.boolean(),
  })
  .map(({namespace, name, number, selects, kind, alias, local}) => {
    const selector = selects === undefined ? {} : {selector: {app: selects}}
    const policy = local ? {externalTrafficPolicy: 'Local'} : {}
    switch (kind) {
      case 'ExternalName':
        return service(namespace, name, undefined, {type: kind, externalName: alias})
      case 'Headless':
        return service(namespace, name, 'None', selector)
      case 'ClusterIP':
        return service(namespace, name, `10.0.0.${number}`, selector)
      default: {
        const ports = [{port: 80, targetPort: 8080, nodePort: 30_000 + number}]
        const ingress = [{ip: `203.0.113.${number}`}]
        const status = kind === 'LoadBalancer' && local ? {status: {loadBalancer: {ingress}}} : {}
        return service(namespace, name, `10.0.0.${number}`, {type: kind, ports, ...policy, ...selector}, status)
      }
    }
  })

const aPod = fc
  .record({
    namespace,
    app: name,
    index: fc.integer({min: 0, max: 1}),
    number,
    node: fc.constantFrom('node-a', 'node-b'),
    phase: fc.constantFrom('Running', 'Running', 'Succeeded'),
  })
  .map(({namespace, app, index, number, node, phase}) => {
    const made = pod(namespace, `${app}-${index}`, `10.244.0.${number}`, {app}, {nodeName: node})
    return {...made, status: {...(made['status'] as object), phase}}
  })

const aSlice = fc
  .record({namespace, of: name, number, pod: fc.option(fc.tuple(name, fc.integer({min: 0, max: 1})), {nil: undefined}), full: fc.boolean()})
  .map(({namespace, of, number, pod, full}) => slice(namespace, of, full ? `10.244.0.${number}` : undefined, pod && `${pod[0]}-${pod[1]}`))

const aPeer = fc.oneof(
  name.map((app) => ({podSelector: {matchLabels: {app}}})),
  fc.constantFrom('a', 'b').map((team) => ({namespaceSelector: {matchLabels: {team}}})),
  number.map((one) => ({ipBlock: {cidr: `10.244.0.${one}/28`}})),
  fc.constantFrom({ipBlock: {cidr: '192.168.0.0/16'}}, {ipBlock: {cidr: '0.0.0.0/0', except: ['10.0.0.0/8']}}),
)

/** Who may pass, by which direction; without rules nobody. */
const aPolicy = fc
  .record({
    namespace,
    app: fc.option(name, {nil: undefined}),
    direction: fc.constantFrom('ingress', 'egress'),
    peers: fc.option(fc.array(aPeer, {maxLength: 2}), {nil: undefined}),
  })
  .map(({namespace, app, direction, peers}) => {
    const rules = peers && [{[direction === 'ingress' ? 'from' : 'to']: peers}]
    const policyTypes = [direction === 'ingress' ? 'Ingress' : 'Egress']
    const podSelector = app === undefined ? {} : {matchLabels: {app}}
    return object('networking.k8s.io/v1', 'NetworkPolicy', namespace, `${app ?? 'all'}-${direction}`, {
      spec: {podSelector, policyTypes, ...(rules && {[direction]: rules})},
    })
  })

const anAdminPolicy = fc
  .record({team: fc.constantFrom('a', 'b'), action: fc.constantFrom('Allow', 'Deny', 'Pass'), priority: fc.integer({min: 1, max: 2})})
  .map(({team, action, priority}) => ({
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: {name: `${team}-${priority}`, uid: `${team}-${priority}`},
    spec: {priority, subject: {namespaces: {}}, ingress: [{action, from: [{namespaces: {matchLabels: {team}}}]}]},
  }))

const aNamespace = fc
  .record({namespace, team: fc.constantFrom('a', 'b')})
  .map(({namespace, team}) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace, uid: namespace, labels: {team}}}))

/** No two Services have one cluster IP. */
function addressOf(spec: unknown): string | undefined {
  const {clusterIP} = spec as {readonly clusterIP?: string}
  return clusterIP === 'None' ? undefined : clusterIP
}

/** Of several of one name the last is there. */
const objects = fc
  .record({
    services: fc.uniqueArray(aService, {
      minLength: 1,
      maxLength: 5,
      selector: ({spec}) => addressOf(spec) ?? spec,
    }),
    pods: fc.array(aPod, {maxLength: 5}),
    slices: fc.array(aSlice, {maxLength: 5}),
    others: fc.array(fc.oneof({arbitrary: aPolicy, weight: 3}, anAdminPolicy, aNamespace), {maxLength: 4}),
  })
  .map(({services, pods, slices, others}) => {
    const keyOf = ({kind, metadata}: WireObject) => {
      const {namespace, name} = metadata as {namespace: string; name: string}
      return `${kind}/${namespace}/${name}`
    }
    return [...BASE, ...new Map([...services, ...pods, ...slices, ...others].map((one) => [keyOf(one), one])).values()]
  })

const question: fc.Arbitrary<Asked> = fc.oneof(
  fc.tuple(fc.option(namespace, {nil: undefined}), name).map(([one, target]) => asksResolve(one, `svc/${target}`)),
  fc
    .tuple(
      namespace,
      name,
      fc.constantFrom(undefined, 'pod/web-0', 'pod/web-0', 'node/node-a', 'internet', 'deploy/api', 'ns/shop', 'ns/other', '10.244.0.40'),
    )
    .map(([one, target, from]) => asksTrace(one, `svc/${target}`, from)),
  fc
    .tuple(fc.option(namespace, {nil: undefined}), name, fc.constantFrom(undefined, 'pod/web-0'))
    .map(([one, target, from]) => asksTrace(one, `http://${target}`, from)),
  fc.tuple(namespace, name, namespace).map(([one, target, other]) => asksTrace(one, `${target}.${other}:80`)),
  fc.tuple(namespace, name).map(([one, target]) => asksDns(one, `svc/${target}`)),
  fc.tuple(namespace, name, namespace).map(([one, target, other]) => asksDns(one, `${target}.${other}`)),
  number.chain((one) =>
    fc.constantFrom(
      asksWhois(`10.0.0.${one}`),
      asksWhois(`10.244.0.${one}`),
      asksWhois(String(30_000 + one)),
      asksTrace(undefined, `10.0.0.${one}:80`),
    ),
  ),
  fc
    .tuple(namespace, name, fc.constantFrom('pod', 'deploy'))
    .map(([one, target, kind]) => asksResolve(one, `${kind}/${kind === 'pod' ? `${target}-0` : target}`)),
  namespace.chain((one) => fc.constantFrom(asksResolve(one), asksList(one), asksResolve(undefined), asksResolve(one, 'pods'))),
)

describe('whatever a cluster holds, and whatever is asked', () => {
  test('a narrow reading answers as the whole', async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.array(question, {minLength: 1, maxLength: 8}), async (all, questions) => {
        const whole = wholeOf(all)
        for (const asked of questions) {
          const {cluster} = await gather(playCluster(all), asked.needs, build)
          expect(told(asked, cluster), asked.words).toBe(told(asked, whole))
        }
      }),
      RUNS,
    )
  })
})
