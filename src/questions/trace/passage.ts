import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import type {AddressRecord} from '../../network/dns/record.ts'
import type {Via} from '../../network/proxy/packet/entry.ts'
import type {ChosenPort} from './asked-port.ts'
import type {Caller} from './caller.ts'
import type {Judged} from './explanation.ts'
import type {AskedPort} from './question.ts'
import type {StepData} from './trace-data.ts'

interface Begun {
  /** What was seen before any node's rules: the name, the address. */
  readonly steps: readonly StepData[]
  readonly caller: Caller
}

/** What a target comes to, before any rule of a node is asked. */
export type Passage =
  /** By kube-proxy's rules, or past them. */
  | (Begun & {
      readonly kind: 'packets'
      /** Where several nodes have it, each its own: `of-each-node`. It may stand for one that is not known. */
      readonly address: string | 'of-each-node'
      readonly port: number
      readonly protocol: string
      /** By which of its addresses a Service is meant; undefined for a pod, a node, or nobody's address. */
      readonly via: Via | undefined
      /** Those that may have to do with it, as they will be. */
      readonly services: readonly Service[]
      /** The one that was asked for or found, as it is. */
      readonly service: Service | undefined
      readonly chosen: ChosenPort | undefined
      /** Only nodes that load balancers use. */
      readonly isBalanced: boolean
    })
  /** Straight to the addresses that DNS answers with. */
  | (Begun & {
      readonly kind: 'direct'
      readonly records: readonly AddressRecord[]
      readonly service: Service | undefined
      readonly port: AskedPort | undefined
    })
  /** It ends here. */
  | (Begun & {readonly kind: 'end'; readonly judged: Judged; readonly service: Service | undefined; readonly port: ChosenPort | undefined})

/** All that a target is looked up in. */
export interface Surroundings {
  readonly cluster: Cluster
  readonly dns: () => ClusterDns
  readonly caller: Caller
  readonly family: AddressFamily | undefined
  /** The node that rules are asked of, where it was named. */
  readonly node: string | undefined
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}
