import type {ObjectReference} from '../cluster/object.ts'
import type {Pod} from '../cluster/pod.ts'

/** kubectl's short names, as people type them. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  Service: 'svc',
  Pod: 'pod',
  Deployment: 'deploy',
  ReplicaSet: 'rs',
  StatefulSet: 'sts',
  DaemonSet: 'ds',
  CronJob: 'cj',
  ReplicationController: 'rc',
}

/** `deploy`; a kind without short name is written in lower case. */
export function shortKind(kind: string): string {
  return SHORT_NAMES[kind] ?? kind.toLowerCase()
}

/** `deploy/checkout`. */
export function shortName(reference: Pick<ObjectReference, 'kind' | 'name'>): string {
  return `${shortKind(reference.kind)}/${reference.name}`
}

/** `deploy/checkout ×3`: one template that stands for several pods, or for as many as there are. */
export function nameWithReplicas(reference: Pick<ObjectReference, 'kind' | 'name'>, replicas: number | null): string {
  return `${shortName(reference)}${replicas === null ? ' ×?' : replicas === 1 ? '' : ` ×${replicas}`}`
}

/** `app=web,tier=front`, or kubectl's word for none. */
export function describeLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  return pairs.join(',') || '<none>'
}

/** The workload that a pod belongs to, or the pod itself. */
export function ownerName(pod: Pod): string {
  return shortName(pod.workload ?? pod.target)
}

/** The distinct workloads of pods: `deploy/web`, `deploy/web and sts/db`, `deploy/web, sts/db and 3 more`. */
export function listOwners(pods: readonly Pod[]): string {
  return enumerate([...new Set(pods.map(ownerName))])
}

export function enumerate(words: readonly string[], most = 3): string {
  if (words.length > most) return `${words.slice(0, most - 1).join(', ')} and ${words.length - most + 1} more`
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `1 pod`, `2 pods`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
