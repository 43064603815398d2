import type {Front} from '../../network/entry/front.ts'
import {hasPublicAddress, readRange} from '../../network/entry/scope.ts'
import {includesRange} from '../../network/policy/ip-block.ts'
import type {Policy} from '../../network/policy/policy.ts'
import type {OutsideRegion} from '../who/entrance.ts'
import {type Admitted, distinct, doubtAdmitted, everybody, nobody, policiesBehind} from './admitted.ts'
import {questionOf} from './policy-doubt.ts'

/** Who of those that a way in lets through is let in by `policies`, which divide the outside in regions. */
export function admitOutside(
  front: Pick<Front, 'reach' | 'sources'>,
  regions: readonly OutsideRegion[],
  policies: readonly Policy[] = [],
): Admitted {
  const {reach, sources} = front
  const shut = regions.filter(({value}) => value.access === 'denied')
  const doubtful = regions.filter(({value}) => value.access === 'unknown')
  if (reach === 'none' || shut.length + doubtful.length === 0) return everybody(reach, sources)
  const certain = regions.filter(({value}) => value.access !== 'denied' && value.access !== 'unknown')
  const narrowedBy = policiesBehind(shut.flatMap(({value}) => value.because))
  if (doubtful.length === 0) return admitRegions(front, certain, narrowedBy)
  const possible = shut.length === 0 ? everybody(reach, sources) : admitRegions(front, [...certain, ...doubtful], narrowedBy)
  if (possible.reach === 'none') return possible
  const question = questionOf(
    doubtful.flatMap(({value}) => value.because),
    'clients',
    policies,
  )
  const remarks = question === undefined ? [] : [`policies may keep some out: ${question}`]
  // How far it leads if they do not is the first thing to settle, and who asks that is told of this beside it.
  if (possible.reach === 'unknown') return {...possible, remarks}
  return doubtAdmitted(admitRegions(front, certain, narrowedBy), possible, question)
}

/** Those who are in the regions, of those who get as far as there. */
function admitRegions(
  {reach, sources}: Pick<Front, 'reach' | 'sources'>,
  regions: readonly OutsideRegion[],
  narrowedBy: readonly string[],
): Admitted {
  const left = sources.length === 0 ? regions.map(toPart) : sources.flatMap((source) => partsOf(source, regions))
  if (left.length === 0) return nobody(narrowedBy)
  const isPrivate = !left.some((part) => part.isPublic)
  // Whoever a way is open to, only private networks get past such policies.
  const own = isPrivate && (reach === 'internet' || reach === 'unknown') ? 'network' : reach
  return {...everybody(own, distinct(left.map(({text}) => text))), narrowedBy}
}

/** Whom a way in leaves, of one of its sources or of everybody. */
interface Part {
  readonly text: string
  readonly isPublic: boolean
}

/** Of a source what is in the regions; one that is named in words may be anywhere. */
function partsOf(source: string, regions: readonly OutsideRegion[]): readonly Part[] {
  const range = readRange(source)
  if (!range) return regions.length > 0 ? [{text: source, isPublic: true}] : []
  return regions.flatMap((region) => {
    const inner = includesRange(region.range, range) ? range : includesRange(range, region.range) ? region.range : undefined
    if (!inner || region.except.some((one) => includesRange(one, inner))) return []
    return [toPart({range: inner, except: region.except.filter((one) => includesRange(inner, one))})]
  })
}

/** `203.0.113.0/24`, `0.0.0.0/0 except 10.0.0.0/8`, as policies have it. */
function toPart({range, except}: Pick<OutsideRegion, 'range' | 'except'>): Part {
  const text = except.length === 0 ? range.text : `${range.text} except ${except.map((one) => one.text).join(', ')}`
  return {text, isPublic: hasPublicAddress(range)}
}
