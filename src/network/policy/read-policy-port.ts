import type {Path} from '../../cluster/object.ts'
import type {PolicyPort, PolicyProblem} from './policy.ts'
import {isStated, readFields} from './read-fields.ts'

const PROTOCOLS = ['TCP', 'UDP', 'SCTP']

/** Reads a NetworkPolicyPort: protocol TCP where none is stated, every port where none is (ValidateNetworkPolicyPort). */
export function readNetworkPolicyPort(value: unknown, path: Path, problems: PolicyProblem[]): PolicyPort {
  const before = problems.length
  const {protocol: statedProtocol, port, endPort} = readFields(value, path, problems) ?? {}
  const protocol = readProtocol(statedProtocol, [...path, 'protocol'], problems)
  const refuse = (word: string, message: string, key: string, fix: string) => problems.push({word, message, path: [...path, key], fix})
  if (!isStated(port)) {
    if (isStated(endPort))
      refuse('end-port', 'endPort needs a port that the range begins with', 'endPort', 'state port, or leave endPort out')
  } else if (typeof port === 'string') {
    if (isStated(endPort))
      refuse('end-port', 'endPort needs a port number, not a name, to begin with', 'endPort', 'state the number of the port')
    const problem = portNameProblem(port)
    if (problem !== undefined) refuse('port-name', `${JSON.stringify(port)} is no name of a port: ${problem}`, 'port', PORT_NAME)
  } else {
    if (!isPortNumber(port)) refuse('port', `${JSON.stringify(port)} is no port`, 'port', 'ports are numbers from 1 to 65535, or names')
    const problem = isStated(endPort) ? endPortProblem(port, endPort) : undefined
    if (problem) refuse('end-port', problem.message, 'endPort', problem.fix)
  }
  const [problem] = problems.slice(before)
  return problem ? {kind: 'not-understood', message: problem.message} : soundPort(protocol, port, endPort)
}

function readProtocol(value: unknown, path: Path, problems: PolicyProblem[]): string {
  if (!isStated(value)) return 'TCP'
  if (typeof value === 'string' && PROTOCOLS.includes(value)) return value
  problems.push({
    word: 'protocol',
    message: `${JSON.stringify(value)} is no protocol of a policy`,
    path,
    fix: 'protocols are TCP, UDP and SCTP, in capitals',
  })
  return 'TCP'
}

function endPortProblem(port: unknown, endPort: unknown): {readonly message: string; readonly fix: string} | undefined {
  if (typeof port === 'number' && typeof endPort === 'number' && endPort < port)
    return {message: `endPort ${endPort} is below port ${port}`, fix: `write port: ${endPort} and endPort: ${port}`}
  return isPortNumber(endPort) ? undefined : {message: `${JSON.stringify(endPort)} is no port`, fix: 'ports are numbers from 1 to 65535'}
}

function soundPort(protocol: string, port: unknown, endPort: unknown): PolicyPort {
  if (typeof port === 'string') return {kind: 'named', protocol, name: port}
  if (!isPortNumber(port)) return {kind: 'all', protocol}
  return {kind: 'range', protocol, first: port, last: isPortNumber(endPort) ? endPort : port}
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
