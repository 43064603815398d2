import {type Fields, fieldsOf, itemsOf, textOf} from '../../../cluster/fields.ts'
import {labelKeyProblems} from '../../../cluster/label-syntax.ts'
import type {Path} from '../../../cluster/object.ts'
import {invalid, type Refuse, unsupported} from './api-problem.ts'
import {dnsLabelProblems, portNameProblems} from './name-syntax.ts'

/** Of kube-apiserver's --service-node-port-range, where nobody says another. */
const NODE_PORTS = {first: 30_000, last: 32_767}
export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP']

/** validateServicePort of each, and what several of one Service must not share. */
export function checkPorts(spec: Fields, type: string, refuse: Refuse): void {
  const ports = itemsOf(spec['ports']).map(fieldsOf)
  const names = new Set<string>()
  const numbers = new Set<string>()
  const nodePorts = new Map<number, number>()
  for (const [index, port] of ports.entries()) {
    const path: Path = ['spec', 'ports', index]
    checkName(port, ports.length > 1, names, path, refuse)
    checkNumbers(port, type, path, refuse)
    const protocol = textOf(port['protocol']) ?? 'TCP'
    if (!PROTOCOLS.includes(protocol)) refuseProtocol(protocol, path, refuse)
    const appProtocol = port['appProtocol']
    if (typeof appProtocol === 'string')
      for (const problem of labelKeyProblems(appProtocol))
        refuse([...path, 'appProtocol'], invalid(appProtocol, problem), 'write a name (http, https) or example.com/name')
    const number = port['port'] ?? 0
    const pair = `${number}/${protocol}`
    if (number !== 0 && numbers.has(pair)) refuse(path, `Duplicate value: ${pair}`, 'give each pair of port and protocol once')
    numbers.add(pair)
    if (type !== 'ClusterIP') checkNodePort(port, nodePorts, path, refuse)
    else if (port['nodePort'])
      refuse([...path, 'nodePort'], "Forbidden: may not be used when `type` is 'ClusterIP'", 'leave nodePort out, or let type be NodePort')
  }
}

function checkName(port: Fields, isRequired: boolean, names: Set<string>, path: Path, refuse: Refuse): void {
  const name = textOf(port['name'])
  if (name === undefined) {
    if (isRequired) refuse([...path, 'name'], 'Required value', 'give each port of several a name')
    return
  }
  for (const problem of dnsLabelProblems(name))
    refuse([...path, 'name'], invalid(name, problem), 'names of ports have at most 63 lower-case letters, digits and hyphens')
  if (names.has(name)) refuse([...path, 'name'], `Duplicate value: ${JSON.stringify(name)}`, 'give each port a name of its own')
  names.add(name)
}

function checkNumbers(port: Fields, type: string, path: Path, refuse: Refuse): void {
  const number = port['port'] ?? 0
  const isSound = isPortNumber(number)
  if (!isSound) refuse([...path, 'port'], invalid(number, NUMBER), 'state a port from 1 to 65535')
  else if (type === 'LoadBalancer' && number === 10_250)
    refuse([...path, 'port'], invalid(number, 'may not expose port 10250 externally since it is used by kubelet'), 'state another port')
  const target = port['targetPort']
  const targetPath = [...path, 'targetPort']
  if (typeof target === 'string' && target !== '')
    for (const problem of portNameProblems(target)) {
      const isNumber = /^\d+$/.test(target)
      refuse(
        targetPath,
        invalid(target, problem),
        isNumber
          ? `write the number without quotes: ${target}`
          : 'names of container ports have at most 15 lower-case letters, digits and hyphens',
        isNumber ? {kind: 'set', to: Number(target)} : undefined,
      )
    }
  // None is the port itself.
  else if (target ? !isPortNumber(target) : !number) refuse(targetPath, invalid(target || 0, NUMBER), 'state a port from 1 to 65535')
}

const NUMBER = 'must be between 1 and 65535, inclusive'

export function isPortNumber(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65_535
}

function refuseProtocol(protocol: string, path: Path, refuse: Refuse): void {
  const upper = protocol.toUpperCase()
  const isCase = PROTOCOLS.includes(upper)
  refuse(
    [...path, 'protocol'],
    unsupported(protocol, PROTOCOLS),
    isCase ? `write ${upper}` : 'write TCP, UDP or SCTP; what is spoken above goes into appProtocol',
    isCase ? {kind: 'set', to: upper} : undefined,
  )
}

/** The allocator counts numbers, whatever their protocol; only ports of one number may share theirs. */
function checkNodePort(port: Fields, taken: Map<number, number>, path: Path, refuse: Refuse): void {
  const nodePort = port['nodePort']
  if (typeof nodePort !== 'number' || nodePort === 0) return
  const nodePortPath = [...path, 'nodePort']
  const reason = nodePortProblem(nodePort)
  if (reason !== undefined)
    refuse(nodePortPath, invalid(nodePort, reason), `leave it out, or state one from ${NODE_PORTS.first} to ${NODE_PORTS.last}`)
  const holder = taken.get(nodePort)
  const number = Number(port['port'] ?? 0)
  if (holder !== undefined && holder !== number)
    refuse(nodePortPath, invalid(nodePort, 'provided port is already allocated'), 'state another, or leave it out')
  taken.set(nodePort, holder ?? number)
}

export function nodePortProblem(nodePort: number): string | undefined {
  const {first, last} = NODE_PORTS
  const isSound = nodePort >= first && nodePort <= last
  return isSound ? undefined : `provided port is not in the valid range. The range of valid ports is ${first}-${last}`
}
