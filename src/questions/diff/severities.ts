import type {Reach} from '../../network/entry/front.ts'
import type {Severity} from '../../report.ts'

/**
 * How bad it is that more is open: the one table.
 *
 * - error, "exposure grew": more is open to the internet or a private network for certain; a policy lets go of what nothing else isolates from clients;
 *   anybody of the cluster may come to what only some could come to, or clients of farther away to a sensitive port
 * - warning: any other growth inside, whatever is newly without TLS or a log-in or at a public address, a policy that changed and is not judged, what lets
 *   go of clients that were held back (egress), and what grew perhaps where it would be an error for certain
 * - info: what is open to fewer, and what grew perhaps where it would be a warning for certain
 */
export function severityOfGrowth({reach}: {readonly reach: Reach}): Severity {
  return reach === 'internet' || reach === 'network' ? 'error' : 'warning'
}

/** Of clients in the cluster. */
export interface InsideGrowth {
  /** Whether just anybody may come who could not. */
  readonly isOpenToAll: boolean
  /** Whether pods of other namespaces may come, where none could. */
  readonly isFarther: boolean
  /** Whether what listens there had better not be open (sensitivity.ts of exposure). */
  readonly isSensitive: boolean
  readonly isCertain: boolean
}

export function severityOfInsideGrowth({isOpenToAll, isFarther, isSensitive, isCertain}: InsideGrowth): Severity {
  const isGrave = isOpenToAll || (isFarther && isSensitive)
  if (isGrave) return isCertain ? 'error' : 'warning'
  return isCertain ? 'warning' : 'info'
}

/** Of a policy that let go: of clients that may come to a workload, or of those only to whom it may connect. */
export function severityOfLostIsolation({
  isFromClients,
  isCertain,
}: {
  readonly isFromClients: boolean
  readonly isCertain: boolean
}): Severity {
  return isFromClients && isCertain ? 'error' : 'warning'
}
