import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import type {Absence} from '../../network/dns/reason.ts'
import {nearestWord} from '../resemblance.ts'

/** The name that was meant where a Service, a namespace or a port is not there: the same name elsewhere, or one that is nearly the same. */
export function suggestFor({directory}: ClusterDns, why: Absence, labels: readonly string[]): string | undefined {
  switch (why.kind) {
    case 'no-service': {
      const here = directory.services.filter(({namespace}) => namespace === why.namespace).map(({name}) => name)
      const elsewhere = directory.services.find(({name}) => name === why.name)
      const near = nearestWord(why.name, here)
      if (elsewhere) return `it is in namespace ${elsewhere.namespace}: ask for ${elsewhere.name}.${elsewhere.namespace}`
      return near && `did you mean ${withLabel(labels, why.name, near)}?`
    }
    case 'no-namespace': {
      const services = directory.services.filter(({name}) => labels.includes(name))
      const namespaces = services.map(({namespace}) => namespace)
      const near =
        nearestWord(why.namespace, namespaces) ??
        namespaces[0] ??
        nearestWord(
          why.namespace,
          directory.services.map(({namespace}) => namespace),
        )
      return near && `did you mean ${withLabel(labels, why.namespace, near)}?`
    }
    case 'no-port': {
      const near = nearestWord(
        why.port,
        why.service.ports.flatMap(({name}) => name ?? []),
      )
      return near && `did you mean ${withLabel(labels, `_${why.port}`, `_${near}`)}?`
    }
    default:
      return undefined
  }
}

function withLabel(labels: readonly string[], wrong: string, right: string): string {
  // A Service and its namespace may have one name: the namespace stands behind.
  const index = labels.indexOf(wrong)
  return index < 0 ? right : labels.with(index, right).join('.')
}
