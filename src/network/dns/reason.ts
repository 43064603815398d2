import type {Service} from '../../cluster/service.ts'

/** Why a name, or a type at it, has no records. */
export type Absence =
  | {readonly kind: 'no-service'; readonly namespace: string; readonly name: string}
  | {readonly kind: 'no-namespace'; readonly namespace: string}
  | {readonly kind: 'namespace-not-served'; readonly namespace: string}
  | {readonly kind: 'no-port'; readonly service: Service; readonly port: string; readonly protocol: string}
  | {readonly kind: 'no-endpoint'; readonly service: Service; readonly label: string; readonly unready: boolean}
  /** Headless, and none of its endpoints is ready; `of` is how many there are. */
  | {readonly kind: 'no-ready-endpoint'; readonly service: Service; readonly of: number}
  /** A Service with cluster IP, hidden because the Corefile says `ignore empty_service`. */
  | {readonly kind: 'hidden-service'; readonly service: Service}
  | {readonly kind: 'endpoints-not-served'}
  /** An ExternalName that is an address has no record at all. */
  | {readonly kind: 'alias-is-address'; readonly service: Service}
  /** An ExternalName has no ports and no endpoints. */
  | {readonly kind: 'part-of-alias'; readonly service: Service}
  /** An ExternalName whose target is a name of the cluster that has no record of this type. */
  | {readonly kind: 'alias-leads-nowhere'; readonly service: Service; readonly target: string}
  /** The name exists, with records of other types. */
  | {readonly kind: 'other-types'; readonly service: Service | undefined}
  /** A name that has names below it, and no record of its own. */
  | {readonly kind: 'empty'}
  | {readonly kind: 'malformed'; readonly reason: 'no-branch' | 'too-many-labels' | 'no-reverse-name'}
  | {readonly kind: 'pods-not-served'}
  | {readonly kind: 'no-pod'; readonly namespace: string; readonly address: string}
  | {readonly kind: 'no-address-in-name'; readonly label: string}
  /** No Service and no endpoint has the address. */
  | {readonly kind: 'unused-address'; readonly address: string}
  /** The resolver of a node knows nothing of the cluster's names. */
  | {readonly kind: 'asked-of-node'}

/** Why an answer cannot be told from the input. */
export type Doubt =
  /** Not the cluster's: its DNS asks other servers. */
  | {readonly kind: 'forwarded'}
  | {readonly kind: 'multi-cluster'; readonly imported: boolean}
  | {readonly kind: 'mesh'; readonly product: string; readonly object: string | undefined}
  /** The Service, or its pods, have addresses that the input does not state. */
  | {readonly kind: 'addresses-not-stated'; readonly service: Service | undefined}
  | {readonly kind: 'family-not-stated'; readonly service: Service}
  /** Pods, slices or Services may exist that the input does not show; in words. */
  | {readonly kind: 'unseen'; readonly sentence: string; readonly advice: string}
  | {readonly kind: 'unstated-namespace'; readonly service: Service; readonly namespace: string}
  /** `ns.dns` answers with the address of the DNS server itself. */
  | {readonly kind: 'dns-server'}
  /** The pod asks a server of its own choice. */
  | {readonly kind: 'other-server'; readonly nameservers: readonly string[]}

/** What another part of the program knows about things that the input does not show. */
export interface Doubts {
  /** About the pods behind a Service that has none. */
  readonly ofPods?: (service: Service) => Doubt | undefined
  /** About a Service that is not there. */
  readonly ofService?: (namespace: string, name: string) => Doubt | undefined
}
