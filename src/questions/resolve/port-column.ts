import type {Service, ServicePort} from '../../cluster/service.ts'

/** `http 80→8080`, `dns 53/UDP→53`; the target is left out where it is the port itself. */
export function describePort(port: ServicePort): string {
  const name = port.name ? `${port.name} ` : ''
  const protocol = port.protocol === 'TCP' ? '' : `/${port.protocol}`
  const target = port.targetPort === port.port || port.targetPort === null ? '' : `→${port.targetPort}`
  return `${name}${port.port ?? '?'}${protocol}${target}`
}

/** All ports of a Service in one cell, or what an ExternalName stands for; beyond `most` only their number. */
export function describePorts(service: Service, most: number): string {
  if (service.type === 'ExternalName') return service.externalName ?? ''
  const ports = service.ports.map(describePort)
  return ports.length > most ? `${ports.slice(0, most).join(', ')}, +${ports.length - most}` : ports.join(', ')
}
