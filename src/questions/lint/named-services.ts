import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'

/** A Service whose name and port stand in a variable of a container: `catalog:8080`, `http://catalog.shop/`. */
export interface NamedService {
  readonly service: Service
  readonly port: ServicePort
  readonly variable: string
  /** From the object to the value. */
  readonly path: Path
}

const SERVICES = new WeakMap<Cluster, ReadonlyMap<string, Service>>()

/** The Services that a pod surely connects to: those that a variable of a container names with a port that they have, or with a scheme before. */
export function servicesNamedBy(cluster: Cluster, {namespace, spec, specPath}: Pod): readonly NamedService[] {
  const services = servicesOf(cluster)
  return itemsOf(fieldsOf(spec)['containers']).flatMap((container, position) =>
    itemsOf(fieldsOf(container)['env']).flatMap((variable, index): readonly NamedService[] => {
      const {name, value} = fieldsOf(variable)
      const called = readCalled(textOf(value) ?? '')
      const [host = '', inside = namespace] = called?.host.replace(/\.svc(\.cluster\.local)?$/, '').split('.') ?? []
      const service = called && services.get(`${inside}/${host}`)
      const port = service?.ports.find((one) => one.port === called?.port && one.protocol === 'TCP')
      if (!service || !port) return []
      return [{service, port, variable: textOf(name) ?? '', path: [...specPath, 'containers', position, 'env', index, 'value']}]
    }),
  )
}

const PORTS: Readonly<Record<string, number>> = {http: 80, https: 443}

/** The host and port of an address, which is the whole of a value or begins it after a scheme. */
function readCalled(value: string): {readonly host: string; readonly port: number} | undefined {
  const [, scheme, host, port] = /^(?:(\w+):\/\/(?:[^@/]*@)?)?([a-z0-9][a-z0-9.-]*)(?::(\d+))?(?:\/.*)?$/.exec(value) ?? []
  const number = port === undefined ? PORTS[scheme ?? ''] : Number(port)
  return host === undefined || number === undefined ? undefined : {host, port: number}
}

function servicesOf(cluster: Cluster): ReadonlyMap<string, Service> {
  const known = SERVICES.get(cluster)
  if (known) return known
  const found = new Map(cluster.services.map((service) => [`${service.namespace}/${service.name}`, service]))
  SERVICES.set(cluster, found)
  return found
}
