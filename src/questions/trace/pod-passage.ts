import type {Cluster} from '../../cluster/cluster.ts'
import {containerPortsOf} from '../../cluster/container-port.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import {UserError} from '../../user-error.ts'
import {enumerate, shortName} from '../naming.ts'
import {endAt, pastServices} from './entrance.ts'
import type {Passage, Surroundings} from './passage.ts'
import type {AskedPort} from './question.ts'
import type {StepData} from './trace-data.ts'

/** Straight to a pod; without a port, to the first that it declares. Throws a UserError where it declares none, or not the one that was named. */
export function passageToPod(text: string, pod: Pod, port: AskedPort | undefined, around: Surroundings): Passage {
  const declared = containerPortsOf(pod.spec)
  const named = port?.number === undefined && port !== undefined ? declared.find(({name}) => name === port.text) : undefined
  const number = port?.number ?? named?.containerPort ?? (port ? undefined : declared[0]?.containerPort)
  if (number === undefined) {
    const has = declared.map(({name, containerPort}) => (name === null ? String(containerPort) : `${name} (${containerPort})`))
    const what = port
      ? `${shortName(pod.target)} has no port ${port.text}`
      : `${text} is ${shortName(pod.target)}, and no port of it was named`
    throw new UserError(what, has.length > 0 ? `its containers declare ${enumerate(has, 6)}` : `write it as ${text}:8080`)
  }
  const step: StepData = {step: 'address', ok: true, message: `${text} is ${shortName(pod.target)} in ${pod.namespace}`}
  if (around.caller.client.kind === 'outside') {
    const end = endAt('unknown', undefined, undefined, around, {
      reason: 'pod-address-from-outside',
      message: `${text} is the address of a pod, which is known outside only where the network has routes to pods`,
      advice: 'see the routes of the network, or connect to a Service',
    })
    return {...end, steps: [step]}
  }
  const protocol = port?.protocol ?? named?.protocol ?? 'TCP'
  return pastServices(text, number, protocol, step, around)
}

/** The pod that has an address of its own. */
export function podWith({pods}: Cluster, address: string): Pod | undefined {
  return pods.all.find(({addresses, finished, spec}) => !finished && fieldsOf(spec)['hostNetwork'] !== true && addresses?.includes(address))
}
