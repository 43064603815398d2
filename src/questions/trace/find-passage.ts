import {familyOf} from '../../cluster/address.ts'
import type {Service} from '../../cluster/service.ts'
import {parseDomainName} from '../../network/dns/domain-name.ts'
import {nameOf as domainNameOf} from '../../network/dns/service-host.ts'
import {externalIPsOf} from '../services-at.ts'
import {passageToAddress} from './address-passage.ts'
import {choosePort} from './asked-port.ts'
import {fromOutside} from './caller.ts'
import {endAt, keptAddresses, pickFamily, primaryFamilyOf, throughNodePorts} from './entrance.ts'
import {nameOf} from './explain.ts'
import {lookUpTarget, type Named} from './named.ts'
import {passageToNode} from './node-passage.ts'
import type {Passage, Surroundings} from './passage.ts'
import {explainPending} from './pending-balancer.ts'
import type {Asked, AskedPort} from './question.ts'
import {withStandIns} from './stand-in.ts'
import {findTargetService} from './target-service.ts'
import type {StepData} from './trace-data.ts'

/** From what was typed to an address and a port. Throws a UserError for what is not there. */
export function findPassage(asked: Asked, around: Surroundings): Passage {
  switch (asked.kind) {
    case 'service': {
      const {service, port} = findTargetService(around.cluster, asked.target, around)
      return passageToService(service, port, around)
    }
    case 'name':
      return passageOfName(
        lookUpTarget(around.cluster, around.dns(), around.caller.asker?.(), asked.name, around.family),
        asked.port,
        around,
      )
    case 'address':
      return passageToAddress(asked.address, asked.port, around)
    case 'node':
      return passageToNode(asked.node, asked.port, around)
  }
}

function passageToService(service: Service, port: AskedPort | undefined, around: Surroundings): Passage {
  const {caller, cluster, dns} = around
  const isOutside = caller.client.kind === 'outside'
  if (service.headless || service.type === 'ExternalName') {
    const name = parseDomainName(`${domainNameOf(service, dns().settings)}.`)
    // The name stands for the Service whoever asks, so any pod asks for it where nobody in particular does.
    if ('name' in name && caller.asker)
      return passageOfName(lookUpTarget(cluster, dns(), caller.asker(), name, around.family), port, around)
    return endAt('dropped', service, port, around, {
      reason: 'inside-only',
      message: `${nameOf(service)} has no address of its own that anybody outside could connect to`,
      advice: 'a Service of type LoadBalancer, an Ingress or a Gateway lets clients in',
    })
  }
  return isOutside ? passageFromOutside(service, port, [], around) : passageInside(service, port, [], around)
}

/** To the cluster IP. */
function passageInside(service: Service, port: AskedPort | undefined, steps: readonly StepData[], around: Surroundings): Passage {
  const {caller, family} = around
  const planned = withStandIns(service, primaryFamilyOf(around.cluster))
  const address = pickFamily(planned, planned.clusterIPs, family)
  const chosen = choosePort([planned], port)
  if (address === undefined || !chosen) {
    const message = chosen ? `${nameOf(service)} has no cluster IP yet` : `${nameOf(service)} has no ports`
    return {...endAt('unknown', service, port, around, {reason: chosen ? 'no-cluster-ip' : 'no-ports', message}), steps}
  }
  const {number, protocol} = chosen
  return {
    kind: 'packets',
    steps,
    caller,
    address,
    port: number,
    protocol,
    via: 'cluster-ip',
    services: [planned],
    service,
    chosen,
    isBalanced: false,
  }
}

/** By a load balancer, else an external address, else a node port: what the Service offers to the outside. */
function passageFromOutside(service: Service, port: AskedPort | undefined, steps: readonly StepData[], around: Surroundings): Passage {
  const {caller, family, cluster} = around
  const pending = explainPending(cluster, service)
  if (pending)
    return {
      ...endAt('unresolved', service, port, around, pending),
      steps: [...steps, {step: 'balancer', ok: false, message: 'none: its status has no address'}],
    }
  const planned = withStandIns(service, primaryFamilyOf(cluster))
  const chosen = choosePort([planned], port)
  const common = {kind: 'packets', steps, caller, services: [planned], service, chosen} as const
  if (!chosen) return endAt('unknown', service, port, around, {reason: 'no-ports', message: `${nameOf(service)} has no ports`})
  const {number, protocol} = chosen
  if (service.type === 'LoadBalancer') {
    const address = pickFamily(planned, keptAddresses(planned), family)
    if (address !== undefined) return {...common, address, port: number, protocol, via: 'load-balancer', isBalanced: true}
    return throughNodePorts(service, planned, port, steps, around, true)
  }
  const external = pickFamily(planned, externalIPsOf(service), family)
  if (external !== undefined) return {...common, address: external, port: number, protocol, via: 'external-ip', isBalanced: false}
  if (service.type === 'NodePort') return throughNodePorts(service, planned, port, steps, around, false)
  return endAt('dropped', service, port, around, {
    reason: 'inside-only',
    message: `${nameOf(service)} is a ClusterIP, whose address is known inside of the cluster only`,
    advice: 'a Service of type LoadBalancer, an Ingress or a Gateway lets clients in',
  })
}

function passageOfName(named: Named, port: AskedPort | undefined, around: Surroundings): Passage {
  const {caller, cluster} = around
  const {step} = named
  switch (named.kind) {
    case 'end':
      return {kind: 'end', steps: [step], caller, judged: named.judged, service: undefined, port: undefined}
    case 'direct':
      return {kind: 'direct', steps: [step], caller, records: named.records, service: named.service, port}
    case 'balanced': {
      const [service] = named.services
      const outside = {...around, caller: caller.stated ? caller : fromOutside()}
      if (!service) return {...endAt('unknown', undefined, port, around, {reason: 'no-service', message: 'nobody has it'}), steps: [step]}
      return throughNodePorts(service, withStandIns(service, primaryFamilyOf(cluster)), port, [step], outside, true)
    }
    case 'virtual': {
      const service = cluster.services.findLast(({namespace, name}) => namespace === named.service.namespace && name === named.service.name)
      if (service)
        return passageInside(service, port, [step], {...around, family: named.address === null ? around.family : familyOf(named.address)})
      const message = `the input does not have Service ${nameOf(named.service)}, which every cluster has`
      const advice = `ask with it: kubectl get services,endpointslices -n ${named.service.namespace} -o yaml`
      return {...endAt('unknown', named.service, undefined, around, {reason: 'no-service', message, advice}), steps: [step]}
    }
  }
}
