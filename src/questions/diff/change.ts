import {groupBy} from '../../cluster/group-by.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {SEVERITIES, type Severity} from '../../report.ts'
import {compareText} from '../order.ts'
import type {ObjectEdit} from './edit.ts'
import {type Effect, keyOf} from './effect.ts'

/** What somebody changed, with all that follows from it. */
export interface Change {
  /** Several where each alone may have brought it about; none where nothing of the input explains it. */
  readonly causes: readonly ObjectEdit[]
  readonly effects: readonly Effect[]
}

/** Puts effects under what brought them about, the worst first. */
export function groupEffects(effects: readonly Effect[], edits: ReadonlyMap<string, ObjectEdit>): readonly Change[] {
  const groups = new Map<string, {readonly causes: readonly ObjectEdit[]; readonly effects: Effect[]}>()
  const loud = [...edits.values()].filter(({isQuiet}) => !isQuiet)
  const [only, other] = loud.length > 0 ? loud : edits.values()
  for (const effect of effects) {
    const found = causesOf(effect, edits)
    const causes = found.length === 0 && only && !other ? [only] : found
    const key = causes.length > 0 ? causes.map(({object}) => keyOf(object)).join() : `without ${keyOf(effect.subject)}`
    const group = groups.get(key) ?? {causes, effects: []}
    groups.set(key, group)
    group.effects.push(effect)
  }
  const changes = [...groups.values()].map((group): Change => ({...group, effects: group.effects.toSorted(bySeverity)}))
  return changes.sort((a, b) => rankOf(worstOf(a)) - rankOf(worstOf(b)) || compareText(nameOf(a), nameOf(b)))
}

/** The nearest that were changed; of those that hardly matter none where another was. */
function causesOf(effect: Effect, edits: ReadonlyMap<string, ObjectEdit>): readonly ObjectEdit[] {
  const {involved, further = []} = effect
  const editsOf = (objects: readonly ObjectReference[]) => [...new Set(objects.map(keyOf))].flatMap((key) => edits.get(key) ?? [])
  const [nearest, others] = [editsOf(involved), editsOf(further)]
  const isLoud = ({isQuiet}: ObjectEdit) => !isQuiet
  const found = [nearest.filter(isLoud), others.filter(isLoud), nearest, others].find((one) => one.length > 0) ?? []
  const concerning = found.filter((edit) => !isAboutOthers(edit, effect))
  return concerning.length > 0 ? concerning : found
}

/** Of a route whose change is one of its other backends. */
function isAboutOthers({kind, object, fields}: ObjectEdit, {subject}: Effect): boolean {
  if (kind !== 'changed' || fields.length === 0 || subject.kind !== 'Service' || !object.kind.endsWith('Route')) return false
  return fields.every(({name}) => {
    const [, backend] = /\.backendRefs\[([^\]]+)\]/.exec(name) ?? []
    return backend !== undefined && backend !== subject.name
  })
}

function bySeverity(a: Effect, b: Effect): number {
  return rankOf(a.severity) - rankOf(b.severity) || compareText(keyOf(a.subject), keyOf(b.subject))
}

export function worstOf({effects}: Change): Severity {
  return SEVERITIES.find((severity) => effects.some((effect) => effect.severity === severity)) ?? 'info'
}

function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity)
}

function nameOf({causes, effects}: Change): string {
  const [effect] = effects
  return causes.map(({object}) => keyOf(object)).join() || (effect ? keyOf(effect.subject) : '')
}

/** The effects without those that say what another says already: a pod that stands behind a Service newly is reachable through it newly. */
export function withoutRepeats(effects: readonly Effect[]): readonly Effect[] {
  const said = groupBy(effects, ({kind, subject}) => `${kind} ${keyOf(subject)}`)
  return effects.filter(({kind, subject, about, before, after}) => {
    const others = (kind: Effect['kind']) => said.get(`${kind} ${keyOf(subject)}`) ?? []
    switch (kind) {
      case 'no-longer-reachable':
        return !isOfPods(about) || others('endpoints-lost').length === 0
      case 'endpoints-gained':
        return !others('newly-reachable').some((other) => isOfPods(other.about))
      // The ways in tell it.
      case 'type-changed':
        return !(isVirtual(before) && isVirtual(after))
      default:
        return true
    }
  })
}

function isOfPods(about: string): boolean {
  return about.startsWith('pods ')
}

function isVirtual(type: string | null): boolean {
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer'
}
