import {compareText} from '../order.ts'
import type {ServiceListing} from './service-listing.ts'

/**
 * What `kubectl get services` prints of a Service, cell by cell: printService of k8s.io/kubernetes/pkg/printers/internalversion.
 * An address that a manifest leaves to the API server has no word there; `<pending>` is kubectl's for one that is still to come.
 */
export function clusterIPCell({type, headless, clusterIPs}: ServiceListing): string {
  if (headless) return 'None'
  return clusterIPs[0] ?? (type === 'ExternalName' ? '<none>' : '<pending>')
}

/** kubectl cuts a load balancer's addresses, all together, to this many characters. */
const LOAD_BALANCER_WIDTH = 16

/** The addresses by which a Service is reached from outside; `wide` has those of a load balancer in full. */
export function externalIPCell({type, externalName, externalAddresses}: ServiceListing, {wide}: {readonly wide: boolean}): string {
  const listed = (via: string) => externalAddresses.filter((one) => one.via === via).map(({address}) => address)
  const stated = listed('ExternalIP').join(',')
  switch (type) {
    case 'ClusterIP':
    case 'NodePort':
      return stated || '<none>'
    case 'LoadBalancer': {
      const all = listed('LoadBalancer').join(',')
      const shown = wide || all.length <= LOAD_BALANCER_WIDTH ? all : `${all.slice(0, LOAD_BALANCER_WIDTH - 3)}...`
      return [shown, stated].filter((text) => text !== '').join(',') || '<pending>'
    }
    case 'ExternalName':
      return externalName ?? ''
    default:
      return '<unknown>'
  }
}

/** `80:30080/TCP,443/TCP`. */
export function portsCell({ports}: ServiceListing): string {
  const words = ports.map(({port, nodePort, protocol}) => `${port ?? '?'}${nodePort === null ? '' : `:${nodePort}`}/${protocol}`)
  return words.join(',') || '<none>'
}

/** `app=web,tier=front`, in the order of the pairs as text. */
export function selectorCell({selector}: ServiceListing): string {
  const pairs = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.toSorted(compareText).join(',') || '<none>'
}
