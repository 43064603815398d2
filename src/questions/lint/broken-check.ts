import {referenceTo} from '../../cluster/identity.ts'
import type {Fix, Severity} from '../../report.ts'
import {type BrokenWay, brokenWaysOf, definitionsWith, parentsNamedBy} from './broken-ways.ts'
import type {Graph} from './graph.ts'
import type {Found, Rule} from './rule.ts'

/** What is made of one way that leads nowhere. */
export interface BrokenJudgement {
  readonly fix: Fix
  readonly aside?: string
  readonly severity?: Severity
  /** What would settle it, where the input does not. */
  readonly settledBy?: string
}

/** Finds ways that lead nowhere for these reasons; `judge` says what to do about one, and undefined is that it is no fault. */
export function checkBroken(
  reasons: readonly string[],
  judge: (way: BrokenWay, graph: Graph) => BrokenJudgement | undefined,
): Rule['check'] {
  return (graph) =>
    brokenWaysOf(graph).flatMap((way): readonly Found[] => {
      if (!reasons.includes(way.reason)) return []
      const judgement = judge(way, graph)
      return judgement ? [{message: way.message, object: referenceTo(way.manifest), place: way.place, ...judgement}] : []
    })
}

/** A fault of the manifest alone, whatever else there is. */
export function checkInvalid(reasons: readonly string[], description: string): Rule['check'] {
  return checkBroken(reasons, () => ({fix: {description}}))
}

/** The same of a Gateway, or of a parent that the input has: of another definition than the one that is meant it would say nothing. */
export function checkParents(reasons: readonly string[], description: string): Rule['check'] {
  return checkBroken(reasons, (way, {cluster}) => {
    const {manifest} = way
    // What runs is all there is, and has no places.
    if (!manifest.origin) return {fix: {description}}
    const isOwn = manifest.kind === 'Gateway'
    return isOwn || parentsNamedBy(way).some((one) => definitionsWith(cluster, manifest, one).length > 0) ? {fix: {description}} : undefined
  })
}
