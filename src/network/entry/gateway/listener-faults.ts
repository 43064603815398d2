import {type Fields, fieldsOf, integerOf, isMapping, textOf} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import type {Fault} from './broken.ts'
import {hostnameProblem} from './hostname.ts'
import {isKnownProtocol} from './protocol.ts'

/**
 * What the validation of Listener refuses, by paths inside of it (apis/v1/gateway_types.go of sigs.k8s.io/gateway-api v1.7.0: its types, patterns and
 * XValidation rules). HTTPS without `tls` is left alone: clouds have certificates of their own.
 */
export function faultsOfListener(fields: Fields): readonly Fault[] {
  return [
    ...faultsOfPort(fields['port']),
    ...faultsOfProtocol(fields),
    ...faultsOfHostname(fields),
    ...faultsOfTLS(fields),
    ...faultsOfFrom(fields),
  ]
}

function refuse(message: string, path: Path, reason = 'invalid-listener'): readonly Fault[] {
  return [{reason, message, path}]
}

function faultsOfPort(value: unknown): readonly Fault[] {
  const port = integerOf(value)
  if (port !== undefined && port >= 1 && port <= 65_535) return []
  return refuse('a listener needs a port from 1 to 65535', value === undefined ? [] : ['port'])
}

function faultsOfProtocol(fields: Fields): readonly Fault[] {
  const protocol = textOf(fields['protocol'])
  if (protocol === undefined) return refuse('a listener needs a protocol: HTTP, HTTPS, TLS, TCP or UDP', [])
  if (isKnownProtocol(protocol)) return []
  return refuse(`${JSON.stringify(protocol)} is no protocol: there are HTTP, HTTPS, TLS, TCP and UDP`, ['protocol'], 'unknown-protocol')
}

function faultsOfHostname({hostname, protocol}: Fields): readonly Fault[] {
  const text = textOf(hostname)
  if (text === undefined) return []
  const problem = hostnameProblem(text)
  if (problem !== undefined) return refuse(`${JSON.stringify(text)} is no host name: ${problem}`, ['hostname'], 'invalid-hostname')
  return protocol === 'TCP' || protocol === 'UDP' ? refuse(`${protocol} knows no host names`, ['hostname']) : []
}

function faultsOfTLS({tls, protocol}: Fields): readonly Fault[] {
  if (!isMapping(tls))
    return protocol === 'TLS' ? refuse('a listener of protocol TLS says in tls.mode whether it is terminated or passed through', []) : []
  const mode = textOf(tls['mode'])
  if (protocol === 'HTTP' || protocol === 'TCP' || protocol === 'UDP')
    return refuse(`a listener of protocol ${protocol} has no tls`, ['tls'])
  if (mode !== undefined && mode !== 'Terminate' && mode !== 'Passthrough')
    return refuse(`${JSON.stringify(mode)} is no mode of tls: there are Terminate and Passthrough`, ['tls', 'mode'])
  return protocol === 'HTTPS' && mode === 'Passthrough' ? refuse('HTTPS is terminated: its tls mode is Terminate', ['tls', 'mode']) : []
}

function faultsOfFrom(fields: Fields): readonly Fault[] {
  const {from} = fieldsOf(fieldsOf(fields['allowedRoutes'])['namespaces'])
  if (from === undefined || from === null || ['All', 'Same', 'Selector', 'None'].includes(String(from))) return []
  return refuse(`${JSON.stringify(from)} is none of All, Same and Selector`, ['allowedRoutes', 'namespaces', 'from'])
}
