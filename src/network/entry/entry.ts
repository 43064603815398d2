import type {ObjectReference, Place} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {Front} from './front.ts'

/** How one comes to a Service, or to pods past every Service. */
export type Via = 'LoadBalancer' | 'NodePort' | 'Ingress' | 'Gateway' | 'ExternalIP' | 'HostPort' | 'HostNetwork' | 'ClusterIP' | 'Headless'

/** One way in from outside of a cluster, down to a port of a Service or of pods. */
export interface Entry {
  readonly via: Via
  /** What clients connect to: an address, or the name of a load balancer; null where nobody has given one yet. */
  readonly address: string | null
  /** Host names that it answers to; [] is any, or that the way knows none. `*.example.com` stands for one label or more. */
  readonly hosts: readonly string[]
  /** Of a URL's path what it takes; undefined is all. */
  readonly path: string | undefined
  /** Null where it is not known before it is created (a node port that the cluster picks). */
  readonly port: number | null
  /** TCP, UDP or SCTP. */
  readonly protocol: string
  /** Whether clients speak TLS up to the way in, or through it; null where that is not known, or means nothing. */
  readonly tls: boolean | null
  /** Who is let in. */
  readonly front: Front
  /** The objects that make the way, from the outside in: Gateway and HTTPRoute, Ingress, the Service of a controller. Without the Service itself. */
  readonly through: readonly ObjectReference[]
  /** The Service that is reached; undefined for pods that are reached past every Service. */
  readonly service: Service | undefined
  readonly servicePort: ServicePort | undefined
  /** Pods past every Service, by a port or the network of their node. */
  readonly pods: readonly Pod[]
  /** Where in the input the way is written down: what a finding would point at. */
  readonly place: Place | undefined
}

/** A way that was meant and leads nowhere: a backend that is not there, a listener that does not let the route in. */
export interface BrokenEntry {
  /** One word: `no-such-service`, `no-such-port`, `no-grant`, `not-allowed`, `no-such-listener`, `no-hostname-in-common`, … */
  readonly reason: string
  /** A sentence without a full stop. */
  readonly message: string
  readonly object: ObjectReference
  readonly place: Place | undefined
}
