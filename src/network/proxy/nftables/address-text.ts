import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {ServicePort} from '../service-port.ts'

/** An endpoint's address; the name of its pod where it is not known. */
export function addressOf({address, target}: ProxyEndpoint): string {
  return address ?? `<${target?.name ?? 'unknown'}>`
}

/** A cluster IP; the name of its port where the API server has yet to give one. */
export function clusterIPOf({clusterIP, name}: ServicePort): string {
  return clusterIP ?? `<${name}>`
}

/** A node port; the name of its port where the API server has yet to pick one. Null where there is none. */
export function nodePortOf({nodePort, name}: ServicePort): string | null {
  return nodePort === 'pending' ? `<${name}>` : (nodePort?.toString() ?? null)
}
