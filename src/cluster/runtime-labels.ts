import {valueAt} from './fields.ts'
import {groupKindOf, type Identity} from './identity.ts'
import type {Labels} from './label-selector.ts'
import type {Path, WireObject} from './object.ts'

/** Labels that a controller adds to the pods that it makes from a template. */
export interface RuntimeLabels {
  /** Added, and the value follows from the workload. */
  readonly known: Labels
  /** Added, with a value that is only known once the pod exists. */
  readonly unknown: ReadonlySet<string>
}

const NONE: RuntimeLabels = {known: {}, unknown: new Set()}
/** One for all Deployments, of which there may be thousands. */
const OF_DEPLOYMENT: RuntimeLabels = {known: {}, unknown: new Set(['pod-template-hash'])}

/**
 * The labels that the built-in controllers, Argo Rollouts and LeaderWorkerSet add
 * (kubernetes.io/docs/reference/labels-annotations-taints; lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables).
 */
export function runtimeLabelsOf(workload: Identity & {readonly object: WireObject}, template: Path): RuntimeLabels {
  switch (groupKindOf(workload)) {
    case 'apps/Deployment':
    case 'extensions/Deployment':
      return OF_DEPLOYMENT
    case 'argoproj.io/Rollout':
      return {known: {}, unknown: new Set(['rollouts-pod-template-hash'])}
    case 'apps.openshift.io/DeploymentConfig':
      return {known: {deploymentconfig: workload.name}, unknown: new Set(['deployment'])}
    case 'apps/StatefulSet':
      return {
        known: {},
        unknown: new Set(['controller-revision-hash', 'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index']),
      }
    case 'apps/DaemonSet':
    case 'extensions/DaemonSet':
      return {known: {}, unknown: new Set(['controller-revision-hash', 'pod-template-generation'])}
    case 'batch/Job':
      return {
        known: {'job-name': workload.name, 'batch.kubernetes.io/job-name': workload.name},
        unknown: jobUnknowns(workload.object['spec']),
      }
    case 'batch/CronJob':
      return {
        known: {},
        unknown: new Set([
          'job-name',
          'batch.kubernetes.io/job-name',
          ...jobUnknowns(valueAt(workload.object, 'spec', 'jobTemplate', 'spec')),
        ]),
      }
    case 'leaderworkerset.x-k8s.io/LeaderWorkerSet':
      return {
        // Worker 0 of a group is its leader.
        known: {
          'leaderworkerset.sigs.k8s.io/name': workload.name,
          ...(template.includes('leaderTemplate') && {'leaderworkerset.sigs.k8s.io/worker-index': '0'}),
        },
        unknown: new Set(
          ['group-index', 'worker-index', 'group-key', 'template-revision-hash'].map((key) => `leaderworkerset.sigs.k8s.io/${key}`),
        ),
      }
    default:
      return NONE
  }
}

function jobUnknowns(spec: unknown): ReadonlySet<string> {
  const keys = ['controller-uid', 'batch.kubernetes.io/controller-uid']
  if (valueAt(spec, 'completionMode') === 'Indexed') keys.push('batch.kubernetes.io/job-completion-index')
  return new Set(keys)
}
