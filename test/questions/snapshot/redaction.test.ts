import fc from 'fast-check'
import {load} from 'js-yaml'
import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import {redact} from '../../../src/questions/snapshot/redaction.ts'
import {snapshotOf} from '../../../src/questions/snapshot/snapshot.ts'
import type {Report} from '../../../src/report.ts'
import {objectsOf} from '../../manifest.ts'
import {ask as askDns} from '../dns/asking.ts'
import {ask as askTrace} from '../trace/asking.ts'
import {answer, FIXTURES, liveCluster} from './every-question.ts'

const KEY = 'correct horse battery staple'
const key = fc.string({minLength: 16, maxLength: 32})
const reduced = (objects: readonly WireObject[]) => snapshotOf(objects).items

/** What is told of a Service without any name: verdicts, rules and how many there are of everything. */
function shapeOf(report: Report | string): unknown {
  if (typeof report === 'string') return 'refused'
  const {data, findings, answer: decided, notes} = report
  return {
    words: VERDICTS.flatMap((name) => valuesOf(data, name)),
    rules: findings.map(({rule, severity, fix}) => [rule, severity, fix?.command === undefined]),
    decided,
    notes: notes.length,
    counts: countsIn(data),
  }
}

/** Fields that hold a word of svcscope. */
const VERDICTS = ['verdict', 'reason', 'step', 'result', 'outcome', 'type', 'ready', 'probability']

function valuesOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesOf(one, name)).sort()
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => [...(key === name ? [one] : []), ...valuesOf(one, name)])
}

/** The lengths of all lists, in an order that does not go by names. */
function countsIn(value: unknown): unknown {
  if (Array.isArray(value)) return [value.length, value.map((item) => JSON.stringify(countsIn(item))).sort()]
  if (typeof value !== 'object' || value === null) return null
  return Object.entries(value).map(([, inner]) => countsIn(inner))
}

/** The answers about each Service, in the order of the objects. */
function shapesOf(cluster: Cluster): readonly unknown[] {
  return cluster.services.flatMap(({namespace, name, ports}) => [
    shapeOf(answer(() => resolve(cluster, {targets: [`svc/${name}`], namespace, selector: undefined}))),
    shapeOf(answer(() => askDns(cluster, `svc/${name}`, {namespace}))),
    shapeOf(answer(() => askDns(cluster, `${name}.${namespace}.svc.cluster.local`))),
    ...ports.map(({port}) => shapeOf(answer(() => askTrace(cluster, `svc/${name}:${port}`, {namespace})))),
    shapeOf(answer(() => askTrace(cluster, `${name}.${namespace}:${ports[0]?.port}`))),
  ])
}

describe.each(Object.entries(FIXTURES))('the redacted objects of examples/%s', (_, objects) => {
  const originals = reduced(objects)
  const shapes = shapesOf(liveCluster(originals))

  test('have the same verdicts, findings and counts, Service by Service, whatever the key', () => {
    expect(shapes.length).toBeGreaterThan(8)
    fc.assert(
      fc.property(key, (secret) => {
        expect(shapesOf(liveCluster(redact(originals, secret)))).toEqual(shapes)
      }),
      {numRuns: 4, endOnFailure: true},
    )
  })

  test('are the same for the same key, and others for another', () => {
    expect(redact(originals, KEY)).toEqual(redact(originals, KEY))
    expect(redact(originals, KEY)).not.toEqual(redact(originals, `${KEY}!`))
  })

  test('are not the objects in any address of their own', () => {
    const addresses = JSON.stringify(originals).match(/\b(?:10|192\.168|203\.0|fd\w*)[.:][\w.:]+\b/g) ?? []
    const text = JSON.stringify(redact(originals, KEY))
    expect([...new Set(addresses)].filter((address) => new RegExp(`(?<![\\w.:])${address}(?![\\w.:])`).test(text))).toEqual([])
  })
})

/** Objects in which every word and address is the user's own: `{0}`, `{1}`, … are words. */
const PLANTED = `
apiVersion: v1
kind: Service
metadata:
  name: {0}-{1}
  namespace: {2}
  labels: {{3}: {4}, {5}.example/{6}: {7}, app.kubernetes.io/name: {0}}
  annotations: {{8}.example/note: 'ask {9}, or https://{10}.{11}.example:8443/{12}?x={13}', service.beta.kubernetes.io/{14}: '{15}'}
  ownerReferences: [{apiVersion: {16}.example/v1, kind: '{17}', name: {18}, uid: x-{19}}]
  managedFields: [{manager: {20}}]
spec:
  selector: {app: {0}, {3}: {4}}
  type: ExternalName
  externalName: {0}.{2}.{21}.example
  loadBalancerClass: {22}.example/{23}
  ports: [{name: {24}, port: 80, targetPort: {25}, appProtocol: {26}}]
status: {loadBalancer: {ingress: [{hostname: {27}.{28}.example}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: {0}-{1}-7d9f8bcd54-x2x9p, namespace: {2}, labels: {app: {0}, pod-template-hash: 7d9f8bcd54}, generateName: {0}-{1}-7d9f8bcd54-}
spec:
  nodeName: ip-10-44-55-66.{21}
  hostname: {29}
  nodeSelector: {{3}: {4}}
  tolerations: [{key: {5}.example/{6}, operator: Equal, value: {7}}]
  dnsConfig: {searches: [{2}.{21}.example], options: [{name: ndots, value: '2'}]}
  hostAliases: [{ip: 10.44.55.67, hostnames: [{30}]}]
  containers: [{name: {31}, image: '{32}.example:5000/{33}/{34}:{35}', resources: {requests: {{36}.example/{37}: '1'}}, ports: [{name: {25}, containerPort: 8080}]}]
status:
  conditions: [{type: {38}.example/{39}, status: 'True', message: 'because of {40}'}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: {41}, namespace: {2}}
spec:
  ingressClassName: {42}
  rules: [{host: '*.{43}.example', http: {paths: [{path: /{44}/{45}, pathType: Prefix, backend: {service: {name: {0}-{1}, port: {name: {24}}}}}]}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: {46}, namespace: {2}}
spec:
  podSelector: {matchExpressions: [{key: {3}, operator: In, values: [{4}, {47}]}]}
  ingress: [{from: [{ipBlock: {cidr: 10.44.0.0/16, except: [10.44.55.0/24]}}], ports: [{port: {25}}]}]
---
apiVersion: v1
kind: Node
metadata: {name: ip-10-44-55-66.{21}, labels: {topology.kubernetes.io/zone: {48}-1}}
spec: {providerID: 'azure:///subscriptions/{49}/{50}'}
status: {addresses: [{type: InternalIP, address: 10.44.55.66}, {type: Hostname, address: ip-10-44-55-66.{21}}], nodeInfo: {osImage: '{51}'}}
---
apiVersion: v1
kind: Event
metadata: {name: {0}.17a9, namespace: {2}}
involvedObject: {kind: Service, name: {0}-{1}, namespace: {2}}
source: {component: {52}}
message: 'cannot reach {53} at 10.44.55.66'
---
apiVersion: v1
kind: ConfigMap
metadata: {name: coredns, namespace: kube-system}
data:
  Corefile: |
    .:53 {
      kubernetes {54}.internal in-addr.arpa {
        ttl 30
        namespaces {2}
      }
      hosts {
        10.44.55.68 {55}.example
      }
      forward . 10.44.55.69
    }
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kube-proxy, namespace: kube-system}
data:
  config.conf: |
    kind: KubeProxyConfiguration
    mode: ipvs
    clusterCIDR: 10.44.0.0/16
    hostnameOverride: {56}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: kube-proxy, namespace: kube-system}
spec: {selector: {matchLabels: {app: {0}}}, template: {spec: {containers: [{name: kube-proxy, image: '{57}.example/kube-proxy:v1.33.2', args: ['--hostname-override={58}', '--cluster-cidr=10.44.0.0/16']}]}}}
---
apiVersion: {16}.example/v1
kind: '{17}'
metadata: {name: {18}, namespace: {2}}
spec: {hosts: [{59}.example]}
`
const WORDS = 60
const plant = (words: readonly string[]) => PLANTED.replace(/\{(\d+)\}/g, (_, index) => words[Number(index)] ?? '')
/** Longer than any pseudonym has letters, and no word of Kubernetes. */
const word = fc.string({unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 6, maxLength: 9}).map((text) => `q${text}`)

describe('nothing of the original is left', () => {
  test('of a word, wherever it stands, whatever the words and the key', () => {
    const words = fc.uniqueArray(word, {minLength: WORDS, maxLength: WORDS, comparator: (a, b) => a.includes(b) || b.includes(a)})
    fc.assert(
      fc.property(words, key, (planted, secret) => {
        const objects = objectsOf(plant(planted)).map(({object}) => object)
        expect(objects.length).toBe(10)
        const text = JSON.stringify(redact(objects, secret)).toLowerCase()
        expect(planted.filter((one) => text.includes(one))).toEqual([])
        const saved = JSON.stringify(snapshotOf(objects, {redactionKey: secret})).toLowerCase()
        expect(planted.filter((one) => saved.includes(one))).toEqual([])
      }),
      {numRuns: 30, endOnFailure: true},
    )
  })

  test('of the pools of nodes, which stay pools of their kind', () => {
    const labels = {
      'kubernetes.azure.com/agentpool': 'acmepool',
      'kubernetes.azure.com/mode': 'system',
      'kubernetes.azure.com/scalesetpriority': 'spot',
    }
    const {items} = snapshotOf([{apiVersion: 'v1', kind: 'Node', metadata: {name: 'acme-1', labels}}], {redactionKey: KEY})
    const kept = (items[0] as unknown as {metadata: {labels: Readonly<Record<string, string>>}}).metadata.labels
    expect(kept).toEqual({...labels, 'kubernetes.azure.com/agentpool': expect.not.stringContaining('acme')})
  })

  test('of what was read and what was not, and of what the server said about it', () => {
    const coverage = {
      done: [
        {kind: 'Pod', namespace: 'acme'},
        {kind: 'Pod', namespace: 'acme', labels: 'app=acme'},
      ],
      unread: [{read: {kind: 'ConfigMap', namespace: 'kube-system', name: 'acme'}, reason: 'forbidden', message: 'no acme for you'}],
    } as const
    const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'acme'}}
    const {svcscope, items} = snapshotOf([namespace], {coverage, redactionKey: KEY})
    const {name} = (items[0] as unknown as Redacted).metadata
    expect(svcscope).toEqual({
      read: [{kind: 'Pod', namespace: name}],
      unread: [{read: {kind: 'ConfigMap', namespace: 'kube-system', name}, reason: 'forbidden', message: ''}],
    })
  })

  test('of an address, with dots or dashes', () => {
    const planted = Array.from({length: WORDS}, (_, index) => `word${index}x`)
    const text = JSON.stringify(redactYaml(plant(planted)))
    expect(text.match(/10[.-]44[.-][\d.-]+/g)).toBeNull()
  })

  test('of a name in another script', () => {
    const [pod] = redactYaml('{apiVersion: v1, kind: Pod, metadata: {name: x, annotations: {owner: "Müller & Söhne, Кафе"}}}')
    expect(JSON.stringify(pod)).not.toMatch(/ller|hne|Кафе/)
  })
})

describe('what hangs together still does', () => {
  const names = (yaml: string) => redactYaml(yaml).map(({metadata}) => metadata.name)
  const metadata = (name: string) => `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}}`

  test('what a controller made is called after what it was made from', () => {
    const [deployment = '', replicaSet = '', pod = '', job = '', ordinal = ''] = names(
      ['shop-web', 'shop-web-7d9f8bcd54', 'shop-web-7d9f8bcd54-x2x9p', 'shop-web-29384756', 'shop-web-12'].map(metadata).join('\n---\n'),
    )
    expect(replicaSet.startsWith(`${deployment}-`)).toBe(true)
    expect(pod.startsWith(`${replicaSet}-`)).toBe(true)
    expect(job).toMatch(new RegExp(`^${deployment}-\\d{8}$`))
    expect(ordinal).toBe(`${deployment}-12`)
  })

  test('a host is made of the names of its Service and namespace', () => {
    const [service, route] = redactYaml(`
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}
---
{apiVersion: v1, kind: Service, metadata: {name: alias, namespace: shop}, spec: {externalName: web.shop.svc.cluster.local}}`)
    expect(route?.spec?.['externalName']).toBe(`${service?.metadata.name}.${service?.metadata.namespace}.svc.cluster.local`)
  })

  test('selectors hold the labels that they held, matchExpressions and zones of slices, too', () => {
    const [policy, pod] = redactYaml(`
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {podSelector: {matchExpressions: [{key: acme.example/cost, operator: In, values: [a-1, b-2]}]}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: x, labels: {acme.example/cost: b-2}}}`)
    const selector = policy?.spec?.['podSelector'] as {matchExpressions: {key: string; values: string[]}[]} | undefined
    const [expression] = selector?.matchExpressions ?? []
    expect(pod?.metadata.labels?.[expression?.key ?? '']).toBe(expression?.values[1])
  })

  test('a misspelling is one afterwards, and words that do not resemble each other still do not', () => {
    const typo = verdictsOf('chekout', 'checkout')
    expect(typo).toEqual(['empty', ['typo']])
    expect(verdictsOf('Checkout', 'checkout')).toEqual(['empty', ['case']])
    const other = verdictsOf('basket', 'checkout')
    expect(other).not.toEqual(typo)
    for (const secret of ['a'.repeat(16), 'b'.repeat(16), 'c'.repeat(16)]) {
      expect(verdictsOf('chekout', 'checkout', secret)).toEqual(typo)
      expect(verdictsOf('Checkout', 'checkout', secret)).toEqual(verdictsOf('Checkout', 'checkout'))
      expect(verdictsOf('basket', 'checkout', secret)).toEqual(other)
    }
  })

  function verdictsOf(selected: string, borne: string, secret?: string) {
    const objects = objectsOf(`
{apiVersion: v1, kind: Service, metadata: {name: front, namespace: shop}, spec: {selector: {app: ${selected}}, ports: [{port: 80}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: front, namespace: shop}, spec: {selector: {matchLabels: {app: ${borne}}}, template: {metadata: {labels: {app: ${borne}}}, spec: {containers: [{name: app, image: a}]}}}}
`).map(({object}) => object)
    const report = resolve(liveCluster(secret === undefined ? objects : redact(objects, secret)), {
      targets: [],
      namespace: undefined,
      selector: undefined,
    })
    const {services} = report.data as {services: {verdict: string; nearMisses: {reason: string}[]}[]}
    return [services[0]?.verdict, services[0]?.nearMisses.map(({reason}) => reason)]
  }

  test('two snapshots with one key agree about what they share', () => {
    const name = (yaml: string) => names(yaml)[0]
    expect(name(metadata('web'))).toBe(name([metadata('web'), metadata('another')].join('\n---\n')))
  })
})

describe('what is everybody’s stays', () => {
  test.each(['kube-system', 'default', 'kubernetes', 'kube-dns', 'coredns', 'kube-proxy'])(
    'the name %s, also where something is made from it',
    (name) => {
      const [whole, made] = redactYaml(`
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ${name}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: ${name}-x2x9p}}`)
      expect(whole?.metadata).toEqual({name, namespace: name})
      expect(made?.metadata.name).toMatch(new RegExp(`^${name}-[a-z0-9]{5}$`))
      expect(made?.metadata.name).not.toBe(`${name}-x2x9p`)
    },
  )

  test('names of ports that IANA lists, and misspellings of them', () => {
    const [service] = redactYaml(
      '{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{name: http, targetPort: htpp}, {name: dns-tcp}, {name: acme-api}]}}',
    )
    const ports = (service?.spec?.['ports'] ?? []) as {name: string; targetPort?: string}[]
    expect(ports.slice(0, 2)).toEqual([{name: 'http', targetPort: 'htpp'}, {name: 'dns-tcp'}])
    expect(ports[2]?.name).not.toMatch(/acme|api/)
  })

  test.each([
    ...['app', 'tier', 'k8s-app', 'app.kubernetes.io/name', 'kubernetes.io/service-name', 'endpointslice.kubernetes.io/managed-by'],
    ...[
      'pod-template-hash',
      'rollouts-pod-template-hash',
      'controller-revision-hash',
      'pod-template-generation',
      'job-name',
      'controller-uid',
    ],
    ...[
      'statefulset.kubernetes.io/pod-name',
      'apps.kubernetes.io/pod-index',
      'batch.kubernetes.io/job-name',
      'deploymentconfig',
      'deployment',
    ],
    ...['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-completion-index', 'leaderworkerset.sigs.k8s.io/worker-index'],
    ...['topology.kubernetes.io/zone', 'kubernetes.io/hostname', 'node.kubernetes.io/exclude-from-external-load-balancers'],
    ...['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints', 'endpointslice.kubernetes.io/skip-mirror'],
    ...['service.beta.kubernetes.io/azure-load-balancer-internal', 'control-plane.alpha.kubernetes.io/leader', 'helm.sh/hook'],
    ...['service.kubernetes.io/headless', 'endpoints.kubernetes.io/last-change-trigger-time', 'cnpg.io/cluster', 'tierr', 'App'],
  ])('the key %s', (key) => {
    const [pod] = redactYaml(`{apiVersion: v1, kind: Pod, metadata: {name: x, labels: {${key}: "true"}, annotations: {${key}: "true"}}}`)
    const {labels, annotations} = pod?.metadata ?? {}
    expect([Object.keys(labels ?? {}), Object.keys(annotations ?? {})]).toEqual([[key], [key]])
  })

  test('the rules that an object is excused from, and nothing beside them', () => {
    const [service] = redactYaml(
      '{apiVersion: v1, kind: Service, metadata: {name: x, annotations: {svcscope.io/ignore: "routing/selector, exposure/* ACME-77 routing/Müller"}}}',
    )
    expect(service?.metadata?.annotations).toEqual({'svcscope.io/ignore': 'routing/selector, exposure/*'})
  })

  test('how DNS and kube-proxy are set up', () => {
    const corefile =
      '.:53 {\n  errors\n  kubernetes cluster.local in-addr.arpa ip6.arpa {\n    pods insecure\n    ttl 30\n  }\n  cache 30\n}\n'
    const [coredns, proxy] = redactYaml(`
apiVersion: v1
kind: ConfigMap
metadata: {name: coredns, namespace: kube-system}
data: {Corefile: ${JSON.stringify(corefile)}}
---
apiVersion: v1
kind: Pod
metadata: {name: kube-proxy-x, namespace: kube-system}
spec: {containers: [{name: kube-proxy, image: 'registry.k8s.io/kube-proxy:v1.33.2', args: ['--proxy-mode=ipvs', --masquerade-all, '--cluster-cidr=10.244.0.0/16']}]}`)
    expect((coredns as unknown as {data: {Corefile: string}}).data.Corefile).toBe(corefile)
    const [container] = (proxy?.spec?.['containers'] ?? []) as {image: string; args: string[]}[]
    expect(container?.image).toMatch(/kube-proxy:v1\.33\.2$/)
    expect(container?.args.map((word) => word.replace(/10\.\d+\.0\.0/, '10.x.0.0'))).toEqual([
      '--proxy-mode=ipvs',
      '--masquerade-all',
      '--cluster-cidr=10.x.0.0/16',
    ])
  })

  test('numbers, times, booleans, quantities and the words of the API', () => {
    const object = load(`
apiVersion: v1
kind: Pod
metadata: {name: kubernetes, creationTimestamp: "2026-11-20T09:12:44Z", generation: 3}
spec: {hostNetwork: true, dnsPolicy: ClusterFirst, containers: [{name: kube-proxy, resources: {requests: {cpu: 100m, memory: 64Mi}}, ports: [{containerPort: 8080, protocol: UDP}]}]}
status: {phase: Running, conditions: [{type: Ready, status: "Unknown", reason: NodeStatusUnknown, lastTransitionTime: "2026-11-20T09:12:44Z"}]}`)
    expect(redact([object as WireObject], KEY)).toEqual([object])
  })
})

interface Redacted {
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec?: Readonly<Record<string, unknown>>
}

function redactYaml(yaml: string, secret = KEY): readonly Redacted[] {
  return redact(
    objectsOf(yaml).map(({object}) => object),
    secret,
  ) as unknown as readonly Redacted[]
}
