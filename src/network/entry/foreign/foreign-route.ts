import type {OtherObject} from '../../../cluster/cluster.ts'
import type {Labels} from '../../../cluster/label-selector.ts'
import type {ObjectReference, Path} from '../../../cluster/object.ts'
import type {Service} from '../../../cluster/service.ts'
import type {Via} from '../entry.ts'
import type {Front} from '../front.ts'
import type {Fault} from '../gateway/broken.ts'
import type {IngressController, Narrowing} from '../ingress/controllers/controller.ts'

/** A Service that an object of a foreign kind names. */
export interface ForeignBackend {
  readonly namespace: string
  /** Whether the namespace is named, and is not that of the object for want of one. */
  readonly namespaceStated: boolean
  readonly name: string
  /** A number or the name of a port; undefined is every port of the protocol. */
  readonly port: number | string | undefined
  /** The product looks a number up among the pods' ports, too. */
  readonly matchesTargetPort?: true
  /** From the object's root to what names the Service. */
  readonly path: Path
}

/** By what clients come to the product. */
export type Entrance =
  /** By its own proxies: by the ports of their Service that have these names or numbers, or ([]) by those for web requests. */
  | {readonly kind: 'product'; readonly ports: readonly (string | number)[]}
  /** By pods with these labels, on a port of the Service in front of them. */
  | {readonly kind: 'gateway'; readonly gateway: OtherObject; readonly labels: Labels; readonly port: number}
  /** By an object that is not in the input. */
  | {readonly kind: 'absent'; readonly reference: ObjectReference}
  /** By what a provider runs outside of the cluster, or (unknown) a load balancer that somebody made there. */
  | {readonly kind: 'edge'; readonly front: Front; readonly port: number | null}

/** One way from a product to a Service, as an object of one of its kinds has it. */
export interface ForeignRoute {
  /** [] is any. */
  readonly hosts: readonly string[]
  readonly path: string | undefined
  /** Whether clients speak TLS; null where the object leaves that to the product. */
  readonly tls: boolean | null
  readonly protocol: 'TCP' | 'UDP'
  readonly entrance: Entrance
  /** Whom the object itself lets in; absent is everybody. */
  readonly narrowing?: Narrowing
  readonly backend: ForeignBackend
}

/** What an object of a foreign kind says. */
export interface ForeignReading {
  readonly routes: readonly ForeignRoute[]
  readonly faults: readonly Fault[]
}

/** The other objects of the input by `group/Kind`. */
export type FindOthers = (groupKind: string) => readonly OtherObject[]

/** Whose a kind is. */
export interface ForeignProduct {
  /** In sentences: `Traefik`. */
  readonly name: string
  /** What a user calls it with --class, and in svcscope.yaml, where its objects name no class of their own. */
  readonly className: string
  /** How it is found where it runs in the cluster. */
  readonly controller?: IngressController
  /** Services in front of it that are found without its pods. */
  readonly isServiceOf?: (service: Service, object: OtherObject) => boolean
}

/** A kind of a product, of which an object leads to Services. */
export interface ForeignKind {
  readonly product: ForeignProduct
  /** How the way is called: Gateway where another object has the ports, Ingress where there is none. */
  readonly via: Extract<Via, 'Ingress' | 'Gateway'>
  /** Where its fields are described. */
  readonly source: string
  /** From an object's root to where it names a class. */
  readonly classPaths?: readonly (readonly string[])[]
  readonly read: (object: OtherObject, find: FindOthers) => ForeignReading
}
