import {parseAddress} from '../cluster/address.ts'
import type {Cluster} from '../cluster/cluster.ts'
import {fieldsOf, integerOf, itemsOf, textOf, valueAt} from '../cluster/fields.ts'
import type {Service} from '../cluster/service.ts'

/** The Services that have an address, of whatever sort. One pass over all, which is cheap: nothing is worked out for those that have not. */
export function servicesAt({services}: Cluster, address: string): readonly Service[] {
  const has = (text: string) => text === address || (isOddlyWritten(text) && parseAddress(text)?.text === address)
  return services.filter((service) => service.clusterIPs.some(has) || externalIPsOf(service).some(has) || balancerIPsOf(service).some(has))
}

/** Only these may be an address that is written otherwise. */
function isOddlyWritten(text: string): boolean {
  return text.includes(':') || /(?:^|\.)0\d/.test(text)
}

/** The Services that have a port on the nodes, be it only for health checks. */
export function servicesAtNodePort({services}: Cluster, port: number): readonly Service[] {
  return services.filter(
    ({ports, object}) =>
      ports.some(({nodePort}) => nodePort === port) || integerOf(valueAt(object, 'spec', 'healthCheckNodePort')) === port,
  )
}

/** The Services whose load balancer goes by a host name. */
export function servicesBalancedAs({services}: Cluster, host: string): readonly Service[] {
  return services.filter((service) => ingressOf(service).some(({hostname}) => hostname === host))
}

export interface Ingress {
  readonly ip: string | undefined
  readonly hostname: string | undefined
}

/** What a load balancer's controller has written. */
export function ingressOf({object}: Service): readonly Ingress[] {
  return itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress')).map((one) => {
    const {ip, hostname} = fieldsOf(one)
    return {ip: textOf(ip), hostname: textOf(hostname)}
  })
}

export function externalIPsOf({object}: Service): readonly string[] {
  return itemsOf(valueAt(object, 'spec', 'externalIPs')).filter((text) => typeof text === 'string')
}

function balancerIPsOf(service: Service): readonly string[] {
  return service.type === 'LoadBalancer' ? ingressOf(service).flatMap(({ip}) => ip ?? []) : []
}
