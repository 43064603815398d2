import type {Service, ServicePort} from '../../cluster/service.ts'
import {UserError} from '../../user-error.ts'
import {enumerate} from '../naming.ts'
import {describePortNumber, labelPort} from '../resolve/port-column.ts'
import type {AskedPort} from './question.ts'

/** The port that a connection is made to. */
export interface ChosenPort {
  readonly number: number
  readonly protocol: string
  /** The Service's own, where it has the port. */
  readonly declared: ServicePort | undefined
  /** The ports that the question might have meant as well: nobody named one. */
  readonly others: readonly ServicePort[]
}

/**
 * The port of Services that was meant: by number even where they lack it, since somebody may connect there all the same; by name only where they
 * have it; and without any, their first. Undefined for Services without ports of which none was named. Throws a UserError for a name that they lack.
 */
export function choosePort(services: readonly Service[], asked: AskedPort | undefined): ChosenPort | undefined {
  const all = services.flatMap(({ports}) => ports).filter((port): port is ServicePort & {port: number} => port.port !== null)
  const fits = ({port, name, protocol}: ServicePort) =>
    asked === undefined ||
    ((asked.number === undefined ? name === asked.text : port === asked.number) &&
      (asked.protocol === undefined || asked.protocol === protocol))
  const [first, ...others] = all.filter(fits)
  if (first) return {number: first.port, protocol: first.protocol, declared: first, others}
  if (asked?.number !== undefined) return {number: asked.number, protocol: asked.protocol ?? 'TCP', declared: undefined, others: []}
  if (asked) throw missingPort(services, asked)
  return undefined
}

export function describePortWord({text, protocol}: AskedPort): string {
  return protocol === undefined || protocol === 'TCP' ? text : `${text}/${protocol.toLowerCase()}`
}

function missingPort(services: readonly Service[], asked: AskedPort): UserError {
  const [service] = services
  const has = services.flatMap(({ports}) =>
    ports.map((port) => (port.name === null ? describePortNumber(port) : `${port.name} (${describePortNumber(port)})`)),
  )
  if (!service) return new UserError(`${asked.text} is no port number`, 'only the ports of Services have names')
  return new UserError(
    `Service ${service.name} in namespace ${service.namespace} has no port ${describePortWord(asked)}`,
    has.length === 0 ? 'it has no ports' : has.length === 1 ? `its only port is ${has[0]}` : `its ports are ${enumerate(has, 10)}`,
  )
}

/** Says that there are more ports than the one that was followed. */
export function otherPortsNote(service: Service, {declared, others}: ChosenPort): readonly string[] {
  if (others.length === 0 || !declared) return []
  const [first] = others
  return [
    `${labelPort(declared)} was followed; its other ${others.length === 1 ? 'port is' : 'ports are'} ${enumerate(others.map(labelPort), 6)}: svcscope trace svc/${service.name}:${first?.name ?? first?.port}`,
  ]
}
