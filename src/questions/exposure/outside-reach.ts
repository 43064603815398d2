import type {Front} from '../../network/entry/front.ts'
import {hasPublicAddress, readRange} from '../../network/entry/scope.ts'
import {includesRange} from '../../network/policy/ip-block.ts'
import type {OutsideRegion} from '../who/entrance.ts'
import {type Admitted, distinct, everybody, policiesBehind} from './admitted.ts'

/** Who of those that a way in lets through is let in by policies, which divide the outside in regions. */
export function admitOutside({reach, sources}: Pick<Front, 'reach' | 'sources'>, regions: readonly OutsideRegion[]): Admitted {
  const open = regions.filter(({value}) => value.access !== 'denied')
  const shut = regions.filter(({value}) => value.access === 'denied')
  const remarks = remarksOn(open)
  if (reach === 'none' || shut.length === 0) return {...everybody(reach, sources), remarks}
  const narrowedBy = policiesBehind(shut.flatMap(({value}) => value.because))
  const left = sources.length === 0 ? open.map(toPart) : sources.flatMap((source) => partsOf(source, open))
  if (left.length === 0) return {reach: 'none', sources: [], narrowedBy, remarks: []}
  const isPrivate = !left.some((part) => part.isPublic)
  return {reach: reach === 'internet' && isPrivate ? 'network' : reach, sources: distinct(left.map(({text}) => text)), narrowedBy, remarks}
}

/** Why the policies of some region leave it open. */
function remarksOn(regions: readonly OutsideRegion[]): readonly string[] {
  const [doubtful] = regions.filter(({value}) => value.access === 'unknown')
  const message = doubtful?.value.because[0]?.message
  return message === undefined ? [] : [`policies may keep some out: ${message}`]
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
