import type {Cluster} from '../../cluster/cluster.ts'
import {count, enumerate} from '../naming.ts'
import {serviceName} from './owner.ts'
import type {Question} from './question.ts'

/** What of the input may own what was asked, without that it says so: a sentence; undefined where it states all that could be meant. */
export function whatIsUnstated(cluster: Cluster, kind: Question['kind']): string | undefined {
  switch (kind) {
    case 'address':
      return together(servicesWithoutAddress(cluster), podsWithoutAddress(cluster), 'addresses')
    case 'node-port':
      return together(servicesWithoutNodePort(cluster), 0, 'node ports')
    case 'chain':
      return undefined
    case 'name':
      return undefined
  }
}

function together(services: readonly string[], pods: number, what: string): string | undefined {
  const which = [
    ...(services.length > 0 ? [`${count(services.length, 'Service')} (${enumerate(services)})`] : []),
    ...(pods > 0 ? [count(pods, 'pod')] : []),
  ]
  return which.length > 0 ? `the input does not state the ${what} of ${which.join(' and ')}` : undefined
}

/** Planned ones: the API server gives them theirs. */
function servicesWithoutAddress({services}: Cluster): readonly string[] {
  return services
    .filter(({uid, type, headless, clusterIPs}) => uid === undefined && type !== 'ExternalName' && !headless && clusterIPs.length === 0)
    .map(serviceName)
}

function servicesWithoutNodePort({services}: Cluster): readonly string[] {
  return services
    .filter(
      ({uid, type, ports}) =>
        uid === undefined && ['NodePort', 'LoadBalancer'].includes(type) && ports.some(({nodePort}) => nodePort === null),
    )
    .map(serviceName)
}

export function podsWithoutAddress({pods}: Cluster): number {
  return pods.all.filter(({addresses, finished}) => addresses === undefined && !finished).length
}
