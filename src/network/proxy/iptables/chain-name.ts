import {createHash} from 'node:crypto'
import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {ServicePort} from '../service-port.ts'

/** The chains that a Service port may have, by the start of their names. */
export type ServiceChain =
  /** All endpoints that its policy Cluster uses. */
  | 'KUBE-SVC'
  /** Those that its policy Local uses. */
  | 'KUBE-SVL'
  /** Everything that came to an external address. */
  | 'KUBE-EXT'
  /** loadBalancerSourceRanges */
  | 'KUBE-FW'

/** `KUBE-SVC-…` and its like (portProtoHash): a hash of the port's name and protocol, so the same on every node and in both families. */
export function serviceChain(kind: ServiceChain, {name, protocol}: Pick<ServicePort, 'name' | 'protocol'>): string {
  return `${kind}-${hash(`${name}${protocol.toLowerCase()}`)}`
}

/** `KUBE-SEP-…` (servicePortEndpointChainName): the hash takes in the endpoint's address, so that of an unknown one stands by its pod's name. */
export function endpointChain({name, protocol}: Pick<ServicePort, 'name' | 'protocol'>, {address, text, target}: ProxyEndpoint): string {
  if (address === null) return `KUBE-SEP-${target?.name ?? 'unknown'}`
  return `KUBE-SEP-${hash(`${name}${protocol.toLowerCase()}${text}`)}`
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The first 16 letters of the base 32 of a SHA-256: eight for each of its first two groups of five bytes. */
function hash(text: string): string {
  const digest = createHash('sha256').update(text).digest()
  return lettersOf(digest.readUIntBE(0, 5)) + lettersOf(digest.readUIntBE(5, 5))
}

function lettersOf(bits: number): string {
  let letters = ''
  for (let left = bits; letters.length < 8; left = Math.floor(left / 32)) letters = `${ALPHABET[left % 32]}${letters}`
  return letters
}
