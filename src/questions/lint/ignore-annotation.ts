import {fieldsOf, textOf} from '../../cluster/fields.ts'
import {identify, referenceTo} from '../../cluster/identity.ts'
import type {ObjectReference, Origin, SourcedObject} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Finding} from '../../report.ts'
import {IGNORE_ANNOTATION, ignoredBy} from '../ignored-rules.ts'
import {matchesGlob, nearestRule} from './choose-rules.ts'
import {RULE_GROUPS, type Rule} from './rule.ts'

/** An object that is excused from rules, as one manifest has it. */
interface Excuse {
  readonly object: SourcedObject['object']
  /** Undefined where it names none: that is wherever it is put. */
  readonly namespace: string | undefined
  readonly origin: Origin | undefined
  readonly globs: readonly string[]
}

/** What annotations of objects say of findings about them: `svcscope.io/ignore: routing/selector, exposure/*`. */
export interface Excuses {
  readonly covers: (finding: Finding) => boolean
  /** Names in annotations that no rule has. */
  readonly mistakes: readonly Finding[]
}

/**
 * Of several definitions of one object the one that a finding points into counts; where it points elsewhere, any.
 * @param given the namespace that the user named for objects without
 */
export function readExcuses(objects: readonly SourcedObject[], rules: readonly Rule[], given: string | undefined): Excuses {
  const excuses = new Map<string, Excuse[]>()
  for (const {object, origin} of objects) {
    const metadata = fieldsOf(object['metadata'])
    if (metadata['annotations'] === undefined) continue
    const globs = ignoredBy(fieldsOf(metadata['annotations'])[IGNORE_ANNOTATION])
    if (globs.length === 0) continue
    obtain(excuses, keyOf(object), () => []).push({object, origin, globs, namespace: textOf(metadata['namespace'])})
  }
  const all = [...excuses.values()].flat()
  if (all.length === 0) return {covers: () => false, mistakes: []}
  const definitions = new Map(objects.flatMap(({object, origin}): [Origin, string][] => (origin ? [[origin, keyOf(object)]] : [])))
  return {
    covers: ({rule, object, place}) => {
      const key = object && `${object.kind}/${object.name}`
      const mine = (excuses.get(key ?? '') ?? []).filter((excuse) => isOf(excuse, object))
      const own = place && definitions.get(place.origin) === key ? mine.filter(({origin}) => origin === place.origin) : mine
      return own.some(({globs}) => globs.some((glob) => matchesGlob(glob)(rule)))
    },
    mistakes: all.flatMap((excuse) => mistakesOf(excuse, rules, given)),
  }
}

function keyOf(object: SourcedObject['object']): string {
  const metadata = fieldsOf(object['metadata'])
  return `${textOf(object['kind'])}/${textOf(metadata['name']) ?? textOf(metadata['generateName'])}`
}

function isOf({namespace}: Excuse, object: ObjectReference | null): boolean {
  return namespace === undefined || object?.namespace === null || object?.namespace === namespace
}

function mistakesOf({object, origin, globs}: Excuse, rules: readonly Rule[], given: string | undefined): readonly Finding[] {
  const identity = identify(object, given)
  return globs
    .filter((glob) => !RULE_GROUPS.some((group) => glob === `${group}/*`) && !rules.some(({id}) => matchesGlob(glob)(id)))
    .map((glob) => {
      const meant = nearestRule(rules, glob)
      return {
        rule: 'input/ignore-annotation',
        severity: 'info',
        message: `the annotation ${IGNORE_ANNOTATION} names no rule with "${glob}"`,
        object: identity ? referenceTo(identity) : null,
        ...(origin && {place: {origin, path: ['metadata', 'annotations', IGNORE_ANNOTATION]}}),
        fix: {description: meant === undefined ? 'leave it out, or write a name that lint --list-rules shows' : `write ${meant}`},
      }
    })
}
