import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../src/cluster/cluster.ts'
import {clusterOf, together, workload} from '../manifest.ts'
import {ask} from '../network/policy/asked.ts'
import {CORPUS, hasCorpus} from './corpus.ts'

/** The recipes at github.com/ahmetb/kubernetes-network-policy-recipes. */
const DIRECTORY = join(CORPUS, 'ahmetb__kubernetes-network-policy-recipes')

/** `from → to`, with the port where it is not 80/TCP; what a recipe means to let pass, and what not. */
interface Intent {
  readonly recipe: string
  /** Files, by what their names begin with. */
  readonly files: readonly string[]
  /** Pods by namespace/name, with their labels. */
  readonly pods: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly passes: readonly string[]
  readonly isHeldUp: readonly string[]
}

const WEB = {'default/web': {app: 'web'}, 'default/other': {app: 'other'}, 'elsewhere/client': {app: 'client'}}
const DNS = {'default/foo': {app: 'foo'}, 'default/web': {app: 'web'}, 'kube-system/dns': {'k8s-app': 'kube-dns'}}

/** Written down from the titles and explanations of the recipes, before any of them was asked here. */
const INTENTS: readonly Intent[] = [
  {
    recipe: '01: all traffic to an application is dropped, and only that',
    files: ['01-'],
    pods: WEB,
    passes: ['default/web → default/other', 'default/web → elsewhere/client', 'default/web → outside', 'outside → default/other'],
    isHeldUp: ['default/other → default/web', 'elsewhere/client → default/web', 'outside → default/web'],
  },
  {
    recipe: '02: an API lets in the other parts of its application only',
    files: ['02-'],
    pods: {
      'default/api': {app: 'bookstore', role: 'api'},
      'default/frontend': {app: 'bookstore', role: 'frontend'},
      'default/coffee': {app: 'coffeeshop', role: 'api'},
      'elsewhere/frontend': {app: 'bookstore', role: 'frontend'},
    },
    passes: ['default/frontend → default/api', 'default/coffee → default/frontend', 'elsewhere/frontend → default/coffee'],
    isHeldUp: ['default/coffee → default/api', 'elsewhere/frontend → default/api', 'outside → default/api'],
  },
  {
    recipe: '02a: everybody gets in, even where another policy would drop everything',
    files: ['01-', '02a-'],
    pods: WEB,
    passes: ['default/other → default/web', 'elsewhere/client → default/web', 'outside → default/web'],
    isHeldUp: [],
  },
  {
    recipe: '03: nothing gets to pods of the namespace, by default',
    files: ['03-'],
    pods: WEB,
    passes: ['default/web → elsewhere/client', 'default/web → outside', 'outside → elsewhere/client'],
    isHeldUp: ['default/other → default/web', 'default/web → default/other', 'elsewhere/client → default/other', 'outside → default/web'],
  },
  {
    recipe: '04: pods of the namespace reach each other, those of other namespaces do not',
    files: ['04-'],
    pods: WEB,
    passes: ['default/other → default/web', 'default/web → default/other', 'default/web → elsewhere/client'],
    isHeldUp: ['elsewhere/client → default/web', 'elsewhere/client → default/other', 'outside → default/web'],
  },
  {
    recipe: '05: pods of all namespaces reach an application',
    files: ['03-', '05-'],
    pods: WEB,
    passes: ['default/other → default/web', 'elsewhere/client → default/web'],
    isHeldUp: ['outside → default/web', 'elsewhere/client → default/other'],
  },
  {
    recipe: '06: namespaces for production reach an application, others do not',
    files: ['06-'],
    pods: {...WEB, 'prod/client': {app: 'client'}, 'dev/client': {app: 'client'}},
    namespaces: {default: {}, elsewhere: {}, prod: {purpose: 'production'}, dev: {purpose: 'testing'}},
    passes: ['prod/client → default/web', 'dev/client → default/other'],
    isHeldUp: ['dev/client → default/web', 'elsewhere/client → default/web', 'default/other → default/web', 'outside → default/web'],
  },
  {
    recipe: '07: some pods of some namespaces reach an application: both must be right',
    files: ['07-'],
    pods: {
      'default/web': {app: 'web'},
      'default/monitor': {type: 'monitoring'},
      'ops/monitor': {type: 'monitoring'},
      'ops/client': {app: 'client'},
      'elsewhere/monitor': {type: 'monitoring'},
    },
    namespaces: {default: {}, elsewhere: {team: 'sales'}, ops: {team: 'operations'}},
    passes: ['ops/monitor → default/web'],
    isHeldUp: ['ops/client → default/web', 'default/monitor → default/web', 'elsewhere/monitor → default/web', 'outside → default/web'],
  },
  {
    recipe: '08: the internet reaches an application in a namespace that is closed otherwise',
    files: ['03-', '08-'],
    pods: WEB,
    passes: ['outside → default/web', '203.0.113.9 → default/web', 'elsewhere/client → default/web'],
    isHeldUp: ['outside → default/other'],
  },
  {
    recipe: '09: one port is reached, by those who watch',
    files: ['09-'],
    pods: {'default/apiserver': {app: 'apiserver'}, 'default/monitor': {role: 'monitoring'}, 'default/other': {app: 'other'}},
    passes: ['default/monitor → default/apiserver 5000/TCP'],
    isHeldUp: [
      'default/monitor → default/apiserver 8000/TCP',
      'default/monitor → default/apiserver 5000/UDP',
      'default/other → default/apiserver 5000/TCP',
      'outside → default/apiserver 5000/TCP',
    ],
  },
  {
    recipe: '10: three kinds of services share a database',
    files: ['10-'],
    pods: {
      'default/db': {app: 'bookstore', role: 'db'},
      'default/search': {app: 'bookstore', role: 'search'},
      'default/api': {app: 'bookstore', role: 'api'},
      'default/inventory': {app: 'inventory', role: 'web'},
      'default/frontend': {app: 'bookstore', role: 'frontend'},
      'default/inventory-db': {app: 'inventory', role: 'db'},
    },
    passes: ['default/search → default/db', 'default/api → default/db', 'default/inventory → default/db'],
    isHeldUp: ['default/frontend → default/db', 'default/inventory-db → default/db', 'outside → default/db'],
  },
  {
    recipe: '11: an application reaches nothing, not even DNS; others reach it',
    files: ['11-deny-egress-traffic-from-an-application.md.01'],
    pods: DNS,
    passes: ['default/web → default/foo', 'default/web → outside', 'outside → default/foo'],
    isHeldUp: ['default/foo → default/web', 'default/foo → kube-system/dns 53/UDP', 'default/foo → outside'],
  },
  {
    recipe: '11, with DNS: an application resolves names and reaches nothing else',
    files: ['11-deny-egress-traffic-from-an-application.md.02'],
    pods: {...DNS, 'kube-system/other': {'k8s-app': 'other'}, 'default/dns': {'k8s-app': 'kube-dns'}},
    passes: ['default/foo → kube-system/dns 53/UDP', 'default/foo → kube-system/dns 53/TCP', 'default/web → outside'],
    isHeldUp: [
      'default/foo → kube-system/dns 9153/TCP',
      'default/foo → kube-system/other 53/UDP',
      'default/foo → default/dns 53/UDP',
      'default/foo → default/web',
      'default/foo → outside',
    ],
  },
  {
    recipe: '12: nothing leaves pods of the namespace, by default',
    files: ['12-'],
    pods: {...DNS, 'elsewhere/client': {app: 'client'}},
    passes: ['elsewhere/client → default/web', 'outside → default/web', 'elsewhere/client → outside'],
    isHeldUp: [
      'default/foo → default/web',
      'default/web → elsewhere/client',
      'default/web → outside',
      'default/web → kube-system/dns 53/UDP',
    ],
  },
  {
    recipe: '14: an application reaches nothing outside of the cluster, and resolves names',
    files: ['14-'],
    pods: DNS,
    passes: ['default/foo → kube-system/dns 53/UDP', 'default/web → outside', 'outside → default/foo'],
    isHeldUp: ['default/foo → outside', 'default/foo → 203.0.113.9 443/TCP', 'default/foo → 203.0.113.9 53/UDP'],
  },
]

function clusterFor({files, pods, namespaces = {}}: Intent): Cluster {
  const manifests = filesOf(files).map((file) => readFileSync(join(DIRECTORY, file), 'utf8'))
  const objects = [
    ...Object.entries(pods).map(([name, labels]) => {
      const [namespace = '', own = ''] = name.split('/')
      return workload(own, {namespace, labels})
    }),
    ...Object.entries(namespaces).map(([name, labels]) => JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}})),
  ]
  return clusterOf(together(...manifests, ...objects), 'default')
}

function filesOf(beginnings: readonly string[]): readonly string[] {
  return beginnings.flatMap((beginning) => {
    const found = readdirSync(DIRECTORY).filter((name) => name.startsWith(beginning))
    if (found.length !== 1) throw new Error(`not one recipe begins with ${beginning}: ${found.join(', ')}`)
    return found
  })
}

function verdictOf(cluster: Cluster, {pods}: Intent, connection: string): boolean | null {
  const [, from = '', to = '', port = '80', protocol = 'TCP'] = /^(\S+) → (\S+)(?: (\d+)\/(\w+))?$/.exec(connection) ?? []
  // A misspelt pod would be taken for somebody outside.
  for (const end of [from, to]) if (end.includes('/') && !(end in pods)) throw new Error(`there is no ${end}`)
  return ask(cluster, from, to, {port: Number(port), protocol}).allowed
}

describe.skipIf(!hasCorpus)('the well-known recipes mean what they say', () => {
  test.each(INTENTS.map((intent) => [intent.recipe, intent] as const))('%s', (_, intent) => {
    const cluster = clusterFor(intent)
    const verdicts = (connections: readonly string[]) =>
      Object.fromEntries(connections.map((connection) => [connection, verdictOf(cluster, intent, connection)]))
    expect(verdicts(intent.passes)).toEqual(Object.fromEntries(intent.passes.map((connection) => [connection, true])))
    expect(verdicts(intent.isHeldUp)).toEqual(Object.fromEntries(intent.isHeldUp.map((connection) => [connection, false])))
  })

  test('and none is forgotten', () => {
    const asked = new Set(INTENTS.flatMap(({files}) => filesOf(files)))
    const recipes = readdirSync(DIRECTORY).filter((name) => name.endsWith('.yaml'))
    expect(recipes.length).toBeGreaterThan(10)
    expect(recipes.filter((name) => !asked.has(name))).toEqual([])
  })
})
