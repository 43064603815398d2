import {fieldsOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {PolicyPort, PolicyProblem} from './policy.ts'
import {isStated} from './read-pod-set.ts'
import {isPortNumber} from './read-policy-port.ts'

const PROTOCOLS = ['TCP', 'UDP', 'SCTP']

/** Reads an AdminNetworkPolicyPort: one of portNumber, portRange and namedPort; TCP where no protocol is stated. */
export function readAdminPort(value: unknown, path: Path, problems: PolicyProblem[]): PolicyPort {
  const fields = fieldsOf(value)
  const field = onlyOne(fields, ['portNumber', 'portRange', 'namedPort'])
  if (field === undefined)
    return refuse(problems, 'port', 'the port is not one of portNumber, portRange and namedPort', path, 'write one of them for each port')
  const place = [...path, field]
  if (field === 'namedPort') return readName(fields[field], place, problems)
  const {protocol = 'TCP', port, start, end} = fieldsOf(fields[field])
  if (typeof protocol !== 'string' || !PROTOCOLS.includes(protocol)) {
    const message = `${JSON.stringify(protocol)} is no protocol of a policy`
    return refuse(problems, 'protocol', message, [...place, 'protocol'], 'protocols are TCP, UDP and SCTP, in capitals')
  }
  if (field === 'portNumber') return readNumbers(protocol, [port, 'port'], [port, 'port'], place, problems)
  return readNumbers(protocol, [start, 'start'], [end, 'end'], place, problems)
}

/** Reads a ClusterNetworkPolicyProtocol: one of tcp, udp, sctp, each with a destinationPort, and destinationNamedPort. */
export function readClusterProtocol(value: unknown, path: Path, problems: PolicyProblem[]): PolicyPort {
  const fields = fieldsOf(value)
  const field = onlyOne(fields, ['tcp', 'udp', 'sctp', 'destinationNamedPort'])
  if (field === undefined) {
    const message = 'the protocol is not one of tcp, udp, sctp and destinationNamedPort'
    return refuse(problems, 'protocol', message, path, 'write one of them for each')
  }
  if (field === 'destinationNamedPort') return readName(fields[field], [...path, field], problems)
  const protocol = field.toUpperCase()
  const stated = fieldsOf(fields[field])['destinationPort']
  if (!isStated(stated)) {
    const fix = 'every port is destinationPort: {range: {start: 1, end: 65535}}'
    return refuse(problems, 'port', `${field} has no destinationPort`, [...path, field], fix)
  }
  const place = [...path, field, 'destinationPort']
  const port = fieldsOf(stated)
  const form = onlyOne(port, ['number', 'range'])
  if (form === undefined)
    return refuse(problems, 'port', 'the destinationPort is not one of number and range', place, 'write one of them for each')
  if (form === 'number') return readNumbers(protocol, [port[form], 'number'], [port[form], 'number'], place, problems)
  const {start, end} = fieldsOf(port[form])
  const read = readNumbers(protocol, [start, 'start'], [end, 'end'], [...place, form], problems)
  if (read.kind !== 'range' || read.first < read.last) return read
  return refuse(problems, 'port-range', `the range ends where it starts, at ${read.first}`, [...place, form], `write number: ${read.first}`)
}

/** The only one of these fields that is stated. */
function onlyOne<K extends string>(fields: Readonly<Record<string, unknown>>, keys: readonly K[]): K | undefined {
  const stated = keys.filter((key) => isStated(fields[key]))
  return stated.length === 1 ? stated[0] : undefined
}

/** The name of any protocol's port; what a name may be, the API does not say. */
function readName(value: unknown, path: Path, problems: PolicyProblem[]): PolicyPort {
  if (typeof value === 'string' && value !== '') return {kind: 'named', protocol: undefined, name: value}
  return refuse(problems, 'port-name', `${JSON.stringify(value)} is no name of a port`, path, 'write the name that a container has for it')
}

type Stated = readonly [value: unknown, key: string]

function readNumbers(protocol: string, [first, from]: Stated, [last, to]: Stated, path: Path, problems: PolicyProblem[]): PolicyPort {
  for (const [value, key] of [
    [first, from],
    [last, to],
  ] satisfies readonly Stated[]) {
    if (isPortNumber(value)) continue
    const message = value === undefined ? `it has no ${key}` : `${JSON.stringify(value)} is no port`
    return refuse(problems, 'port', message, [...path, key], 'ports are numbers from 1 to 65535')
  }
  const range = {kind: 'range', protocol, first: first as number, last: last as number} as const
  if (range.first <= range.last) return range
  const fix = `write start: ${range.last} and end: ${range.first}`
  return refuse(problems, 'port-range', `the range ends at ${range.last}, before it starts at ${range.first}`, path, fix)
}

function refuse(problems: PolicyProblem[], word: string, message: string, path: Path, fix: string): PolicyPort {
  problems.push({word, message, path, fix})
  return {kind: 'not-understood', message}
}
