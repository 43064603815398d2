import {endpointChain, serviceChain} from '../../../network/proxy/nftables/chain-name.ts'
import type {FamilyModel} from '../../../network/proxy/proxy-model.ts'
import {nameOfPort, type PortName} from '../observation.ts'

const KINDS = ['service', 'local', 'external', 'firewall', 'endpoint', 'affinity'] as const

/** Whose a chain or an affinity set is. */
export interface NftablesOwner {
  readonly kind: (typeof KINDS)[number]
  readonly port: PortName
  /** Of endpoints' chains and affinity sets. */
  readonly endpoint?: string
}

/** `service-ULMVA6XW-ns1/svc1/tcp/p80`, `endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80`: names say whose they are, unless they are cut off. */
const FORM =
  /^(service|local|external|firewall|endpoint|affinity)-(?:[A-Z2-7]{8}-)?([^/]+)\/([^/]+)\/(tcp|udp|sctp)\/([^/]*?)(?:__([^/]+)\/(\d+))?$/

/** Reads the name of a chain or an affinity set; undefined for those of all Services. */
export function readChainName(chain: string): NftablesOwner | undefined {
  const [, kind, namespace = '', name = '', protocol = '', port = '', host, number] = FORM.exec(chain) ?? []
  const found = KINDS.find((known) => known === kind)
  if (!found) return undefined
  const owner = {kind: found, port: {namespace, name, port: port === '' ? null : port, protocol: protocol.toUpperCase()}}
  return host === undefined ? owner : {...owner, endpoint: endpointText(host, number ?? '')}
}

/** Names have dots where IPv6 addresses have colons. */
function endpointText(host: string, number: string): string {
  const isIPv4 = /^\d+\.\d+\.\d+\.\d+$/.test(host)
  return isIPv4 ? `${host}:${number}` : `[${host.replaceAll('.', ':')}]:${number}`
}

/** By the names that the model gives, which may be cut off, else by what names say. */
export function findNftablesOwners(model: FamilyModel): (name: string) => NftablesOwner | undefined {
  const known = new Map<string, NftablesOwner>()
  for (const routed of model.ports) {
    const port = nameOfPort(routed)
    for (const kind of ['service', 'local', 'external', 'firewall'] as const) known.set(serviceChain(kind, routed), {kind, port})
    for (const endpoint of routed.endpoints) {
      for (const kind of ['endpoint', 'affinity'] as const)
        known.set(endpointChain(kind, routed, endpoint), {kind, port, endpoint: endpoint.text})
    }
  }
  return (name) => known.get(name) ?? readChainName(name)
}

/** The endpoints that rules of a chain choose from, in order: named in a map, alone, or by their chains. */
export function endpointsChosen(texts: readonly string[], ownerOf: (name: string) => NftablesOwner | undefined): readonly string[] {
  const chosen = texts.flatMap((text) => {
    if (text.includes('@affinity-')) return []
    const lone = /\bdnat to (\S+:\d+)$/.exec(text)?.[1]
    const mapped = [...text.matchAll(/: ([0-9a-f.:]+) \. (\d+)/g)].map(([, address = '', number = '']) =>
      address.includes(':') ? `[${address}]:${number}` : `${address}:${number}`,
    )
    const chained = [...text.matchAll(/goto (endpoint-[^ ,}]+)/g)].map(([, chain = '']) => ownerOf(chain)?.endpoint ?? chain)
    return [...(lone === undefined ? [] : [lone]), ...mapped, ...chained]
  })
  return [...new Set(chosen)]
}
