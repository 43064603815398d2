import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {Service} from '../../cluster/service.ts'
import {UserError} from '../../user-error.ts'
import {findServices} from '../resolve/asked-service.ts'
import type {Target} from '../target.ts'
import type {AskedPort} from './question.ts'

export interface NamedService {
  readonly service: Service
  readonly port: AskedPort | undefined
}

/**
 * The one Service that was named; of several definitions the last counts, as `kubectl apply` would leave it. Throws a UserError for one that is not
 * there, a port that it lacks, and a name that several namespaces have.
 */
export function findTargetService(
  cluster: Cluster,
  target: Target,
  scope: {readonly namespace: string | undefined; readonly selector: LabelSelector | undefined},
): NamedService {
  const found = findServices(cluster, [target], scope)
  const namespaces = [...new Set(found.map(({service}) => service.namespace))]
  if (namespaces.length > 1) {
    throw new UserError(
      `Service ${target.name} is in ${namespaces.length} namespaces`,
      `name one of them: ${namespaces
        .slice(0, 5)
        .map((namespace) => `-n ${namespace}`)
        .join(' or ')}`,
    )
  }
  const last = found.at(-1)?.service
  const service = cluster.services.findLast(({namespace, name}) => namespace === last?.namespace && name === last.name)
  if (!service) throw new UserError(`${target.word} names no Service`, 'write it as svc/web')
  return {service, port: target.port && toAskedPort(target.port)}
}

function toAskedPort({text, protocol}: {readonly text: string; readonly protocol: string | undefined}): AskedPort {
  return {text, number: /^\d+$/.test(text) ? Number(text) : undefined, protocol}
}
