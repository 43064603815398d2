import type {Cluster} from '../cluster/cluster.ts'
import {describeRead, findUnread, type ReadableKindName, ruleFor, type Unread, wasLookedFor} from '../cluster/read.ts'
import {UserError} from '../user-error.ts'

/** The error for a question that hangs on something that could not be read. `message` says what cannot be told. */
export function couldNotLook(message: string, unread: Unread): UserError {
  const {read, reason} = unread
  return reason === 'forbidden'
    ? new UserError(`${message}: not allowed to read ${describeRead(read)}`, `missing RBAC rule: ${ruleFor(read)}`)
    : new UserError(`${message}: ${describeRead(read)} could not be read: ${unread.message}`, 'try again; -v shows each request')
}

/** The same where nobody looked: a snapshot of one namespace says nothing of the others. */
function didNotLook(message: string): UserError {
  return new UserError(`${message}: the snapshot does not have all of them`, 'ask the cluster itself, or a snapshot without -n')
}

/** Why it cannot be told whether there is an object of this name; undefined where it can. */
export function whyNotTold(
  {coverage}: Cluster,
  kind: ReadableKindName,
  meant: {readonly namespace: string | undefined; readonly name: string},
): UserError | undefined {
  const message = `whether there is a ${kind} named ${meant.name} cannot be told`
  if (wasLookedFor(coverage, kind, meant)) return undefined
  const unread = findUnread(coverage, kind, meant)
  return unread ? couldNotLook(message, unread) : didNotLook(message)
}

/** Why it cannot be told who has something that any of these kinds may have; undefined where it can. */
export function whyNobodyIsTold({coverage}: Cluster, message: string, kinds: readonly ReadableKindName[]): UserError | undefined {
  const [unread] = kinds.flatMap((kind) => findUnread(coverage, kind, {namespace: undefined}) ?? [])
  if (unread) return couldNotLook(message, unread)
  return coverage && kinds.includes('Service') && !coverage.has({kind: 'Service'}) ? didNotLook(message) : undefined
}
