import type {RuleDifference} from '../../../network/proxy/iptables/difference.ts'

const MASQUERADED = 'connections to Services are masqueraded where they must be, and accepted'

/** What the rules of ipvs mode are for that all Services share, by table and chain. */
const PURPOSES: Readonly<Record<string, string>> = {
  'nat PREROUTING': MASQUERADED,
  'nat OUTPUT': `the node's own ${MASQUERADED}`,
  'nat KUBE-SERVICES': MASQUERADED,
  'nat KUBE-NODE-PORT': 'connections to node ports are masqueraded where they must be',
  'nat KUBE-LOAD-BALANCER': 'connections to load balancers are masqueraded where they must be',
  'filter INPUT': 'packets come to what is refused, dropped or let in',
  'filter FORWARD': 'packets come to what is dropped or let through',
  'filter OUTPUT': "the node's own packets are held against loadBalancerSourceRanges",
  'filter KUBE-FORWARD': 'packets of Services are forwarded',
  'filter KUBE-NODE-PORT': 'health checks of load balancers are let in',
  'filter KUBE-IPVS-FILTER': 'packets to ports that Services lack are refused',
  'filter KUBE-IPVS-OUT-FILTER': "the node's own packets are held against loadBalancerSourceRanges",
  'filter KUBE-PROXY-FIREWALL': 'loadBalancerSourceRanges hold',
  'filter KUBE-SOURCE-RANGES-FIREWALL': 'loadBalancerSourceRanges hold',
}

/** Undefined where the chain is for the same as in iptables mode. */
export function ipvsPurpose({table, chain}: Pick<RuleDifference, 'table' | 'chain'>): string | undefined {
  return PURPOSES[`${table} ${chain}`]
}
