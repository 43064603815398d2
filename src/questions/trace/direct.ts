import {familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import type {AddressRecord} from '../../network/dns/record.ts'
import {findBackends, usableEndpoints} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import type {Client} from '../../network/proxy/packet/client.ts'
import {enumerate} from '../naming.ts'
import {type ChosenPort, choosePort} from './asked-port.ts'
import {nameOf} from './explain.ts'
import type {Explanation} from './explanation.ts'
import type {Passage} from './passage.ts'
import type {BackendData, Verdict} from './trace-data.ts'

/** A connection that no kube-proxy has a part in. */
export interface Direct {
  readonly verdict: Verdict
  readonly why: Explanation | undefined
  readonly backends: readonly BackendData[]
  /** What clients connect to; null where nobody named one and the pods' own differ. */
  readonly port: number | null
  readonly protocol: string
  readonly chosen: ChosenPort | undefined
}

type DirectPassage = Extract<Passage, {kind: 'direct'}>

/**
 * Clients of a headless Service connect to the addresses that DNS answers with, to the port that they name: nothing translates it. Without a port, or
 * with its name, they are taken to ask for SRV records, which have the pods' own.
 */
export function followDirectly(cluster: Cluster, {records, service, port, caller}: DirectPassage): Direct {
  const chosen = service && choosePort([service], port)
  const declared = chosen?.declared
  const endpoints = service ? usableEndpoints(service, findBackends(cluster, service).endpoints) : []
  const total = records.reduce((sum: number | null, {replicas}) => (sum === null || replicas === null ? null : sum + replicas), 0)
  const backends = records.map((record): BackendData => {
    const own = endpoints.filter((endpoint) => isBehind(endpoint, record))
    const onPort = own.find(({portName, protocol}) => declared && portName === declared.name && protocol === declared.protocol)
    const about = onPort ?? own[0]
    return {
      address: record.address,
      port: port?.number ?? onPort?.port ?? null,
      probability: records.length === 1 ? 1 : total && record.replicas !== null ? record.replicas / total : null,
      target: record.object,
      replicas: record.replicas,
      nodeName: about?.nodeName ?? null,
      zone: about?.zone ?? null,
      terminating: about?.terminating ?? false,
      source: {kind: 'client', node: null, address: addressTowards(caller.client, record.address)},
      answer: 'returns',
      policy: null,
    }
  })
  const ports = new Set(backends.map((backend) => backend.port))
  const why = service && port?.number !== undefined && declared ? explainPort(service, declared, port.number, endpoints) : undefined
  return {
    verdict: why ? 'unknown' : 'delivered',
    why,
    backends,
    port: port?.number ?? (ports.size === 1 ? ([...ports][0] ?? null) : null),
    protocol: chosen?.protocol ?? port?.protocol ?? 'TCP',
    chosen,
  }
}

/** Of the family of whom it connects to. */
function addressTowards(client: Client, address: string | null): string | null {
  if (client.kind !== 'pod') return null
  const own = client.addresses?.filter((one) => address === null || familyOf(one) === familyOf(address)) ?? []
  return own.length === 1 ? (own[0] ?? null) : null
}

function isBehind({address, target}: Endpoint, record: AddressRecord): boolean {
  if (record.address !== null) return address === record.address
  return target?.name === record.object?.name && target?.kind === record.object?.kind
}

/** Why a port of the Service does not lead to its pods. */
export const NOT_TRANSLATED = 'port-not-translated'

/** The port of the Service is not that of its pods. */
function explainPort(service: Service, declared: ServicePort, number: number, endpoints: readonly Endpoint[]): Explanation | undefined {
  const own = endpoints.filter(({portName, protocol}) => portName === declared.name && protocol === declared.protocol)
  const ports = [...new Set(own.flatMap(({port}) => port ?? []))]
  if (ports.length === 0 || ports.includes(number)) return undefined
  const theirs = enumerate(ports.map(String))
  return {
    reason: NOT_TRANSLATED,
    message: `${nameOf(service)} is headless, so nothing translates port ${number} to ${theirs}, on which its pods are to answer`,
    advice: `connect to ${theirs}, ask for SRV records, or give the Service port the number of its target port`,
  }
}
