import type {Cluster, OtherObject} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import {kustomizationsOver} from '../../cluster/kustomization.ts'
import type {Path} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Service} from '../../cluster/service.ts'
import type {BrokenEntry} from '../../network/entry/entry.ts'
import type {Exposed} from '../exposure/exposed-service.ts'
import {inside} from '../resolve/change.ts'
import {areAppliedTogether, wereSeenTogether} from './applied-together.ts'
import {directoryOf} from './directory.ts'
import type {Graph} from './graph.ts'

/** A way that leads nowhere, with the manifest that says so. */
export interface BrokenWay extends BrokenEntry {
  readonly manifest: OtherObject
  readonly path: Path
}

/** An object that is there, or that is named and is not. */
export interface Named {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

type Placed = Service | OtherObject

/** What the input has of the objects that ways lead to, by name and by namespace. */
interface Index {
  readonly definitions: ReadonlyMap<string, readonly Placed[]>
  readonly inNamespace: ReadonlyMap<string, readonly Placed[]>
  readonly inDirectory: ReadonlyMap<string, readonly Placed[]>
}

const WAYS = new WeakMap<Exposed, readonly BrokenWay[]>()
const INDEXES = new WeakMap<Cluster, Index>()

/** The ways in scope that lead nowhere, those of objects that the input has. */
export function brokenWaysOf(graph: Graph): readonly BrokenWay[] {
  // Without anything that leads to Services nobody need ask who comes to which.
  if (!graph.cluster.others.some(({group, kind}) => kind === 'Ingress' || /^gateway\.networking\./.test(group))) return []
  const exposed = graph.exposed()
  const known = WAYS.get(exposed)
  if (known) return known
  const byName = new Map<string, OtherObject[]>()
  for (const other of graph.cluster.others) obtain(byName, keyOf(other), () => []).push(other)
  const found = exposed.broken.flatMap((broken): readonly BrokenWay[] => {
    const {kind, namespace, name} = broken.object
    const all = graph.isInScope(namespace) ? (byName.get(keyOf({kind, namespace: namespace ?? '', name})) ?? []) : []
    const manifest = all.find(({origin}) => origin === broken.place?.origin)
    return manifest ? [{...broken, manifest, path: broken.place?.path ?? []}] : []
  })
  WAYS.set(exposed, found)
  return found
}

/** What a way names at its place: the Service of a backend, the Gateway of a parentRef. Undefined where it stands at no reference. */
export function namedBy({manifest, path}: BrokenWay): Named | undefined {
  let value: unknown = manifest.object
  let named: Named | undefined
  let isParent = false
  for (const step of path) {
    // A port may have a name, too.
    if (step === 'port') break
    value = inside(value, step)
    if (step === 'parentRefs' || step === 'parentRef') isParent = true
    const {kind, namespace, name, serviceName} = fieldsOf(value)
    const stated = textOf(name) ?? textOf(serviceName)
    if (stated !== undefined)
      named = {
        kind: textOf(kind) ?? (isParent ? 'Gateway' : 'Service'),
        namespace: textOf(namespace) ?? manifest.namespace,
        name: stated,
      }
  }
  return named
}

/** The parents that a route or a set of listeners names. */
export function parentsNamedBy({manifest}: BrokenWay): readonly Named[] {
  const {object} = manifest
  const references = [...itemsOf(valueAt(object, 'spec', 'parentRefs')), valueAt(object, 'spec', 'parentRef')].map(fieldsOf)
  return references.flatMap(({kind, namespace, name}) => {
    const stated = textOf(name)
    return stated === undefined ? [] : [{kind: textOf(kind) ?? 'Gateway', namespace: textOf(namespace) ?? manifest.namespace, name: stated}]
  })
}

/** Every definition of an object. */
export function definitionsOf(cluster: Cluster, named: Named): readonly Placed[] {
  return indexOf(cluster).definitions.get(keyOf(named)) ?? []
}

/** The definitions of an object that a manifest surely means: those that it is applied with, else the only one of the input. */
export function definitionsWith(cluster: Cluster, {origin}: Placed, named: Named): readonly Placed[] {
  const all = definitionsOf(cluster, named)
  return all.length < 2 ? all : all.filter((one) => areAppliedTogether(cluster, origin, one.origin))
}

/** Objects of a kind, of one namespace or of all, that are surely applied with a manifest. */
export function companionsOf(cluster: Cluster, {origin}: Placed, kind: string, namespace?: string): readonly Placed[] {
  const {inNamespace} = indexOf(cluster)
  const spaces = namespace === undefined ? [...inNamespace.keys()].filter((key) => key.startsWith(`${kind}/`)) : [`${kind}/${namespace}`]
  return spaces.flatMap((key) => (inNamespace.get(key) ?? []).filter((one) => areAppliedTogether(cluster, origin, one.origin)))
}

/** Whether there is such an object. */
export function hasCompanion(cluster: Cluster, manifest: Placed, kind: string, namespace: string): boolean {
  const all = indexOf(cluster).inNamespace.get(`${kind}/${namespace}`) ?? []
  return all.some((one) => areAppliedTogether(cluster, manifest.origin, one.origin) || wereSeenTogether(manifest, one))
}

/** Objects of a kind and a namespace that stand in the directory of a manifest; of a running cluster all of them. */
export function besideOf(cluster: Cluster, {origin}: Placed, kind: string, namespace: string): readonly Placed[] {
  return indexOf(cluster).inDirectory.get(`${directoryOf(origin)}\n${kind}/${namespace}`) ?? []
}

/** Whether what a manifest is applied with is wholly in the input, as far as that shows. */
export function isWhole(cluster: Cluster, {origin}: Placed): boolean {
  return !origin || !kustomizationsOver(cluster.kustomizations, origin.file).some(({buildsFromElsewhere}) => buildsFromElsewhere)
}

function indexOf(cluster: Cluster): Index {
  const known = INDEXES.get(cluster)
  if (known) return known
  const definitions = new Map<string, Placed[]>()
  const inNamespace = new Map<string, Placed[]>()
  const inDirectory = new Map<string, Placed[]>()
  const others = cluster.others.filter(({kind}) => /^(Ingress|Gateway|X?ListenerSet|ReferenceGrant|IngressClass|GatewayClass)$/.test(kind))
  for (const list of [cluster.services, others]) {
    for (const one of list) {
      obtain(definitions, keyOf(one), () => []).push(one)
      obtain(inNamespace, `${one.kind}/${one.namespace}`, () => []).push(one)
      obtain(inDirectory, `${directoryOf(one.origin)}\n${one.kind}/${one.namespace}`, () => []).push(one)
    }
  }
  const index = {definitions, inNamespace, inDirectory}
  INDEXES.set(cluster, index)
  return index
}

function keyOf({kind, namespace, name}: Named): string {
  return `${kind}/${namespace}/${name}`
}
