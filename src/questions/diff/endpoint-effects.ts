import {shortName} from '../naming.ts'
import type {Verdict} from '../resolve/judgement.ts'
import {describeCause} from '../resolve/wording.ts'
import type {Effect} from './effect.ts'
import {involvedIn, type ServicePair} from './pairing.ts'
import type {OwnerState, ServiceState} from './side.ts'

type EndpointChange = Omit<Effect, 'subject' | 'reach' | 'involved'>

/** What became of the pods behind a Service that is in both inputs. */
export function endpointEffects(pair: ServicePair): readonly Effect[] {
  const [was, is] = [pair.before.judgement.verdict, pair.after.judgement.verdict]
  if (was === 'external' || is === 'external') return []
  const involved = involvedIn(pair)
  const complete = (change: EndpointChange): Effect => ({...change, subject: pair.after.reference, reach: undefined, involved})
  const isTold = was === 'unknown' || is === 'unknown'
  const changes = isTold ? tellingChange(pair, was, is) : [...verdictChange(pair, RANK[is] - RANK[was]), ...ownerChanges(pair, was, is)]
  return [...changes.map(complete), ...replicaEffects(pair)]
}

const RANK = {resolved: 2, partial: 1, empty: 0} as const

/** What stands behind it can be told, or can be told no longer. */
function tellingChange({before, after}: ServicePair, was: Verdict, is: Verdict): readonly EndpointChange[] {
  if (was === is) return []
  const texts = {
    before: was === 'unknown' ? 'unknown' : describeOwners(before),
    after: is === 'unknown' ? 'unknown' : describeOwners(after),
  }
  return is === 'unknown'
    ? [
        {
          kind: 'endpoints-unknown',
          severity: 'info',
          about: 'verdict',
          ...texts,
          message: `which pods it reaches can no longer be told: ${reasonOf(after)}`,
        },
      ]
    : [
        {
          kind: 'endpoints-known',
          severity: 'info',
          about: 'verdict',
          ...texts,
          message: `reaches ${texts.after}, which could not be told before`,
        },
      ]
}

function verdictChange({before, after}: ServicePair, rise: number): readonly EndpointChange[] {
  if (rise === 0) return []
  const common = {about: 'verdict', before: before.judgement.verdict, after: after.judgement.verdict}
  if (rise < 0) {
    const message = common.after === 'empty' ? `reaches no pod any more: ${reasonOf(after)}` : `works in part only: ${reasonOf(after)}`
    return [{...common, kind: 'endpoints-lost', severity: 'warning', message}]
  }
  const message = common.before === 'empty' ? `reaches pods again: ${describeOwners(after)}` : 'works whole again'
  return [{...common, kind: 'endpoints-gained', severity: 'info', message}]
}

/** Where nothing is left, or there was nothing, that is said already. */
function ownerChanges({before, after}: ServicePair, was: Verdict, is: Verdict): readonly EndpointChange[] {
  const [lost, gained] = [missingIn(after, before), missingIn(before, after)]
  const texts = {about: 'pods', before: describeOwners(before), after: describeOwners(after)}
  const changes: EndpointChange[] = []
  if (lost.length > 0 && (is !== 'empty' || was === 'empty')) {
    const message = `${namesOf(lost)} no longer ${lost.length === 1 ? 'stands' : 'stand'} behind it`
    changes.push({...texts, kind: 'endpoints-lost', severity: 'warning', message})
  }
  if (gained.length > 0 && (was !== 'empty' || is === 'empty')) {
    const message = `${namesOf(gained)} ${gained.length === 1 ? 'stands' : 'stand'} behind it now`
    changes.push({...texts, kind: 'endpoints-gained', severity: 'info', message})
  }
  return changes
}

function missingIn(other: ServiceState, own: ServiceState): readonly OwnerState[] {
  return [...own.owners].filter(([key]) => !other.owners.has(key)).map(([, owner]) => owner)
}

function reasonOf({judgement}: ServiceState): string {
  const {cause, service} = judgement
  return cause ? describeCause(cause, service).sentence : 'it has no endpoint'
}

function replicaEffects(pair: ServicePair): readonly Effect[] {
  return [...pair.after.owners].flatMap(([key, {reference, replicas}]): readonly Effect[] => {
    const former = pair.before.owners.get(key)?.replicas
    if (typeof former !== 'number' || replicas === null || former === replicas) return []
    const name = shortName(reference)
    return [
      {
        kind: 'replicas-changed',
        severity: 'info',
        subject: pair.after.reference,
        reach: undefined,
        about: name,
        before: String(former),
        after: String(replicas),
        message: `${name}: ${former} → ${replicas} pods`,
        involved: [reference],
      },
    ]
  })
}

function describeOwners({owners}: ServiceState): string {
  return owners.size === 0 ? 'no pod' : namesOf([...owners.values()])
}

function namesOf(owners: readonly OwnerState[]): string {
  return owners
    .map(({reference}) => shortName(reference))
    .sort()
    .join(', ')
}
