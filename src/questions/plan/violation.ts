import {LIMITS} from '../../azure/limits.ts'
import type {Check, CheckId, Room} from '../../azure/room.ts'
import {outboundAddresses} from '../../azure/snat.ts'
import {smallestRange, smallestSubnet} from '../../azure/subnet-size.ts'
import {amount, counted} from './amount.ts'
import type {ChosenRoom} from './given-room.ts'

/** Why an option does not fit, or what it only just gets away with. */
export interface Violation {
  readonly id: string
  readonly message: string
  readonly source: string
  /** What would help, where arithmetic knows. */
  readonly mend?: string
}

const SUBNET_SIZE = 'MicrosoftDocs/SupportArticles-docs connectivity/insufficientsubnetsize-error-advanced-networking (2025-02-20)'

/** A check in words: `the subnet nodes: 60 addresses of 59`. */
export function checkText(check: Check, chosen?: ChosenRoom): string {
  return `${checkName(check, chosen)}: ${amount(check.used)} ${check.unit} of ${amount(check.allowed)}`
}

/** What a check is about, with the size of the subnet where it is one. */
export function checkName(check: Check, chosen?: ChosenRoom): string {
  const subnet = chosen?.subnets.find(({name, role}) => name === check.subject && check.id === `${role}-subnet`)
  switch (check.id) {
    case 'node-subnet':
      return subnet ? `the /${subnet.prefixLength} of nodes${otherName(subnet.name, 'nodes')}` : `the subnet ${check.subject}`
    case 'pod-subnet':
      return subnet ? `the /${subnet.prefixLength} of pods${otherName(subnet.name, 'pods')}` : `the subnet ${check.subject}`
    case 'pod-cidr':
      return chosen?.podCidr ? `the /${chosen.podCidr.prefixLength} of the pod CIDR` : 'the pod CIDR'
    case 'snat-ports':
      return 'the SNAT ports of the outbound addresses'
    default:
      return check.subject === '' ? LIMITS[check.id].of : `${LIMITS[check.id].of} (${check.subject})`
  }
}

export function checkSource(id: CheckId): string {
  switch (id) {
    case 'node-subnet':
    case 'pod-subnet':
    case 'pod-cidr':
      return SUBNET_SIZE
    case 'snat-ports':
      return LIMITS['snat-ports-per-address'].source
    default:
      return `${LIMITS[id].source} (${LIMITS[id].date})`
  }
}

export function violationOfCheck(check: Check, chosen: ChosenRoom): Violation {
  const mend = mendOf(check, chosen.room)
  return {id: check.id, message: checkText(check, chosen), source: checkSource(check.id), ...(mend === undefined ? {} : {mend})}
}

function mendOf({id, used, allowed}: Check, room: Room): string | undefined {
  switch (id) {
    case 'node-subnet':
    case 'pod-subnet': {
      const prefixLength = smallestSubnet(used)
      return prefixLength === undefined
        ? undefined
        : `a /${prefixLength} holds them; a pool cannot change its subnet, so that means a new pool`
    }
    case 'nodes-per-pool':
      return `split it into ${Math.ceil(used / allowed)} pools or more`
    case 'pod-cidr':
      return `a /${smallestRange(used) ?? 0} holds them`
    case 'snat-ports':
      return room.outbound && `${counted(outboundAddresses(room.outbound.portsPerNode, used), 'outbound address')}, or fewer ports per node`
    default:
      return undefined
  }
}

function otherName(name: string, usual: string): string {
  return name === usual ? '' : ` (${name})`
}
