import type {Cluster} from '../../cluster/cluster.ts'
import {kustomizationsOver} from '../../cluster/kustomization.ts'
import type {Origin} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'

const SETS = new WeakMap<Cluster, Map<string, ReadonlySet<string>>>()

/**
 * Whether two manifests are surely applied to one cluster: they are in one file, or one kustomization builds from both. Two files of one directory may
 * be alternatives: examples, variants, data of tests. What comes from an API server is together.
 */
export function areAppliedTogether(cluster: Cluster, a: Origin | undefined, b: Origin | undefined): boolean {
  if (a?.file === b?.file) return true
  if (!a || !b) return false
  const sets = kustomizationsOf(cluster, b.file)
  return [...kustomizationsOf(cluster, a.file)].some((directory) => sets.has(directory))
}

function kustomizationsOf(cluster: Cluster, file: string): ReadonlySet<string> {
  const known = SETS.get(cluster) ?? new Map<string, ReadonlySet<string>>()
  SETS.set(cluster, known)
  return obtain(known, file, () => new Set(kustomizationsOver(cluster.kustomizations, file).map(({directory}) => directory)))
}

/** An object that may be one of a running cluster, which its uid shows. */
export interface Placed {
  readonly uid: string | undefined
  readonly origin: Origin | undefined
}

/**
 * Whether two objects were seen in one running cluster: both came from its API server, are in one file, or in listings (`kubectl get … -o yaml`) of one
 * directory. Pods of a repository that have a status may be anybody's, at any time.
 */
export function wereSeenTogether(a: Placed, b: Placed): boolean {
  if (a.uid === undefined || b.uid === undefined) return false
  if (a.origin?.file === b.origin?.file) return true
  return (
    a.origin !== undefined && b.origin !== undefined && listingOf(a.origin) !== undefined && listingOf(a.origin) === listingOf(b.origin)
  )
}

/** The directory of a listing; undefined for a manifest of one object. */
export function listingOf({file, path}: Origin): string | undefined {
  return path.length > 0 ? file.replace(/[^/]*$/, '') || './' : undefined
}
