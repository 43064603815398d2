import type {ObjectReference} from '../../cluster/object.ts'
import type {Severity} from '../../report.ts'
import {count, enumerate, shortKind} from '../naming.ts'
import type {Change} from './change.ts'
import type {ObjectEdit} from './edit.ts'
import {type Effect, keyOf} from './effect.ts'
import {describeValue, type FieldEdit} from './field-edit.ts'

/** `Service shop/web`. */
export function nameOfObject({kind, namespace, name}: ObjectReference): string {
  return `${kind} ${namespace === null ? name : `${namespace}/${name}`}`
}

/** Of whom an effect tells: a Service by its name, a workload by its kind too. */
export function subjectOf({subject}: Effect): string {
  const {kind, namespace, name} = subject
  return kind === 'Service' ? `${namespace}/${name}` : `${shortKind(kind)}/${name}`
}

/** What was done to an object: `: spec.type ClusterIP → LoadBalancer`, ` added`. */
export function describeEdit({kind, fields}: ObjectEdit): string {
  if (kind !== 'changed') return ` ${kind}`
  if (fields.length === 0) return ' changed'
  const distinct = distinctFields(fields)
  const shown = distinct.slice(0, MOST_FIELDS).map(describeField)
  const more = distinct.length > MOST_FIELDS ? `, and ${count(distinct.length - MOST_FIELDS, 'more field')}` : ''
  return `: ${shown.join(', ')}${more}`
}

const MOST_FIELDS = 2

/** A workload says its labels up to three times; those of its pods count. */
function distinctFields(fields: readonly FieldEdit[]): readonly FieldEdit[] {
  const templates = fields.filter(({name}) => /template\.metadata\.labels/.test(name))
  const lastOf = ({name, before, after}: FieldEdit) => JSON.stringify([name.slice(name.lastIndexOf('.')), before, after])
  const said = new Set(templates.map(lastOf))
  return fields.filter((field) => templates.includes(field) || !said.has(lastOf(field)))
}

function describeField({name, before, after}: FieldEdit): string {
  const [was, is] = [describeValue(before), describeValue(after)]
  const short = name.replace(/^metadata\.annotations\./, 'annotation ').replace(/^(spec|metadata)\./, '')
  if (before === undefined) return is === undefined ? `${short} added` : `${short} ${is} added`
  if (after === undefined) return was === undefined ? `${short} removed` : `${short} ${was} removed`
  return was === undefined || is === undefined ? `${short} changed` : `${short} ${was} → ${is}`
}

/** An effect under its cause: who it is about where the cause is somebody else, and what became of it. */
export function describeUnder({causes}: Change, effect: Effect): {readonly name: string; readonly text: string} {
  const {kind, subject, message} = effect
  const [only] = causes
  const isOwn = causes.length === 1 && only !== undefined && keyOf(only.object) === keyOf(subject)
  // That it is new, or gone, is what the cause says.
  const text = isOwn && (kind === 'service-added' || kind === 'service-removed') ? (effect.after ?? effect.before ?? message) : message
  const namesItself = kind === 'policy-stopped-selecting' || kind === 'policy-starts-selecting'
  return {name: isOwn || namesItself ? '' : subjectOf(effect), text}
}

/** An effect as a sentence of its own. */
export function describeAlone(effect: Effect): string {
  const {kind, message} = effect
  return kind === 'policy-stopped-selecting' || kind === 'policy-starts-selecting' ? message : `${subjectOf(effect)}: ${message}`
}

/** The first line: whether more is open than before, whether that cannot be told, and of whom there is something to tell. */
export function describeAll(effects: readonly Effect[], unread: readonly string[]): readonly [verdict: string, rest: string] {
  const subjectsOf = (all: readonly Effect[]) => enumerate([...new Set(all.map(subjectOf))])
  const of = (severity: Severity) => effects.filter((effect) => effect.severity === severity)
  const [errors, warnings, doubts] = [of('error'), of('warning'), effects.filter(isDoubtful)]
  const missing = unread.length === 0 ? '' : `; ${enumerate(unread)} could not be read`
  if (errors.length > 0) return ['exposure grew', `: ${subjectsOf(errors)}${missing}`]
  if (unread.length > 0) return ['not all was compared', `: ${enumerate(unread)} could not be read; in what was, ${describeCalm(effects)}`]
  if (effects.length === 0) return ['no difference', ' in what Services reach, and in who reaches them']
  if (doubts.length > 0) return ['exposure may have grown', `: look at ${subjectsOf([...doubts, ...warnings])}`]
  return ['exposure did not grow', warnings.length === 0 ? '' : `, but look at ${subjectsOf(warnings)}`]
}

function describeCalm(effects: readonly Effect[]): string {
  if (effects.length === 0) return 'there is no difference'
  return effects.some(isDoubtful) ? 'exposure may have grown' : 'exposure did not grow'
}

/** Something that is open to more perhaps, bad enough to be looked at. */
export function isDoubtful(effect: Effect): boolean {
  return effect.severity === 'warning' && effect.isDoubtful === true
}
