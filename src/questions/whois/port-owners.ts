import type {Cluster} from '../../cluster/cluster.ts'
import {integerOf, valueAt} from '../../cluster/fields.ts'
import {servicesAtNodePort} from '../services-at.ts'
import {type Owner, portName, serviceName} from './owner.ts'
import type {PortQuestion} from './question.ts'

/** The Service ports that have a node port. */
export function nodePortOwners(cluster: Cluster, {number, protocol}: PortQuestion): readonly Owner[] {
  if (number === undefined) return []
  return servicesAtNodePort(cluster, number).flatMap((service) =>
    service.ports
      .filter((port) => port.nodePort === number && (protocol ?? port.protocol) === port.protocol)
      .map(
        (port): Owner => ({kind: 'node-port', sentence: `the node port of ${serviceName(service)}, port ${portName(port)}`, service, port}),
      ),
  )
}

/** The Services whose load balancers ask at a node port whether they have endpoints there; always over TCP. */
export function healthCheckOwners(cluster: Cluster, {number, protocol}: PortQuestion): readonly Owner[] {
  if (number === undefined || (protocol ?? 'TCP') !== 'TCP') return []
  return servicesAtNodePort(cluster, number)
    .filter(({object}) => integerOf(valueAt(object, 'spec', 'healthCheckNodePort')) === number)
    .map((service): Owner => ({kind: 'health-check-port', sentence: `the health check node port of ${serviceName(service)}`, service}))
}
