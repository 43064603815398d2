import {posix} from 'node:path'
import {fieldsOf, itemsOf, labelsOf, textOf} from './fields.ts'
import type {Labels} from './label-selector.ts'
import type {Origin, WireObject} from './object.ts'

/** What a kustomization.yaml of the input would do to the manifests that it lists. */
export interface Kustomization {
  readonly directory: string
  /** The local files and directories that it builds from. */
  readonly resources: readonly string[]
  /** It also builds from places outside the input: URLs, Helm charts, files that were not read. Objects come from there that nobody sees here. */
  readonly buildsFromElsewhere: boolean
  /** Pairs that it adds to selectors, labels and templates alike (`commonLabels`, `labels` with `includeSelectors`). */
  readonly selectorLabels: Labels
  /** Pairs that it adds to templates but to no selector (`labels` with `includeTemplates`). */
  readonly templateLabels: Labels
  readonly namespace: string | undefined
  /** Files that hold patches: no objects of their own. */
  readonly patchFiles: readonly string[]
  /** Whether one of its patches changes a selector or the labels of a template. */
  readonly patchesLabels: boolean
}

export function isKustomization(object: WireObject, origin: Origin | undefined): boolean {
  const group = textOf(object['apiVersion'])
  if (group?.startsWith('kustomize.config.k8s.io/')) return true
  // kustomize lets both fields be left out.
  return group === undefined && origin !== undefined && /^kustomization\.ya?ml$/.test(posix.basename(origin.file))
}

/** What a kustomization's paths lead to in the input. */
export interface ReadFiles {
  /** Whether a file, or anything below a directory, is part of it. */
  readonly isRead: (path: string) => boolean
  readonly objectsIn: (file: string) => readonly WireObject[]
}

export function readKustomization(object: WireObject, origin: Origin, {isRead, objectsIn}: ReadFiles): Kustomization {
  const directory = posix.dirname(origin.file)
  const entries = ['resources', 'bases', 'components'].flatMap((key) => itemsOf(object[key])).filter((entry) => typeof entry === 'string')
  const labels = itemsOf(object['labels']).map(fieldsOf)
  const merge = (lists: readonly unknown[]): Labels => Object.assign({}, ...lists.map((pairs) => labelsOf(pairs)))
  const patches = [...itemsOf(object['patches']), ...itemsOf(object['patchesJson6902'])].map(fieldsOf)
  const strategic = itemsOf(object['patchesStrategicMerge']).filter((entry) => typeof entry === 'string')
  const resources = entries.filter((entry) => !isRemote(entry)).map((entry) => posix.join(directory, entry))
  const charts = [...itemsOf(object['helmCharts']), ...itemsOf(object['helmChartInflationGenerator'])]
  const patchFiles = [
    ...patches.flatMap((patch) => textOf(patch['path']) ?? []),
    ...strategic.filter((entry) => !entry.includes('\n')),
  ].map((path) => posix.join(directory, path))
  return {
    directory,
    resources,
    buildsFromElsewhere: entries.some(isRemote) || charts.length > 0 || !resources.every(isRead),
    selectorLabels: merge([
      object['commonLabels'],
      ...labels.filter((entry) => entry['includeSelectors'] === true).map((entry) => entry['pairs']),
    ]),
    templateLabels: merge(labels.filter((entry) => entry['includeTemplates'] === true).map((entry) => entry['pairs'])),
    namespace: textOf(object['namespace']),
    patchFiles,
    patchesLabels:
      [...patches.flatMap((patch) => textOf(patch['patch']) ?? []), ...strategic.filter((entry) => entry.includes('\n'))].some(
        touchesLabels,
      ) || patchFiles.some((file) => fileTouchesLabels(file, {isRead, objectsIn})),
  }
}

/** A patch file whose objects were not read (a JSON 6902 list is no object) may do anything. */
function fileTouchesLabels(file: string, {objectsIn}: ReadFiles): boolean {
  const objects = objectsIn(file)
  // The patch's own metadata.labels only label the object.
  return objects.length === 0 || objects.some((object) => touchesLabels(JSON.stringify(object['spec'] ?? {})))
}

function touchesLabels(patch: string): boolean {
  return /selector|labels/.test(patch)
}

/** As kustomize tells them apart: a scheme, a host with a path, or a git reference. */
function isRemote(entry: string): boolean {
  return entry.includes('://') || entry.startsWith('git@') || entry.includes('?ref=') || /^[\w-]+(\.[\w-]+)+\/[^.]/.test(entry)
}

/** The kustomizations that build from a file, directly or through one another, the nearest first. */
export function kustomizationsOver(all: readonly Kustomization[], file: string): readonly Kustomization[] {
  const found = new Set<Kustomization>()
  const paths = [posix.normalize(file)]
  for (const path of paths) {
    for (const kustomization of all) {
      if (found.has(kustomization) || !kustomization.resources.includes(path)) continue
      found.add(kustomization)
      paths.push(kustomization.directory)
    }
  }
  return [...found]
}
