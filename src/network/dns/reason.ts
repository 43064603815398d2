import type {ObjectReference} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'

/** Why a name, or a type at it, has no records. */
export type Absence =
  | {readonly kind: 'no-service'; readonly namespace: string; readonly name: string}
  /** `listed` says that all namespaces of the cluster are known; else the input has nothing in it. */
  | {readonly kind: 'no-namespace'; readonly namespace: string; readonly listed: boolean}
  | {readonly kind: 'namespace-not-served'; readonly namespace: string}
  | {readonly kind: 'no-port'; readonly service: Service; readonly port: string; readonly protocol: string}
  /** `byPodName` says that endpoints without hostname go by their pod's name. */
  | {
      readonly kind: 'no-endpoint'
      readonly service: Service
      readonly label: string
      readonly unready: boolean
      readonly byPodName: boolean
    }
  /** Headless, and none of its endpoints is ready; `of` is how many there are. */
  | {readonly kind: 'no-ready-endpoint'; readonly service: Service; readonly of: number}
  /** A Service with cluster IP, hidden because the Corefile says `ignore empty_service`. */
  | {readonly kind: 'hidden-service'; readonly service: Service}
  | {readonly kind: 'endpoints-not-served'}
  /** An ExternalName that is an address has no record at all. */
  | {readonly kind: 'alias-is-address'; readonly service: Service}
  /** An ExternalName that names nothing, which the API server refuses. */
  | {readonly kind: 'alias-without-name'; readonly service: Service}
  /** An ExternalName whose target only a search domain would complete, which aliases do not get; `meant` is the full name, where it is known. */
  | {readonly kind: 'alias-is-short'; readonly service: Service; readonly target: string; readonly meant: string | undefined}
  /** An ExternalName has no ports and no endpoints. */
  | {readonly kind: 'part-of-alias'; readonly service: Service}
  /** An ExternalName whose target is a name of the cluster that has no record of this type. */
  | {readonly kind: 'alias-leads-nowhere'; readonly service: Service; readonly target: string}
  /** An ExternalName for itself. */
  | {readonly kind: 'alias-of-itself'; readonly service: Service}
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
  /** Only endpoints that are not ready have the address; `object` is the pod, where it is known. */
  | {readonly kind: 'unready-address'; readonly address: string; readonly service: Service; readonly object: ObjectReference | null}
  /** A pod has the address, and is no endpoint of any Service. */
  | {readonly kind: 'pod-without-name'; readonly address: string; readonly pod: ObjectReference}
  | {readonly kind: 'reverse-name'}
  /** A ServiceImport without such a port; `has` are the names of those that it has. */
  | {readonly kind: 'no-import-port'; readonly name: string; readonly port: string; readonly has: readonly string[]}
  /** The resolver of a node knows nothing of the cluster's names. */
  | {readonly kind: 'asked-of-node'}

/** The Service that a reason is about, where it is about one. */
export function serviceIn(why: Absence): Service | undefined {
  return 'service' in why ? why.service : undefined
}

/** Why an answer cannot be told from the input. */
export type Doubt =
  /** Not the cluster's: its DNS asks other servers. */
  | {readonly kind: 'forwarded'}
  | {readonly kind: 'multi-cluster'; readonly imported: boolean}
  | {readonly kind: 'mesh'; readonly product: string; readonly object: string | undefined}
  /** The Service, or its pods, have addresses that the input does not state. */
  | {readonly kind: 'addresses-not-stated'; readonly service: Service | undefined}
  | {readonly kind: 'family-not-stated'; readonly service: Service}
  /** The input defines the Service in these files, which do not agree. */
  | {readonly kind: 'redefined'; readonly service: Service; readonly files: readonly string[]}
  /** An endpoint that the input does not show may have the address. */
  | {readonly kind: 'unseen-endpoints'; readonly service: Service}
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
