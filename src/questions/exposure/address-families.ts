import {type AddressFamily, familyOf, parseAddress} from '../../cluster/address.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Entry} from '../../network/entry/entry.ts'
import type {Front} from '../../network/entry/front.ts'
import {readRange} from '../../network/entry/scope.ts'
import {type Admitted, distinct, joinAdmitted} from './admitted.ts'

/** Who comes in by addresses of one family. */
export type OfFamily = readonly [AddressFamily, Admitted]

/** The families by which a port of a node leads to its pods: those of the pods' addresses, where they are stated. */
export function familiesOfPods(pods: readonly Pod[], primary: AddressFamily): readonly AddressFamily[] {
  const stated = new Set(pods.flatMap(({addresses}) => addresses ?? []).map(familyOf))
  return stated.size > 0 ? [...stated] : [primary]
}

/** Whether a way leads on by addresses of a family: what stands before an Ingress or a Gateway may come by one and go on by the other. */
export function leadsBy({via, address}: Entry, family: AddressFamily): boolean {
  const own = via === 'Ingress' || via === 'Gateway' || address === null ? undefined : parseAddress(address)?.family
  return own === undefined || own === family
}

/** Of the sources those that clients of a family may be among, if any is; words may be about anybody. */
export function frontIn(front: Front, family: AddressFamily): Front {
  const sources = front.sources.filter((source) => (readRange(source)?.family ?? family) === family)
  return sources.length === 0 || sources.length === front.sources.length ? front : {...front, sources}
}

const WHOLE: Readonly<Record<AddressFamily, string>> = {IPv4: '0.0.0.0/0', IPv6: '::/0'}

/** What both families come to. Policies that narrow one and not the other leave that whole, which then has to be said. */
export function joinFamilies(told: readonly OfFamily[]): Admitted {
  const all = told.map(([, admitted]) => admitted)
  const joined = joinAdmitted(all)
  const isTold = ({reach}: Admitted) => reach !== 'none' && (reach !== 'unknown' || joined.reach === 'unknown')
  const open = told.filter(([, one]) => isTold(one))
  const isAlike = all.every(({narrowedBy, question}) => narrowedBy.length === 0 && question === undefined)
  if (told.length < 2 || open.length === 0 || isAlike) return joined
  const sources = open.flatMap(([family, own]) => (own.sources.length > 0 ? own.sources : [WHOLE[family]]))
  const {question} = all.find((one) => one.question !== undefined) ?? joined
  return {...joined, sources: distinct(sources), question, narrowedBy: distinct(all.flatMap(({narrowedBy}) => narrowedBy))}
}
