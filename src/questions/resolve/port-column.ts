import type {Service, ServicePort} from '../../cluster/service.ts'

/** `80`, `53/UDP`. */
export function describePortNumber({port, protocol}: Pick<ServicePort, 'port' | 'protocol'>): string {
  return `${port ?? '?'}${describeProtocol(protocol)}`
}

/** TCP goes without saying. */
function describeProtocol(protocol: string): string {
  return protocol === 'TCP' ? '' : `/${protocol}`
}

/** How a reader tells the ports of one Service apart: `http`, `dns/UDP`; those without name by number. */
export function labelPort(port: ServicePort): string {
  return port.name === null ? describePortNumber(port) : `${port.name}${describeProtocol(port.protocol)}`
}

/** `http 80→8080`, `dns 53/UDP→53`; the target is left out where it is the port itself. */
function describePort(port: ServicePort): string {
  const name = port.name ? `${port.name} ` : ''
  const target = port.targetPort === port.port || port.targetPort === null ? '' : `→${port.targetPort}`
  return `${name}${describePortNumber(port)}${target}`
}

/** All ports of a Service in one cell, or what an ExternalName stands for; beyond `width` characters only the number of those after the first. */
export function describePorts(service: Service, width: number): string {
  if (service.type === 'ExternalName') return service.externalName ?? ''
  const [first = '', ...others] = service.ports.map(describePort)
  const all = [first, ...others].join(', ')
  return all.length <= width || others.length === 0 ? all : `${first}, +${others.length}`
}
