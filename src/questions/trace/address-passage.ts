import {type Address, parseAddress} from '../../cluster/address.ts'
import type {Service} from '../../cluster/service.ts'
import {contains, isLoopback} from '../../network/proxy/address-range.ts'
import {serviceRangesOf} from '../../network/proxy/nftables/service-ranges.ts'
import type {Via} from '../../network/proxy/packet/entry.ts'
import {UserError} from '../../user-error.ts'
import {enumerate} from '../naming.ts'
import {nodeAt} from '../node-at.ts'
import {externalIPsOf, servicesAt} from '../services-at.ts'
import {whyNobodyIsTold} from '../unread.ts'
import {choosePort} from './asked-port.ts'
import {fromOutside} from './caller.ts'
import {endAt, keptAddresses, pastServices, primaryFamilyOf, throughNodePorts} from './entrance.ts'
import {nameOf} from './explain.ts'
import {nodeBehind, passageToNodeAddress} from './node-passage.ts'
import type {Passage, Surroundings} from './passage.ts'
import {passageToPod, podWith} from './pod-passage.ts'
import type {AskedPort} from './question.ts'
import {withStandIns} from './stand-in.ts'
import type {StepData} from './trace-data.ts'

/** To an address as it was typed, whoever has it. Throws a UserError where nobody has. */
export function passageToAddress(address: Address, port: AskedPort | undefined, around: Surroundings): Passage {
  const {cluster, caller, family} = around
  const {text} = address
  if (family !== undefined && family !== address.family)
    throw new UserError(`${text} is no ${family} address`, `leave --ip-family out, or name an address of ${family}`)
  if (isLoopback(text) && caller.client.kind !== 'node')
    throw new UserError(`${text} is whoever connects, not a place in the cluster`, 'say on which node: --from node/NAME')
  const services = servicesAt(cluster, text)
  if (services.length > 0) return passageToServiceAddress(text, services, port, around)
  const node = isLoopback(text) ? (caller.object?.name ?? '') : nodeAt(cluster, text)
  if (node !== undefined) return passageToNodeAddress(text, node, port, around)
  const behind = nodeBehind(cluster, text)
  if (behind) {
    const step: StepData = {
      step: 'address',
      ok: true,
      message: `${text} is the external address of ${behind.name}, which the network translates to ${behind.own}`,
    }
    const passage = passageToNodeAddress(behind.own, behind.name, port, around)
    return {...passage, steps: [step, ...passage.steps]}
  }
  const pod = podWith(cluster, text)
  if (pod) return passageToPod(text, pod, port, around)
  const untold = whyNobodyIsTold(cluster, `whether anybody has the address ${text} cannot be told`, [
    'Service',
    'Node',
    'Pod',
    'ServiceCIDR',
  ])
  if (untold) throw untold
  if (serviceRangesOf(cluster)?.some((range) => contains(range, text))) return passageToNobody(text, port, around)
  throw new UserError(
    `nobody in the input has the address ${text}`,
    'ask with all that may have it: kubectl get services,pods,nodes -A -o yaml',
  )
}

const WHAT: Readonly<Record<Via, string>> = {
  'cluster-ip': 'the cluster IP',
  'external-ip': 'an external address',
  'load-balancer': 'the load-balancer address',
  'node-port': 'a node port',
}

function passageToServiceAddress(text: string, found: readonly Service[], port: AskedPort | undefined, around: Surroundings): Passage {
  const {caller, cluster, node} = around
  const services = found.map((service) => withStandIns(service, primaryFamilyOf(cluster)))
  const chosen = choosePort(services, port)
  const service = found.find((_, index) => chosen?.declared && services[index]?.ports.includes(chosen.declared)) ?? found[0]
  const via = service && viaOf(service, text)
  const step: StepData = {
    step: 'address',
    ok: true,
    message: `${text} is ${via ? WHAT[via] : 'the load balancer'} of ${enumerate(found.map(nameOf))}`,
  }
  const isInside = via === 'cluster-ip'
  const from = {...around, caller: caller.stated || isInside ? caller : fromOutside()}
  if (!service || !chosen)
    return {...endAt('unknown', service, port, around, {reason: 'no-ports', message: 'it has no ports'}), steps: [step]}
  if (!via) return throughNodePorts(service, withStandIns(service, primaryFamilyOf(cluster)), port, [step], from, true)
  if (isInside && caller.client.kind === 'outside' && node === undefined) {
    const end = endAt('dropped', service, port, around, {
      reason: 'inside-only',
      message: `${text} is a cluster IP, to which no network outside of the cluster leads`,
      advice: 'name the node that such packets come to where yours does: --node NAME',
    })
    return {...end, steps: [step]}
  }
  const {number, protocol} = chosen
  const isBalanced = via === 'load-balancer'
  return {
    kind: 'packets',
    steps: [step],
    caller: from.caller,
    address: text,
    port: number,
    protocol,
    via,
    services,
    service,
    chosen,
    isBalanced,
  }
}

/** Undefined for a load balancer that takes connections itself, so that nodes have no rules for its address. */
function viaOf(service: Service, address: string): Via | undefined {
  const isAmong = (texts: readonly string[]) => texts.some((text) => parseAddress(text)?.text === address)
  if (isAmong(service.clusterIPs)) return 'cluster-ip'
  if (isAmong(externalIPsOf(service))) return 'external-ip'
  return isAmong(keptAddresses(service)) ? 'load-balancer' : undefined
}

/** A cluster IP that no Service has, or no longer. */
function passageToNobody(text: string, port: AskedPort | undefined, around: Surroundings): Passage {
  const step: StepData = {step: 'address', ok: false, message: `no Service has ${text}, which is of the range of cluster IPs`}
  return pastServices(text, port?.number ?? 80, port?.protocol ?? 'TCP', step, around)
}
