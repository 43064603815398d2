import {execFile} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {promisify} from 'node:util'
import {dump} from 'js-yaml'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {fieldsOf} from '../../src/cluster/fields.ts'
import {identify, identityKey} from '../../src/cluster/identity.ts'
import type {Input, WireObject} from '../../src/cluster/object.ts'
import {type ReadableKindName, resourceName} from '../../src/cluster/read.ts'
import {type ComparedInput, readCompared} from '../../src/compared-inputs.ts'
import {alignObjects} from '../../src/questions/diff/declared-objects.ts'
import type {DiffReport} from '../../src/questions/diff/diff.ts'
import {diffNeeds} from '../../src/questions/diff/needs.ts'
import type {ExposureData} from '../../src/questions/exposure/exposure-data.ts'
import {clusterRole} from '../../src/questions/snapshot/cluster-role.ts'
import {KINDS_OF_COMMAND} from '../../src/questions/snapshot/kinds-of-command.ts'
import {gather} from '../../src/sources/live/gathering.ts'
import {readKubeConfig} from '../../src/sources/live/kubeconfig.ts'
import {openLiveCluster} from '../../src/sources/live/live-cluster.ts'
import {MUTATIONS} from '../questions/diff/mutation.ts'
import {compareClusters, type Draft, find} from '../questions/diff/shop.ts'
import {askLive, DUMP, dumpWithKubectl, readOffline, SERVED_KINDS, SNAPSHOT, takeSnapshot} from './asking/asked.ts'
import {installKinds} from './asking/custom-kinds.ts'
import {asksExposure} from './asking/exposure.ts'
import {runPods} from './asking/played-kubelet.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {kubeconfigWith} from './asking/service-account.ts'
import {untilSliced} from './asking/until-sliced.ts'
import {BALANCED, CUSTOM_KINDS, MANIFESTS, NODE_OBJECTS, NODES, REACHES} from './exposure/manifests.ts'
import {noteFigures} from './harness/figures.ts'
import {program} from './harness/programs.ts'
import {liveProblem} from './harness/requirements.ts'

/** Deployments without a number of replicas have one, and the DaemonSet has a pod on each node. */
const PODS = MANIFESTS.reduce((sum, {kind, spec}) => {
  const {replicas = 1} = fieldsOf(spec)
  return sum + (kind === 'DaemonSet' ? NODES.length : kind === 'Deployment' || kind === 'StatefulSet' ? Number(replicas) : 0)
}, 0)

/** What is asked, beside each Service by its name. */
const ASKED = [asksExposure(undefined), asksExposure('shop'), asksExposure('legacy')]

const namesOf = (report: DiffReport): readonly string[] =>
  report.findings
    .map(({severity, rule, object}) => `${severity} ${rule.split('/')[1]} ${object?.kind}/${object?.namespace}/${object?.name}`)
    .toSorted()

const copy = (): Draft[] => JSON.parse(JSON.stringify(MANIFESTS))

describe.skipIf(liveProblem())('what is open of a running cluster', () => {
  let served: ServedCluster

  beforeAll(async () => {
    served = await startServedCluster()
    const {api} = served
    await installKinds(api, CUSTOM_KINDS)
    await api.apply(NODE_OBJECTS)
    await kubectl('apply', '-f', writeManifests('deploy', MANIFESTS))
    await runPods(api, NODES, PODS)
    for (const [place, ip] of Object.entries(BALANCED)) {
      const [namespace, name] = place.split('/')
      const status = {loadBalancer: {ingress: [{ip, ipMode: 'VIP'}]}}
      const answer = await api.request(
        'PATCH',
        `/api/v1/namespaces/${namespace}/services/${name}/status`,
        {status},
        'application/merge-patch+json',
      )
      if (answer.status >= 300) throw new Error(`the status of Service ${place}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    await untilSliced(api, endpointsWanted())
  })
  afterAll(() => served?.close())

  /** A file of each kind, as `kubectl apply` takes them: namespaces and kinds of others first. */
  function writeManifests(name: string, objects: readonly WireObject[]): string {
    const folder = served.file(name)
    mkdirSync(folder, {recursive: true})
    const kinds = ['Namespace', ...new Set(objects.map(({kind}) => String(kind)).filter((kind) => kind !== 'Namespace'))]
    for (const [index, kind] of kinds.entries()) {
      const own = objects.filter((object) => object['kind'] === kind).map((object) => dump(object, {skipInvalid: true}))
      writeFileSync(`${folder}/${String(index).padStart(2, '0')}-${kind.toLowerCase()}.yaml`, own.join('---\n'))
    }
    return folder
  }

  async function kubectl(...args: string[]): Promise<void> {
    await promisify(execFile)(await program('kubectl'), ['--kubeconfig', served.kubeconfig, ...args], {maxBuffer: 1 << 26})
  }

  /** The pods of each selector once, for each Service that selects them. */
  function endpointsWanted(): number {
    const podsOf = (namespace: unknown, selector: unknown) =>
      MANIFESTS.reduce((sum, {kind, metadata, spec}) => {
        const {replicas = 1, template} = fieldsOf(spec)
        const labels = fieldsOf(fieldsOf(fieldsOf(template)['metadata'])['labels'])
        const isSelected = Object.entries(fieldsOf(selector)).every(([key, value]) => labels[key] === value)
        const isHere = fieldsOf(metadata)['namespace'] === namespace && (kind === 'Deployment' || kind === 'StatefulSet')
        return sum + (isHere && isSelected ? Number(replicas) : 0)
      }, 0)
    const own = MANIFESTS.reduce((sum, {kind, metadata, spec}) => {
      const {selector} = fieldsOf(spec)
      return sum + (kind === 'Service' && selector !== undefined ? podsOf(fieldsOf(metadata)['namespace'], selector) : 0)
    }, 0)
    // And the API server's own.
    return own + 1
  }

  async function askedLive(
    kubeconfig: string,
    asked = ASKED[0],
  ): Promise<{readonly data: ExposureData; readonly notes: readonly string[]}> {
    if (!asked) throw new Error('nothing is asked')
    return JSON.parse(await askLive(kubeconfig, asked))
  }

  const reachesIn = ({services}: ExposureData) =>
    Object.fromEntries(services.map(({namespace, name, reach}) => [`${namespace}/${name}`, reach]))

  test('is what the objects say, by every way in', async () => {
    const {data} = await askedLive(served.kubeconfig)
    expect(reachesIn(data)).toEqual(REACHES)
    expect(data.workloads.map(({namespace, kind, name, reach}) => `${namespace}/${kind}/${name} ${reach}`)).toEqual([
      'legacy/DaemonSet/agent network',
    ])
    const vias = new Set(data.services.flatMap(({entries}) => entries.map(({via}) => via)))
    for (const via of ['LoadBalancer', 'NodePort', 'Ingress', 'Gateway', 'ExternalIP', 'ClusterIP', 'Headless']) expect(vias).toContain(via)
    // The addresses that the cloud has given.
    const web = data.services.find(({name}) => name === 'web')
    expect(web?.entries.filter(({via}) => via === 'LoadBalancer').map(({address}) => address)).toEqual(['20.1.2.3', '20.1.2.3'])
  })

  test('is answered as from what kubectl get -A -o yaml prints, and as from its snapshot', async () => {
    writeFileSync(served.file(DUMP), await dumpWithKubectl(served.kubeconfig, [...SERVED_KINDS, ...CUSTOM_KINDS]))
    writeFileSync(served.file(SNAPSHOT), await takeSnapshot(served.kubeconfig))
    const [offline, saved] = [await readOffline(served.file(DUMP)), await readOffline(served.file(SNAPSHOT))]
    const named = Object.keys(REACHES).map((place) => {
      const [namespace, name] = place.split('/')
      return asksExposure(namespace, `svc/${name}`)
    })
    for (const asked of [...ASKED, ...named]) {
      const live = await askLive(served.kubeconfig, asked)
      expect(offline.answer(asked), `${asked.words} of kubectl's output`).toBe(live)
      expect(saved.answer(asked), `${asked.words} of the snapshot`).toBe(live)
    }
    noteFigures(`exposure: ${ASKED.length + named.length} questions answered alike live, from kubectl get -A -o yaml and from a snapshot`)
  })

  async function compare(before: ComparedInput, after: ComparedInput, kubeconfig = served.kubeconfig): Promise<DiffReport> {
    const compared = await readCompared(
      [before, after],
      {kubeconfig, verbose: false},
      diffNeeds({namespace: undefined, selector: undefined}),
    )
    return compareClusters(compared.before, compared.after)
  }
  const CURRENT: ComparedInput = {kind: 'current'}
  const filesIn = (folder: string): ComparedInput => ({kind: 'files', path: served.file(folder)})

  test('does not change by the files that it was made of, whichever comes first', async () => {
    expect((await compare(CURRENT, filesIn('deploy'))).data.changes).toEqual([])
    expect((await compare(filesIn('deploy'), CURRENT)).data.changes).toEqual([])
  })

  test('nor beside its own snapshot, or beside itself by the name of another context', async () => {
    writeFileSync(served.file(SNAPSHOT), await takeSnapshot(served.kubeconfig))
    expect((await compare(CURRENT, {kind: 'files', path: served.file(SNAPSHOT)})).data.changes).toEqual([])
    const config = JSON.parse(readFileSync(served.kubeconfig, 'utf8'))
    const again = {...config, contexts: [...config.contexts, {...config.contexts[0], name: 'again'}]}
    writeFileSync(served.file('two-contexts'), JSON.stringify(again))
    const both = await compare({kind: 'context', name: 'live'}, {kind: 'context', name: 'again'}, served.file('two-contexts'))
    expect(both.data.changes).toEqual([])
  })

  test('changes by an edit of one file, and says where it stands', async () => {
    const edited = copy()
    delete find(edited, 'Service', 'intra').metadata.annotations
    writeManifests('edited', edited)
    const report = await compare(CURRENT, filesIn('edited'))
    expect(namesOf(report)).toEqual(['error newly-reachable Service/shop/intra'])
    expect(report.answer).toBe('negative')
    expect(report.findings[0]?.place?.origin.file).toMatch(/edited\/\d+-service\.yaml$/)
    expect(namesOf(await compare(filesIn('edited'), CURRENT))).toEqual(['info no-longer-reachable Service/shop/intra'])
  })

  test('changes by each edit as the manifests alone do, but for what apply leaves standing', async () => {
    const live = await openLiveCluster(readKubeConfig({kubeconfig: served.kubeconfig}, {}).connectionTo(), {})
    const build = (input: Pick<Input, 'objects' | 'leftOut' | 'coverage'>) => buildCluster(input, undefined)
    const {input} = await gather(live, diffNeeds({namespace: undefined, selector: undefined}), build).finally(live.close)
    const keysOf = (objects: readonly WireObject[]) => objects.map((object) => identityKey(identify(object, undefined) as never)).toSorted()
    // The API server keeps a cluster IP that an update does not name, `None` too.
    const kept: readonly string[] = ['a virtual address for a headless Service']
    const names = keysOf(MANIFESTS)
    const differing: string[] = []
    let compared = 0
    for (const mutation of MUTATIONS) {
      const edited = copy()
      mutation.edit(edited)
      // Apply takes nothing away: what has lost its name in the files is still there.
      if (keysOf(edited).join() !== names.join() || kept.includes(mutation.name)) continue
      compared++
      const {before, after} = alignObjects(
        input.objects,
        edited.map((object) => ({object, origin: undefined})),
        undefined,
      )
      const {coverage} = input
      const told = namesOf(compareClusters(build({objects: before, leftOut: [], coverage}), build({objects: after, leftOut: [], coverage})))
        // What happens to the shop, beside which others stand here.
        .filter((effect) => effect.includes('/shop/'))
      if (told.join() !== mutation.effects.join())
        differing.push(`${mutation.name}: ${told.join(', ')} (not ${mutation.effects.join(', ')})`)
    }
    noteFigures(
      `diff of a cluster and files: ${compared} of ${MUTATIONS.length} edits of the shop compared, ${differing.length} otherwise than between files`,
    )
    expect(differing).toEqual([])
    expect(compared).toBeGreaterThan(40)
  })

  /** From the nearest to the farthest. */
  const ORDER = ['none', 'namespace', 'cluster', 'network', 'internet']
  const LACKING: readonly (readonly [string, readonly ReadableKindName[], readonly string[]])[] = [
    ['Ingresses', ['Ingress'], ['legacy/files', 'legacy/mail', 'shop/canary']],
    ['Gateways and routes', ['Gateway', 'HTTPRoute'], ['legacy/books', 'legacy/mail', 'shop/canary']],
    ['policies', ['NetworkPolicy'], ['shop/web', 'shop/db', 'legacy/mail']],
    ['pods', ['Pod'], ['shop/db', 'legacy/mail']],
    ['names of namespaces', ['Namespace'], ['shop/db']],
    ['nodes', ['Node'], ['shop/edge']],
    ['parameters', ['EnvoyProxy'], ['legacy/books']],
    ['classes', ['GatewayClass', 'IngressClass'], ['legacy/books', 'legacy/files']],
  ]

  test.each(LACKING)('is never called nearer than it is by who may not read %s', async (what, lacking, unknown) => {
    const kinds = KINDS_OF_COMMAND.exposure.filter((kind) => !lacking.includes(kind))
    const kubeconfig = await kubeconfigWith(served, clusterRole(`without-${what.toLowerCase().replaceAll(' ', '-')}`, kinds))
    const {data, notes} = await askedLive(kubeconfig)
    const told = reachesIn(data)
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(REACHES).toSorted())
    for (const [name, reach] of Object.entries(told))
      if (reach !== 'unknown') expect(ORDER.indexOf(reach), name).toBeGreaterThanOrEqual(ORDER.indexOf(REACHES[name] ?? ''))
    for (const name of unknown) expect(told[name], name).toBe('unknown')
    for (const kind of lacking)
      expect(notes.join('\n')).toMatch(new RegExp(`missing RBAC rule: list on ${resourceName(kind).replaceAll('.', '\\.')} `))
  })

  test('and all of it to whoever has the role that is printed for the command', async () => {
    const kubeconfig = await kubeconfigWith(served, clusterRole('all-of-exposure', KINDS_OF_COMMAND.exposure))
    const {data, notes} = await askedLive(kubeconfig)
    expect(reachesIn(data)).toEqual(REACHES)
    // But for what an installation has called as it likes.
    expect(notes.filter((note) => note.includes('RBAC'))).toEqual([
      'not allowed to read configmaps nginx-settings in namespace edge; missing RBAC rule: get on configmaps in namespace edge',
    ])
  })
})
