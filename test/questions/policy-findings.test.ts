import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {locateFinding} from '../../src/location.ts'
import {policiesOf} from '../../src/network/policy/policy-set.ts'
import {findPolicyProblems} from '../../src/questions/policy-findings.ts'
import {clusterOf} from '../manifest.ts'
import {ask} from '../network/policy/asked.ts'
import {read, scratchDirectory, writeFiles} from '../sources/scratch.ts'

/** Everything that a NetworkPolicy can have wrong; what is pointed at stands between «», and what kind of fault it is behind #. */
const MARKED = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bad, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, «Outgress»] # policy-type
  ingress:
    - from:
        - ipBlock: {cidr: «10.0.0.0/33»} # cidr
        - ipBlock:
            cidr: 10.0.0.0/8
            except:
              - 10.1.0.0/16
              - «192.168.0.0/16» # except-outside-block
        - «podSelector: {}» # peer
          ipBlock: {cidr: 10.0.0.0/8}
        - podSelector: {matchExpressions: [{key: app, operator: «Is», values: [web]}]} # selector
      ports:
        - {port: 80, endPort: «79»} # end-port
        - port: «a-name-that-is-too-long» # port-name
        - {port: 80, protocol: «HTTP»} # protocol
        - port: «70000» # port
    - from: [{podSelector: {matchLabels: {app: api}}}]
      ports: [{port: 8080}]
    - ports: «80» # type
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "app:1"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: shop, labels: {app: api}}
spec: {containers: [{name: app, image: "app:1"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: app, image: "app:1"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: good, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]
`

/** The places that are marked, counted from 1 without the marks. */
const EXPECTED = MARKED.split('\n').flatMap((text, index) => {
  const word = /# ([a-z-]+)$/.exec(text)?.[1]
  return word === undefined ? [] : [{rule: 'policy/invalid', word, line: index + 1, column: text.indexOf('«') + 1}]
})

const directory = scratchDirectory()
writeFiles(directory, {'bad.yaml': MARKED.replaceAll(/[«»]/g, '')})

describe('what is wrong with a policy', () => {
  test('is found at its line and column, each thing once', async () => {
    const input = await read([`${directory}/bad.yaml`])
    const {all} = policiesOf(buildCluster(input, undefined))
    const words = all.flatMap(({problems}) => problems.map(({word}) => word))
    const located = await Promise.all(findPolicyProblems(all).map((finding) => locateFinding(finding, input.locate)))
    const places = located.map(({rule, line, column}, index) => ({rule, word: words[index], line, column}))
    expect(EXPECTED).toHaveLength(10)
    expect(places.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))).toEqual(EXPECTED)
  })

  test('names the policy, what follows and what mends it', () => {
    const found = findPolicyProblems(policiesOf(clusterOf(MARKED.replaceAll(/[«»]/g, ''))).all)
    expect(found).toHaveLength(EXPECTED.length)
    expect(found.find(({message}) => message.startsWith('endPort'))).toEqual({
      rule: 'policy/invalid',
      severity: 'error',
      message: 'endPort 79 is below port 80: the API server refuses NetworkPolicy shop/bad',
      object: {kind: 'NetworkPolicy', namespace: 'shop', name: 'bad'},
      place: {origin: {file: 'manifest.yaml', document: 0, path: []}, path: ['spec', 'ingress', 0, 'ports', 0, 'endPort']},
      fix: {description: 'write port: 79 and endPort: 80'},
    })
  })

  test('leaves open what hangs on it, and the rest is judged', async () => {
    const cluster = clusterOf(MARKED.replaceAll(/[«»]/g, ''))
    expect(ask(cluster, 'shop/api', 'shop/web', {port: 8080}).allowed).toBe(true)
    expect(ask(cluster, 'shop/db', 'shop/web', {port: 8080})).toMatchObject({
      allowed: null,
      ingress: {because: {kind: 'open', doubt: {kind: 'not-understood'}, policy: {name: 'bad'}}},
    })
    expect(ask(cluster, 'shop/api', 'shop/db').allowed).toBe(true)
    expect(ask(cluster, 'shop/web', 'shop/db').allowed).toBe(false)
  })

  test('in an object of a running cluster has no place', () => {
    const [policy] = policiesOf(clusterOf(MARKED.replaceAll(/[«»]/g, ''))).all
    const found = policy ? findPolicyProblems([{...policy, origin: undefined}]) : []
    expect(found.length).toBeGreaterThan(0)
    expect(found.every((finding) => !('place' in finding))).toBe(true)
  })

  test('of the whole cluster is told by the name of its kind', () => {
    const policy = {apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: {name: 'strict'}}
    const spec = {priority: 2000, subject: {namespaces: {}}}
    const found = findPolicyProblems(policiesOf(clusterOf(JSON.stringify({...policy, spec}))).all)
    expect(found).toMatchObject([{rule: 'policy/invalid', object: {namespace: null}, place: {path: ['spec', 'priority']}}])
    expect(found[0]?.message).toContain('refuses AdminNetworkPolicy strict')
  })
})
