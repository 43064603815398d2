import type {AddressFamily} from '../../../cluster/address.ts'

/** What the entries of an IP set are, as ipset names it. */
export type IpSetType = 'hash:ip' | 'hash:ip,port' | 'hash:ip,port,ip' | 'hash:ip,port,net' | 'bitmap:port'

/** A set of addresses or ports that rules match; the same entries in any order are the same set. */
export interface IpSet {
  /** At most 31 characters. */
  readonly name: string
  readonly type: IpSetType
  /** `10.0.0.1,tcp:80`, as ipset prints them. */
  readonly entries: readonly string[]
}

/** The sets of the ipvs proxier (ipsetInfo), in its order, with the comments of the rules that match them. */
export const IP_SETS = {
  'LOOP-BACK': {type: 'hash:ip,port,ip', comment: 'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose'},
  'CLUSTER-IP': {type: 'hash:ip,port', comment: 'Kubernetes service cluster ip + port for masquerade purpose'},
  'EXTERNAL-IP': {type: 'hash:ip,port', comment: 'Kubernetes service external ip + port for masquerade and filter purpose'},
  'EXTERNAL-IP-LOCAL': {type: 'hash:ip,port', comment: 'Kubernetes service external ip + port with externalTrafficPolicy=local'},
  'LOAD-BALANCER': {type: 'hash:ip,port', comment: 'Kubernetes service lb portal'},
  'LOAD-BALANCER-FW': {
    type: 'hash:ip,port',
    comment: 'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  },
  'LOAD-BALANCER-LOCAL': {
    type: 'hash:ip,port',
    comment: 'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  },
  'LOAD-BALANCER-SOURCE-IP': {
    type: 'hash:ip,port,ip',
    comment: 'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  },
  'LOAD-BALANCER-SOURCE-CIDR': {
    type: 'hash:ip,port,net',
    comment: 'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  },
  'NODE-PORT-TCP': {type: 'bitmap:port', comment: 'Kubernetes nodeport TCP port for masquerade purpose'},
  'NODE-PORT-LOCAL-TCP': {type: 'bitmap:port', comment: 'Kubernetes nodeport TCP port with externalTrafficPolicy=local'},
  'NODE-PORT-UDP': {type: 'bitmap:port', comment: 'Kubernetes nodeport UDP port for masquerade purpose'},
  'NODE-PORT-LOCAL-UDP': {type: 'bitmap:port', comment: 'Kubernetes nodeport UDP port with externalTrafficPolicy=local'},
  'NODE-PORT-SCTP-HASH': {
    type: 'hash:ip,port',
    comment: "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  },
  'NODE-PORT-LOCAL-SCTP-HASH': {
    type: 'hash:ip,port',
    comment: "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  },
  'HEALTH-CHECK-NODE-PORT': {type: 'bitmap:port', comment: 'Kubernetes health check node port'},
  'IPVS-IPS': {type: 'hash:ip', comment: 'Addresses on the ipvs interface'},
} as const satisfies Readonly<Record<string, {readonly type: IpSetType; readonly comment: string}>>

/** Without what comes before it in the name. */
export type IpSetKind = keyof typeof IP_SETS

export const IP_SET_KINDS = Object.keys(IP_SETS) as readonly IpSetKind[]

/** The kernel takes no longer names. */
const LONGEST_NAME = 31

/** `KUBE-CLUSTER-IP`, in IPv6 `KUBE-6-CLUSTER-IP`, cut off where it is too long (NewIPSet). */
export function ipSetName(kind: IpSetKind, family: AddressFamily): string {
  return `${family === 'IPv4' ? 'KUBE-' : 'KUBE-6-'}${kind}`.slice(0, LONGEST_NAME)
}
