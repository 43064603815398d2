import {fieldsOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {PolicyPort, PolicyProblem} from './policy.ts'

const PROTOCOLS = ['TCP', 'UDP', 'SCTP']

/** Reads a NetworkPolicyPort: protocol TCP where none is stated, every port where none is (ValidateNetworkPolicyPort). */
export function readNetworkPolicyPort(value: unknown, path: Path, problems: PolicyProblem[]): PolicyPort {
  const {protocol = 'TCP', port, endPort} = fieldsOf(value)
  const refuse = (word: string, message: string, key: string, fix: string): PolicyPort => {
    problems.push({word, message, path: [...path, key], fix})
    return {kind: 'not-understood', message}
  }
  if (typeof protocol !== 'string' || !PROTOCOLS.includes(protocol))
    return refuse(
      'protocol',
      `${JSON.stringify(protocol)} is no protocol of a policy`,
      'protocol',
      'protocols are TCP, UDP and SCTP, in capitals',
    )
  if (port === undefined || port === null) {
    if (endPort === undefined || endPort === null) return {kind: 'all', protocol}
    return refuse('end-port', 'endPort needs a port that the range begins with', 'endPort', 'state port, or leave endPort out')
  }
  if (typeof port === 'string') {
    const problem = portNameProblem(port)
    if (problem !== undefined) return refuse('port-name', `${JSON.stringify(port)} is no name of a port: ${problem}`, 'port', PORT_NAME)
    if (endPort === undefined || endPort === null) return {kind: 'named', protocol, name: port}
    return refuse('end-port', 'endPort needs a port number, not a name, to begin with', 'endPort', 'state the number of the port')
  }
  if (!isPortNumber(port))
    return refuse('port', `${JSON.stringify(port)} is no port`, 'port', 'ports are numbers from 1 to 65535, or names')
  if (endPort === undefined || endPort === null) return {kind: 'range', protocol, first: port, last: port}
  if (!isPortNumber(endPort))
    return refuse('end-port', `${JSON.stringify(endPort)} is no port`, 'endPort', 'ports are numbers from 1 to 65535')
  if (endPort < port)
    return refuse('end-port', `endPort ${endPort} is below port ${port}`, 'endPort', `write port: ${endPort} and endPort: ${port}`)
  return {kind: 'range', protocol, first: port, last: endPort}
}

export function isPortNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65_535
}

const PORT_NAME =
  'a name has at most 15 lower-case letters, digits and single hyphens, and at least one letter; a number stands without quotes'

/** What is wrong with the name of a port: validation.IsValidPortName of apimachinery. */
export function portNameProblem(name: string): string | undefined {
  if (name.length > 15) return `it has ${name.length} characters`
  if (!/^[-a-z0-9]+$/.test(name)) return 'it has characters other than a-z, 0-9 and -'
  if (!/[a-z]/.test(name)) return 'it has no letter'
  if (name.includes('--')) return 'it has two hyphens in a row'
  return name.startsWith('-') || name.endsWith('-') ? 'it begins or ends with a hyphen' : undefined
}
