import type {Cluster} from '../../cluster/cluster.ts'
import type {Path} from '../../cluster/object.ts'
import type {Finding} from '../../report.ts'
import {findingsOf} from '../resolve/finding.ts'
import type {Judgement} from '../resolve/judgement.ts'
import {reasonOf} from '../resolve/rule.ts'
import {wereSeenTogether} from './applied-together.ts'
import type {Found, Rule} from './rule.ts'

/** Finds what `resolve` finds by the same name; where it cannot tell, what would settle it. */
export function checkResolved(rule: Rule['id']): Rule['check'] {
  return (graph) => graph.resolved(rule).flatMap(foundOf)
}

/** The same of causes that this holds for; `pathOf` is another place in the Service than `resolve` names. */
export function checkCause(
  rule: Rule['id'],
  holds: (judgement: Judgement, cluster: Cluster) => boolean,
  pathOf?: (judgement: Judgement) => Path,
): Rule['check'] {
  return ({cluster, unresolved}) =>
    unresolved().flatMap((judgement) => {
      const {service, cause} = judgement
      if (!cause || `routing/${reasonOf(cause)}` !== rule || !holds(judgement, cluster)) return []
      const found = findingsOf(cluster, judgement)
        .filter((finding) => finding.rule === rule)
        .flatMap(foundOf)
      return pathOf ? found.map((one) => ({...one, place: service.origin && {origin: service.origin, path: pathOf(judgement)}})) : found
    })
}

/** The same of pods as they run, where the Service and its pods were surely seen in one cluster. */
export function checkRunning(rule: Rule['id']): Rule['check'] {
  return checkCause(
    rule,
    ({service, cause}) =>
      cause !== undefined &&
      'pods' in cause &&
      cause.pods.every((pod) => wereSeenTogether(service, {uid: pod.identity.uid, origin: pod.origin})),
  )
}

function foundOf({message, object, place, fix, severity}: Finding): readonly Found[] {
  if (!object) return []
  const found = {message, object, place, ...(fix && {fix})}
  return [severity === 'info' ? {...found, settledBy: fix?.description ?? ''} : found]
}
