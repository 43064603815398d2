import type {ObjectReference} from '../../cluster/object.ts'
import type {Reach} from '../../network/entry/front.ts'
import type {Severity} from '../../report.ts'
import {type Location, locatedObject, type Places} from '../places.ts'
import type {Change} from './change.ts'
import {type ObjectEdit, placeOf} from './edit.ts'
import type {EffectKind} from './effect.ts'
import {describeValue} from './field-edit.ts'

/** What `-o json` prints. The keys are fixed: scripts depend on them. */
export interface DiffData {
  /** The two inputs as they were named. */
  readonly before: string
  readonly after: string
  /** Whether more is reachable from the internet or a private network, or a policy let go of what it protected. */
  readonly exposureGrew: boolean
  readonly changes: readonly ChangeData[]
}

export interface ChangeData {
  readonly causes: readonly CauseData[]
  readonly effects: readonly EffectData[]
}

/** A change to an object, with where it stands now, else where it stood. */
export interface CauseData extends Location {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly object: ObjectReference
  readonly fields: readonly {readonly name: string; readonly before: string | null; readonly after: string | null}[]
}

export interface EffectData {
  readonly kind: EffectKind
  readonly severity: Severity
  readonly object: ObjectReference
  readonly reach: Reach | null
  /** What tells it from others of its kind and object. */
  readonly about: string
  readonly before: string | null
  readonly after: string | null
  readonly message: string
}

/** The changes as JSON has them; where their causes stand goes into `places`. */
export function toDiffData(names: {readonly before: string; readonly after: string}, changes: readonly Change[], places: Places): DiffData {
  return {
    ...names,
    exposureGrew: changes.some(({effects}) => effects.some(({severity}) => severity === 'error')),
    changes: changes.map(({causes, effects}) => ({
      causes: causes.map((cause) => toCause(cause, places)),
      effects: effects.map(({kind, severity, subject, reach, about, before, after, message}) => ({
        kind,
        severity,
        object: subject,
        reach: reach ?? null,
        about,
        before,
        after,
        message,
      })),
    })),
  }
}

function toCause(edit: ObjectEdit, places: Places): CauseData {
  const {kind, object, fields} = edit
  const data = {
    kind,
    object,
    fields: fields.map(({name, before, after}) => ({name, before: textOf(before), after: textOf(after)})),
  }
  return locatedObject(data, placeOf(edit), places)
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : (describeValue(value) ?? JSON.stringify(value))
}
