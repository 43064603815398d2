import type {Cluster} from '../../cluster/cluster.ts'
import {formatLabelSelector, type LabelSelector, type Labels} from '../../cluster/label-selector.ts'
import {describeRead, describeUnread, findUnread, isReadable, ruleFor, type Unread} from '../../cluster/read.ts'
import {UserError} from '../../user-error.ts'
import {describeLabels, enumerate, shortKind} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'

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
export function notFound({coverage}: Cluster, missing: MissingObject): UserError {
  const {kind, name, namespace, selector, ruledOut} = missing
  const unread = isReadable(kind) && !coverage?.has({kind, namespace, name}) ? findUnread(coverage, kind, missing) : undefined
  if (unread) return couldNotLook(`whether there is a ${kind} named ${name} cannot be told`, unread)
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

function couldNotLook(message: string, unread: Unread): UserError {
  const {read, reason} = unread
  return reason === 'forbidden'
    ? new UserError(`${message}: not allowed to read ${describeRead(read)}`, `missing RBAC rule: ${ruleFor(read)}`)
    : new UserError(`${message}: ${describeRead(read)} could not be read: ${unread.message}`, 'try again; -v shows each request')
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
