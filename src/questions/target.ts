import {UserError} from '../user-error.ts'
import {nearestWord} from './resemblance.ts'

/** A port of a Service as it was typed: its name or number. Without `protocol`, of any. */
export interface PortWord {
  readonly text: string
  readonly protocol: string | undefined
}

/** What a command is asked about, as kubectl writes it. Without `name` every object of the kind. */
export interface Target {
  readonly kind: string
  readonly name: string | undefined
  /** Only of a Service. */
  readonly port: PortWord | undefined
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
 * Reads targets as kubectl does: `svc/web`, `svc web api`, `deploy/api pod/x`, `svc,pod web`; a bare `web` is `svc/web`. A port of a Service is
 * `svc/web:http` or `svc/dns:53/udp`. `otherKinds` are kinds of the input beyond the built-in ones (Rollout, …), matched in lower case, singular
 * or plural, with or without their group. Throws a UserError for words that are no target.
 */
export function parseTargets(words: readonly string[], otherKinds: readonly string[]): readonly Target[] {
  const parts = words.map(splitPort)
  if (parts.some(({head}) => head.includes('/'))) return parts.map((part) => parseSlashed(part, otherKinds))
  const [first, ...names] = parts
  if (first === undefined) return []
  const kinds = first.port ? [undefined] : first.head.split(',').map((word) => findKind(word, otherKinds))
  if (kinds.every((kind) => kind !== undefined)) {
    return kinds.flatMap((kind): Target[] =>
      names.length === 0
        ? [{kind, name: undefined, port: undefined, word: first.word}]
        : names.map(({head, port, word}) => createTarget(kind, head, port, `${first.head}/${word}`)),
    )
  }
  return parts.map(({head, port, word}) => createTarget('Service', head, port, word))
}

interface Part {
  readonly word: string
  /** The word up to its port. */
  readonly head: string
  readonly port: PortWord | undefined
}

/** No name that a Service may have holds a colon. */
function splitPort(word: string): Part {
  const colon = word.indexOf(':')
  if (colon < 0) return {word, head: word, port: undefined}
  const [text = '', protocol, ...more] = word.slice(colon + 1).split('/')
  if (text === '' || more.length > 0 || (protocol !== undefined && !/^(tcp|udp|sctp)$/i.test(protocol))) {
    throw new UserError(`${word} names no port`, 'write a port by name or number: svc/web:http, svc/web:80 or svc/dns:53/udp')
  }
  return {word, head: word.slice(0, colon), port: {text, protocol: protocol?.toUpperCase()}}
}

function createTarget(kind: string, name: string, port: PortWord | undefined, word: string): Target {
  if (name === '' || name.includes('/')) {
    throw new UserError(`${word} is no target`, 'write it as TYPE/NAME, for example svc/web or deploy/api')
  }
  if (port && kind !== 'Service')
    throw new UserError(`${word} is no target: only Services have such ports`, 'leave the port out, or name a Service')
  return {kind, name, port, word}
}

function parseSlashed({word, head, port}: Part, otherKinds: readonly string[]): Target {
  const slash = head.indexOf('/')
  if (slash < 0) return createTarget('Service', head, port, word)
  const [type, name] = [head.slice(0, slash), head.slice(slash + 1)]
  const kind = findKind(type, otherKinds)
  if (kind) return createTarget(kind, name, port, word)
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
