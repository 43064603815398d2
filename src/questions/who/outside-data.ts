import type {Access} from './access.ts'
import type {ReasonIds} from './audience-data.ts'
import type {Entrance, OutsideRegion} from './entrance.ts'

export interface OutsideData {
  readonly via: Entrance['via']
  readonly externalTrafficPolicy: Entrance['policy']
  readonly ranges: readonly {
    readonly range: string
    readonly except: readonly string[]
    readonly access: Access
    /** Whether kube-proxy drops it at the load balancer, because of loadBalancerSourceRanges. */
    readonly isOutOfRange: boolean
    readonly because: readonly string[]
  }[]
}

export function toOutside({via, policy}: Entrance, regions: readonly OutsideRegion[], reasonIds: ReasonIds): OutsideData {
  return {
    via,
    externalTrafficPolicy: policy,
    ranges: regions.map(({range, except, value: {access, because, isOutOfRange}}) => ({
      range: range.text,
      except: except.map(({text}) => text),
      access,
      isOutOfRange,
      because: reasonIds(because),
    })),
  }
}
