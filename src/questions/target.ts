import {UserError} from '../user-error.ts'
import {nearestWord} from './resemblance.ts'

/** What a command is asked about, as kubectl writes it. Without `name` every object of the kind. */
export interface Target {
  readonly kind: string
  readonly name: string | undefined
  /** The word as it was typed, for messages. */
  readonly word: string
}

/** kubectl's names of the kinds that can be asked about, short ones and plurals included. Other kinds are matched by their own name. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  Service: ['svc', 'service', 'services'],
  Pod: ['po', 'pod', 'pods'],
  Deployment: ['deploy', 'deployment', 'deployments'],
  ReplicaSet: ['rs', 'replicaset', 'replicasets'],
  StatefulSet: ['sts', 'statefulset', 'statefulsets'],
  DaemonSet: ['ds', 'daemonset', 'daemonsets'],
  Job: ['job', 'jobs'],
  CronJob: ['cj', 'cronjob', 'cronjobs'],
  ReplicationController: ['rc', 'replicationcontroller', 'replicationcontrollers'],
}

const BY_WORD = new Map(Object.entries(KINDS).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)))

/**
 * Reads targets as kubectl does: `svc/web`, `svc web api`, `deploy/api pod/x`, `svc,pod web`; a bare `web` is `svc/web`.
 * `otherKinds` are kinds of the input beyond the built-in ones (Rollout, …), matched in lower case, singular or plural, with or without their group.
 */
export function parseTargets(words: readonly string[], otherKinds: readonly string[]): readonly Target[] {
  if (words.some((word) => word.includes('/'))) return words.map((word) => parseSlashed(word, otherKinds))
  const [first, ...names] = words
  if (first === undefined) return []
  const kinds = first.split(',').map((word) => findKind(word, otherKinds))
  if (kinds.every((kind) => kind !== undefined)) {
    return kinds.flatMap((kind): Target[] =>
      names.length === 0 ? [{kind, name: undefined, word: first}] : names.map((name) => ({kind, name, word: `${first}/${name}`})),
    )
  }
  return words.map((word) => ({kind: 'Service', name: word, word}))
}

function parseSlashed(word: string, otherKinds: readonly string[]): Target {
  const slash = word.indexOf('/')
  const [type, name] = [word.slice(0, slash), word.slice(slash + 1)]
  if (slash < 0) return {kind: 'Service', name: word, word}
  if (name === '' || name.includes('/'))
    throw new UserError(`${word} is no target`, 'write it as TYPE/NAME, for example svc/web or deploy/api')
  const kind = findKind(type, otherKinds)
  if (kind) return {kind, name, word}
  const near = nearestWord(type, [...BY_WORD.keys(), ...otherKinds.map((other) => other.toLowerCase())])
  throw new UserError(
    `"${type}" in ${word} is no kind of object that the input has`,
    near ? `did you mean ${near}/${name}?` : 'a target is svc/NAME, pod/NAME or WORKLOAD/NAME',
  )
}

function findKind(word: string, otherKinds: readonly string[]): string | undefined {
  const [lower = ''] = word.toLowerCase().split('.')
  return BY_WORD.get(lower) ?? otherKinds.find((kind) => [kind.toLowerCase(), `${kind.toLowerCase()}s`].includes(lower))
}
