import {UserError} from '../../../user-error.ts'
import type {Target} from '../../target.ts'

/** Policies are for pods: throws a UserError where a Service was asked about, or nothing. */
export function refuseServices(targets: readonly Target[]): void {
  if (targets.length === 0)
    throw new UserError('--policies is about pods, and none were named', 'name a pod, a workload, or all: svcscope resolve pods --policies')
  const service = targets.find(({kind}) => kind === 'Service')
  if (!service) return
  const {word, name} = service
  throw name === undefined
    ? new UserError(`policies are for pods, and ${word} are Services`, 'name pods or workloads: svcscope resolve pods --policies')
    : new UserError(
        `${word} is a Service, and policies are for pods`,
        `name its pods or its workload, or ask who may reach it: svcscope trace svc/${name} --who`,
      )
}
