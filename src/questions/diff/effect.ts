import type {ObjectReference} from '../../cluster/object.ts'
import type {Reach} from '../../network/entry/front.ts'
import type {Severity} from '../../report.ts'

/** What can become of a Service or a workload, by the kind that it is called from the other end. */
export const MIRROR = {
  'service-added': 'service-removed',
  'service-removed': 'service-added',
  'newly-reachable': 'no-longer-reachable',
  'no-longer-reachable': 'newly-reachable',
  'sources-widened': 'sources-narrowed',
  'sources-narrowed': 'sources-widened',
  'sources-changed': 'sources-changed',
  'path-widened': 'path-narrowed',
  'path-narrowed': 'path-widened',
  'entry-added': 'entry-removed',
  'entry-removed': 'entry-added',
  'entry-changed': 'entry-changed',
  'way-broken': 'way-mended',
  'way-mended': 'way-broken',
  'tls-dropped': 'tls-added',
  'tls-added': 'tls-dropped',
  'login-dropped': 'login-added',
  'login-added': 'login-dropped',
  'address-made-public': 'address-made-private',
  'address-made-private': 'address-made-public',
  'newly-reachable-inside': 'no-longer-reachable-inside',
  'no-longer-reachable-inside': 'newly-reachable-inside',
  'policy-stopped-selecting': 'policy-starts-selecting',
  'policy-starts-selecting': 'policy-stopped-selecting',
  'policy-not-judged': 'policy-not-judged',
  'way-not-judged': 'way-not-judged',
  'endpoints-lost': 'endpoints-gained',
  'endpoints-gained': 'endpoints-lost',
  'endpoints-unknown': 'endpoints-known',
  'endpoints-known': 'endpoints-unknown',
  'replicas-changed': 'replicas-changed',
  'port-moved': 'port-moved',
  'port-added': 'port-removed',
  'port-removed': 'port-added',
  'port-renamed': 'port-renamed',
  'type-changed': 'type-changed',
  'setting-changed': 'setting-changed',
  'update-refused': 'update-possible',
  'update-possible': 'update-refused',
} as const satisfies Record<string, string>

export type EffectKind = keyof typeof MIRROR

/** The groups are those of all rules: what is open, what policies do, and what works. */
const RULE_GROUPS: Readonly<Record<EffectKind, 'exposure' | 'policy' | 'routing'>> = {
  'service-added': 'routing',
  'service-removed': 'routing',
  'newly-reachable': 'exposure',
  'no-longer-reachable': 'exposure',
  'sources-widened': 'exposure',
  'sources-narrowed': 'exposure',
  'sources-changed': 'exposure',
  'path-widened': 'exposure',
  'path-narrowed': 'exposure',
  'entry-added': 'exposure',
  'entry-removed': 'exposure',
  'entry-changed': 'exposure',
  'way-broken': 'routing',
  'way-mended': 'routing',
  'tls-dropped': 'exposure',
  'tls-added': 'exposure',
  'login-dropped': 'exposure',
  'login-added': 'exposure',
  'address-made-public': 'exposure',
  'address-made-private': 'exposure',
  'newly-reachable-inside': 'policy',
  'no-longer-reachable-inside': 'policy',
  'policy-stopped-selecting': 'policy',
  'policy-starts-selecting': 'policy',
  'policy-not-judged': 'policy',
  'way-not-judged': 'exposure',
  'endpoints-lost': 'routing',
  'endpoints-gained': 'routing',
  'endpoints-unknown': 'routing',
  'endpoints-known': 'routing',
  'replicas-changed': 'routing',
  'port-moved': 'routing',
  'port-added': 'routing',
  'port-removed': 'routing',
  'port-renamed': 'routing',
  'type-changed': 'routing',
  'setting-changed': 'routing',
  'update-refused': 'routing',
  'update-possible': 'routing',
}

/** One thing that is so after a change and was not before. */
export interface Effect {
  readonly kind: EffectKind
  /** Error: more is open than before. Warning: something lost what stood behind it, or moved, or is less guarded (severities.ts). */
  readonly severity: Severity
  /** The Service, or for policies the workload, of which it is told. */
  readonly subject: ObjectReference
  /** How far away clients are that come to it now, or came; undefined where it is not about that. */
  readonly reach: Reach | undefined
  /** What tells it from others of its kind and subject: a port, a way in, clients. */
  readonly about: string
  /** As it was and is, in short; null where there was or is nothing. */
  readonly before: string | null
  readonly after: string | null
  /** Whether it grew perhaps, and nobody can tell; absent is no. */
  readonly isDoubtful?: boolean
  /** What became of the subject, as the end of a sentence that it begins. */
  readonly message: string
  /** Objects whose change may be its cause, the likeliest first. */
  readonly involved: readonly ObjectReference[]
  /** Those that may be its cause where none of the former was changed. */
  readonly further?: readonly ObjectReference[]
}

/** The rule that a finding of an effect bears. */
export function ruleOf(kind: EffectKind): string {
  return `${RULE_GROUPS[kind]}/${kind}`
}

/** One text for each object, whatever the API group. */
export function keyOf({kind, namespace, name}: ObjectReference): string {
  return `${kind}/${namespace ?? ''}/${name}`
}
