import {boundOf} from './admitted.ts'
import type {ExposedEntry} from './exposed-service.ts'
import type {Sensitivity} from './sensitivity.ts'

type Perhaps = Partial<Pick<ExposedEntry, 'perhaps'>>

/** From everybody to nobody. */
const REACH_WEIGHT = {internet: 8, unknown: 8, network: 4, cluster: 2, namespace: 1, none: 0} as const

/** What cannot be told is nearer to the worst that it may be than to the best. */
const DOUBT = 0.625

/** What is sensitive at its first level counts twice as much as what is not known to be, and so on. */
const LEVEL_WEIGHT = {0: 1, 1: 2, 2: 3, 3: 4} as const

/** How bad it is that a way is open: reach × sensitivity × TLS, 0 to 48. A number to sort by; it has no unit. */
export function severityOf(entry: Pick<ExposedEntry, 'reach' | 'sources' | 'tls'> & Perhaps, sensitivity: Sensitivity | undefined): number {
  const {sources, tls} = entry
  const reach = boundOf(entry)
  // A few are let in, and not everybody.
  const share = sources.length > 0 ? 0.75 : 1
  // Without TLS whoever is on the way may listen; where it is not known, half of that.
  const isFar = reach === 'internet' || reach === 'network'
  const exposure = !isFar || tls === true ? 1 : tls === false ? 1.5 : 1.25
  return REACH_WEIGHT[reach] * (entry.reach === 'unknown' ? DOUBT : 1) * share * LEVEL_WEIGHT[sensitivity?.level ?? 0] * exposure
}

/** Whether a reader should look at it first: what hands itself over is open to the cluster, what asks for a login to a network, what tells much to all. */
export function isAlarming(entry: Pick<ExposedEntry, 'reach' | 'narrowedBy'> & Perhaps, {level}: Sensitivity): boolean {
  switch (boundOf(entry)) {
    case 'internet':
    case 'unknown':
      return true
    case 'network':
      return level > 1
    case 'cluster':
      return level > 1 && entry.narrowedBy.length === 0
    case 'namespace':
    case 'none':
      return false
  }
}
