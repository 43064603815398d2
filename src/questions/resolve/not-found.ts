import type {Cluster} from '../../cluster/cluster.ts'
import {formatLabelSelector, type LabelSelector, type Labels} from '../../cluster/label-selector.ts'
import {describeUnread, findUnread, isReadable} from '../../cluster/read.ts'
import {UserError} from '../../user-error.ts'
import {describeLabels, enumerate, shortKind} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'
import {whyNotTold} from '../unread.ts'

/** What was looked through. */
export interface SearchedScope {
  /** Undefined is all. */
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}

/** An object that was asked for by name, and what may have been meant. */
export interface MissingObject extends SearchedScope {
  readonly kind: string
  readonly name: string
  /** The labels of an object of this kind and name that only `-l` rules out. */
  readonly ruledOut: Labels | undefined
  /** Namespaces that have one of this kind and name. */
  readonly elsewhere: readonly string[]
  /** Objects of other kinds with exactly this name, as one would type them. */
  readonly namesakes: readonly string[]
  /** Names that this kind has in scope. */
  readonly names: readonly string[]
}

/** The error for a name that nothing has, with the likeliest thing that was meant; or that nobody could look for. */
export function notFound(cluster: Cluster, missing: MissingObject): UserError {
  const {kind, name, namespace, selector, ruledOut} = missing
  const untold = isReadable(kind) ? whyNotTold(cluster, kind, missing) : undefined
  if (untold) return untold
  const labels = ruledOut && selector ? ` with labels ${formatLabelSelector(selector)}` : ''
  const where = namespace === undefined ? 'in the input' : `in namespace ${namespace}`
  return new UserError(`no ${kind} named ${name}${labels} ${where}`, hintFor(missing))
}

function hintFor({kind, name, ruledOut, elsewhere, namesakes, names}: MissingObject): string {
  if (ruledOut) {
    const has = Object.keys(ruledOut).length > 0 ? `has the labels ${describeLabels(ruledOut)}` : 'has no labels'
    return `${shortKind(kind)}/${name} ${has}`
  }
  const [namespace] = elsewhere
  if (namespace !== undefined) return `it is in namespace ${namespace}: -n ${namespace}`
  const meant = namesakes[0] ?? nearestWord(name, names)
  if (meant !== undefined) return `did you mean ${meant}?`
  return `svcscope resolve${kind === 'Service' ? '' : ` ${shortKind(kind)}`} without a name lists all`
}

/** Says that nothing of these kinds is in scope, as kubectl does; or that nobody could look. */
export function describeNothing({coverage}: Cluster, kinds: readonly string[], {namespace, selector}: SearchedScope): string {
  const unread = kinds.flatMap((kind) => (isReadable(kind) ? (findUnread(coverage, kind, {namespace}) ?? []) : []))[0]
  if (unread) return `whether there is any cannot be told: ${describeUnread(unread)}`
  const what = enumerate([...new Set(kinds)].map((kind) => (kind === 'Pod' ? 'pod' : kind))).replace(' and ', ' or ')
  const which = selector && selector.length > 0 ? ` matches -l ${formatLabelSelector(selector)}` : ''
  const where = namespace === undefined ? (which ? '' : ' in the input') : ` in namespace ${namespace}`
  return `no ${what}${which}${where}`
}
