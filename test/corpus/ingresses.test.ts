import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import type {Origin} from '../../src/cluster/object.ts'
import {findEntryFacts} from '../../src/network/entry/find-entry-facts.ts'
import {ingressesOf} from '../../src/network/entry/ingress/ingress.ts'
import {entriesOfIngresses} from '../../src/network/entry/ingress/ingress-entries.ts'
import {readFiles} from '../../src/sources/files.ts'
import {CORPUS, hasCorpus, projects} from './corpus.ts'
import {countObjects} from './count.ts'

async function read(path: string) {
  const input = await readFiles({filenames: [path]}, {stdin: process.stdin})
  return {input, cluster: buildCluster(input, undefined)}
}

const fileOf = (origin: Origin | undefined) => `${origin?.file} ${origin?.document}`
describe.skipIf(!hasCorpus)('every Ingress of the corpus', () => {
  const rows: Record<string, string | number>[] = []

  test.each(hasCorpus ? projects() : [])('%s: leads somewhere, or it is said why not, at a place that exists', async (project) => {
    const {input, cluster} = await read(join(CORPUS, project))
    const {entries, broken} = entriesOfIngresses(cluster, findEntryFacts(cluster))
    const counts: Record<string, number> = {}
    const count = (key: string) => {
      counts[key] = (counts[key] ?? 0) + 1
    }
    for (const ingress of ingressesOf(cluster)) {
      const here = fileOf(ingress.origin)
      const reaches = entries.filter(({place}) => place && fileOf(place.origin) === here).map(({front}) => front.reach)
      const reasons = broken.filter(({place}) => place && fileOf(place.origin) === here).map(({reason}) => reason)
      expect({ingress: `${here} ${ingress.name}`, said: reaches.length + reasons.length > 0}).toMatchObject({said: true})
      count(['internet', 'network', 'unknown', 'none'].find((reach) => reaches.some((one) => one === reach)) ?? 'broken')
    }
    for (const {front, through} of entries) {
      expect(through.at(-1)?.kind).toBe('Ingress')
      expect(front.reach === 'unknown' ? front.question : 'known').toBeDefined()
    }
    const placed = await Promise.all(broken.map(({place}) => place && input.locate(place)))
    for (const [index, position] of placed.entries())
      expect({...broken[index], position}).toMatchObject({position: {line: expect.any(Number)}})
    for (const {reason} of broken) count(reason)
    if (Object.keys(counts).length > 0) rows.push({project, ...counts})
  })

  test('is seen: as many as another YAML library finds', async () => {
    let seen = 0
    for (const project of projects()) {
      const path = join(CORPUS, project)
      const {input, cluster} = await read(path)
      const templates = input.problems.filter(({rule}) => rule === 'input/helm-template').map(({file}) => file)
      // Nameless ones are left out; some of them state an empty name.
      const expected = countObjects(path, 'Ingress', /^(networking\.k8s\.io|extensions)\//)
        .map((one) => one.replace(/ null$/, ' '))
        .filter((one) => !templates.includes(one.split(' ')[0] ?? ''))
      const leftOut = cluster.leftOut
        .filter(({kind, file, name}) => kind === 'Ingress' && expected.includes(`${file} ${name ?? ''}`))
        .map(({file, name}) => `${file} ${name ?? ''}`)
      expect([...ingressesOf(cluster).map(({origin, name}) => `${origin?.file} ${name}`), ...leftOut].sort()).toEqual(expected)
      seen += ingressesOf(cluster).length
    }
    expect(seen).toBeGreaterThan(80)
  })

  test('prints how far each is open, and what is wrong with those that lead nowhere', () => {
    expect(rows.length).toBeGreaterThan(10)
    console.table(rows)
  })
})

/**
 * Judged by reading the manifests before anything of it was asked here: the file of the Ingress, its name, and for each port what is known of it (`null` is
 * a node port that the cluster picks), or the reason why it leads nowhere.
 */
const JUDGED: readonly (readonly [project: string, file: string, name: string, said: readonly string[], why: string])[] = [
  [
    'mspnp__aks-baseline',
    'workload/02-aspnetapp-ingress.yaml',
    'aspnetapp-ingress',
    ['443 network', 'null network'],
    'class traefik-internal, whose Traefik has one Service, annotated azure-load-balancer-internal "true", with port 443 only',
  ],
  [
    'GoogleCloudPlatform__microservices-demo',
    '.github/release-cluster/frontend-ingress.yaml',
    'frontend-ingress',
    ['443 internet', '443 internet'],
    'no class, and a global static address of GKE: its external load balancer; a managed certificate and redirectToHttps in frontend-config.yaml; a rule and the default backend lead to the same Service',
  ],
  [
    'argoproj__argo-cd',
    'gitops-engine/pkg/health/testdata/ingress.yaml',
    'argocd-server-ingress',
    ['80 internet', 'refused', 'refused'],
    'class nginx is not in the input, its status shows 1.2.3.4; v1 with serviceName and without pathType',
  ],
  [
    'np-guard__netpol-analyzer',
    'tests/demo_app_with_routes_and_ingress/hello-world-ingress.yaml',
    'hello-world',
    ['30308 network', '32135 network', '80 network', '443 network'],
    'the default class nginx; the controller of kind has a Service of type NodePort, and host ports 80 and 443',
  ],
  [
    'Azure-Samples__aks-store-demo',
    'aks-store-ingress-quickstart.yaml',
    'store-front',
    ['80 unknown', '443 unknown'],
    'the default class of the application routing add-on: what it is was said to Azure',
  ],
  [
    'stackrox__kube-linter',
    'tests/checks/dangling-ingress.yml',
    'missing-service',
    ['no-such-service', 'refused'],
    'its authors made it so',
  ],
  ['stackrox__kube-linter', 'tests/checks/dangling-ingress.yml', 'bad-port', ['no-such-port', 'refused'], 'its authors made it so'],
  ['stackrox__kube-linter', 'tests/checks/dangling-ingress.yml', 'dont-fire', ['80 unknown', 'refused'], 'its Service and port are there'],
  [
    'traefik__traefik',
    'pkg/provider/kubernetes/ingress/fixtures/Ingress-with-empty-defaultbackend.yml',
    'defaultbackend',
    ['no-backend'],
    'the default backend is an empty mapping',
  ],
]

describe.skipIf(!hasCorpus)('an Ingress that was judged by hand', () => {
  test.each(JUDGED)('%s %s %s: %j', async (project, file, name, said) => {
    const {cluster} = await read(join(CORPUS, project))
    const {entries, broken} = entriesOfIngresses(cluster, findEntryFacts(cluster))
    const isHere = (place: (typeof entries)[number]['place']) => place?.origin.file === join(CORPUS, project, file)
    const ways = entries.filter(({place, through}) => isHere(place) && through.at(-1)?.name === name)
    const faults = broken.filter(({place, object}) => isHere(place) && object.name === name)
    expect([...ways.map(({port, front}) => `${port} ${front.reach}`), ...faults.map(({reason}) => reason)]).toEqual(said)
  })
})
