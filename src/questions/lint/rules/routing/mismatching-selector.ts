import type {Cluster} from '../../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelOf, labelsOf, valueAt} from '../../../../cluster/fields.ts'
import {groupKindOf, referenceTo} from '../../../../cluster/identity.ts'
import {kustomizationsOver} from '../../../../cluster/kustomization.ts'
import {matchesRequirement, type Requirement} from '../../../../cluster/label-requirement.ts'
import {type LabelSelector, selectorFromLabelSelector, selectorFromLabels} from '../../../../cluster/label-selector.ts'
import type {Path} from '../../../../cluster/object.ts'
import type {PodTemplate} from '../../../../cluster/pod-template.ts'
import type {Workload} from '../../../../cluster/workload.ts'
import type {Fix} from '../../../../report.ts'
import {addition, fixWith, targetOf} from '../../../resolve/change.ts'
import {timesSelected} from '../../../resolve/evidence.ts'
import type {Found, Rule} from '../../rule.ts'

export const mismatchingSelector: Rule = {
  id: 'routing/mismatching-selector',
  severity: 'error',
  title: "a workload whose own selector does not match its template's labels",
  why: 'The pods that a workload makes must be those that it selects: the API server refuses the workload otherwise ("selector does not match template labels"), so none of its pods ever stands behind a Service.',
  fix: 'Give the pod template every label of the selector. The selector of a workload that exists cannot be changed.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector'],
  bad: `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata: {labels: {app: wbe}}
    spec: {containers: [{name: app, image: web:1}]}
`,
  good: `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: web:1}]}
`,
  check: ({cluster, isInScope}) =>
    cluster.workloads.flatMap((workload) =>
      workload.uid === undefined && isInScope(workload.namespace) ? mismatchOf(cluster, workload) : [],
    ),
}

/** Their API server, or their controller, holds the selector against the template. */
const KINDS = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  '/ReplicationController',
  'argoproj.io/Rollout',
])

function mismatchOf(cluster: Cluster, workload: Workload): readonly Found[] {
  const template = workload.templates[0]
  if (template && matchesPlainly(workload, template)) return []
  const selector = KINDS.has(groupKindOf(workload)) ? selectorOf(workload) : undefined
  if (!template || !selector) return []
  const labels = labelsOf(fieldsOf(template.metadata)['labels'])
  const missed = selector.find((requirement) => !matchesRequirement(requirement, labels))
  if (!missed || isMendedByKustomize(cluster, workload, missed.key)) return []
  const actual = labelOf(labels, missed.key)
  const isMeant = actual !== undefined && isSelectorMeant(cluster, workload, missed)
  const has = actual === undefined ? 'has no such label' : `has ${actual === '' ? 'it empty' : JSON.stringify(actual)}`
  return [
    {
      message: `its selector asks for ${wordsOf(missed)}, its pod template ${has}: the API server refuses it`,
      object: referenceTo(workload),
      place: workload.origin && {
        origin: workload.origin,
        path: isMeant ? [...template.path, 'metadata', 'labels', missed.key] : pathOf(workload, missed.key),
      },
      aside: isMeant
        ? `the selector has ${JSON.stringify(missed.values[0])}`
        : actual === undefined
          ? 'not on the template'
          : `the template has ${JSON.stringify(actual)}`,
      fix: fixOf(workload, template, missed, isMeant ? undefined : actual),
    },
  ]
}

/** Nearly all select by matchLabels alone, and match. */
function matchesPlainly({object}: Workload, {metadata}: PodTemplate): boolean {
  const {matchLabels, matchExpressions} = fieldsOf(fieldsOf(object['spec'])['selector'])
  const wanted = fieldsOf(matchLabels)
  const labels = fieldsOf(fieldsOf(metadata)['labels'])
  for (const key in wanted) if (labels[key] !== wanted[key]) return false
  return matchLabels !== undefined && matchExpressions === undefined
}

/** Whether the Services, or the labels of the workload itself, say the same as its selector: then the template is wrong. */
function isSelectorMeant(cluster: Cluster, {namespace, labels}: Workload, {key, operator, values}: Requirement): boolean {
  const [value = ''] = values
  return operator === 'In' && values.length === 1 && (labelOf(labels, key) === value || timesSelected(cluster, namespace, key, value) > 0)
}

/** Undefined where the workload states none, as a patch does, or one that cannot be read. */
function selectorOf({kind, object}: Workload): LabelSelector | undefined {
  const stated = valueAt(object, 'spec', 'selector')
  if (Object.keys(fieldsOf(stated)).length === 0) return undefined
  if (kind === 'ReplicationController') return selectorFromLabels(labelsOf(stated))
  const {matchLabels, ...rest} = fieldsOf(stated)
  const read = selectorFromLabelSelector({...rest, matchLabels: labelsOf(matchLabels)})
  return read.kind === 'selector' ? read.selector : undefined
}

/** kustomize writes what it adds into selectors and templates alike. */
function isMendedByKustomize({kustomizations}: Cluster, {origin}: Workload, key: string): boolean {
  return (
    origin !== undefined &&
    kustomizationsOver(kustomizations, origin.file).some(
      ({selectorLabels, templateLabels, patchesLabels}) =>
        patchesLabels || Object.hasOwn(selectorLabels, key) || Object.hasOwn(templateLabels, key),
    )
  )
}

function wordsOf({key, operator, values}: Requirement): string {
  if (operator === 'In') return values.length === 1 ? `${key}=${values[0]}` : `${key} to be one of ${values.join(', ')}`
  return operator === 'Exists'
    ? `the label ${key}`
    : `${key} ${operator === 'DoesNotExist' ? 'to be absent' : `not to be ${values.join(', ')}`}`
}

function pathOf({kind, object}: Workload, key: string): Path {
  if (kind === 'ReplicationController') return ['spec', 'selector', key]
  const selector = fieldsOf(valueAt(object, 'spec', 'selector'))
  if (Object.hasOwn(fieldsOf(selector['matchLabels']), key)) return ['spec', 'selector', 'matchLabels', key]
  const index = itemsOf(selector['matchExpressions']).findIndex((expression) => fieldsOf(expression)['key'] === key)
  return ['spec', 'selector', 'matchExpressions', Math.max(0, index), 'key']
}

function fixOf(workload: Workload, template: PodTemplate, {key, operator, values}: Requirement, actual: string | undefined): Fix {
  const [value] = values
  if (operator !== 'In' || values.length !== 1 || value === undefined)
    return {description: 'let the labels of the template be what the selector asks for'}
  if (actual !== undefined) return {description: `write the same value of ${key} in spec.selector and in the labels of the template`}
  const path = [...template.path, 'metadata', 'labels']
  const before = labelOf(labelsOf(fieldsOf(template.metadata)['labels']), key)
  const target = targetOf(workload, workload.origin)
  if (before !== undefined)
    return fixWith(`write ${key}: ${value} on the template too`, [{kind: 'set', target, path: [...path, key], from: before, to: value}])
  const change = addition(target, workload.object, path, {[key]: value})
  return fixWith(`give the template the label ${key}: ${value}`, change ? [change] : [])
}
