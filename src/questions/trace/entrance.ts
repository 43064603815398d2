import {type AddressFamily, parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, valueAt} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import {addressTypesOf} from '../../network/endpoints/address-types.ts'
import {readProxyNode} from '../../network/proxy/proxy-node.ts'
import {UserError} from '../../user-error.ts'
import {enumerate} from '../naming.ts'
import {choosePort} from './asked-port.ts'
import {fromOutside} from './caller.ts'
import {nameOf} from './explain.ts'
import type {Passage, Surroundings} from './passage.ts'
import type {AskedPort} from './question.ts'
import {externalStandIn, isStandInPort} from './stand-in.ts'
import type {StepData} from './trace-data.ts'

/** To the node port of whichever node a client or a load balancer picks. */
export function throughNodePorts(
  service: Service,
  planned: Service,
  port: AskedPort | undefined,
  steps: readonly StepData[],
  around: Surroundings,
  isBalanced: boolean,
): Passage {
  const chosen = choosePort([planned], port)
  const nodePort = chosen?.declared?.nodePort
  if (!chosen || !nodePort) {
    const has = chosen?.declared
    const end = endAt(has ? 'unknown' : 'dropped', service, port, around, {
      reason: has ? 'no-node-port' : 'no-such-port',
      message: has
        ? `${nameOf(service)} has no node port: its load balancer sends to pods by itself`
        : `${nameOf(service)} has no port ${port?.text ?? ''} (it has ${enumerate(
            service.ports.map((one) => String(one.port)),
            6,
          )})`,
    })
    return {...end, steps}
  }
  const {protocol, number} = chosen
  const caller = around.caller.client.kind === 'outside' ? around.caller : {...around.caller, client: fromOutside().client}
  const shown = isStandInPort(nodePort) ? 'its node port' : `node port ${nodePort}`
  const balancing: StepData = {step: 'balancer', ok: true, message: `takes the connection, and sends it to ${shown} of a node`}
  const common = {
    kind: 'packets',
    steps: isBalanced ? [...steps, balancing] : steps,
    caller,
    protocol,
    via: 'node-port',
    services: [planned],
    service,
    chosen,
    isBalanced,
  } as const
  const areKnown = [...around.cluster.nodes].some(([name, node]) => readProxyNode(name, node).interfaceAddresses.length > 2)
  if (areKnown) return {...common, address: 'of-each-node', port: nodePort}
  return {...common, address: externalStandIn(primaryFamilyOf(around.cluster)), port: number}
}

/** Where there is nothing to follow. */
export function endAt(
  verdict: 'unknown' | 'dropped' | 'unresolved',
  service: Service | undefined,
  port: AskedPort | undefined,
  {caller}: Surroundings,
  why: {readonly reason: string; readonly message: string; readonly advice?: string | undefined},
): Extract<Passage, {kind: 'end'}> {
  const chosen = service && choosePort([service], port)
  return {kind: 'end', steps: [], caller, judged: {verdict, why}, service, port: chosen}
}

/** Of a Service's addresses the one of the family that was asked for, else its first. Throws a UserError where it has none of that family. */
export function pickFamily(service: Service, addresses: readonly string[], family: AddressFamily | undefined): string | undefined {
  const canonical = addresses.flatMap((text) => parseAddress(text) ?? [])
  const wanted = family ?? addressTypesOf(service)?.[0]
  const found = canonical.find((address) => address.family === wanted)
  if (found || family === undefined) return found?.text ?? canonical[0]?.text
  if (canonical.length === 0) return undefined
  throw new UserError(
    `Service ${service.name} has no ${family} address`,
    `it has ${enumerate(
      canonical.map(({text}) => text),
      4,
    )}`,
  )
}

/** Those of a load balancer that leaves the destination as it is, so that rules on nodes are about them. */
export function keptAddresses({object}: Service): readonly string[] {
  return itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress')).flatMap((one) => {
    const {ip, ipMode = 'VIP'} = fieldsOf(one)
    return typeof ip === 'string' && ipMode === 'VIP' ? [ip] : []
  })
}

/** What planned Services get that leave their families to the cluster. */
export function primaryFamilyOf({nodes}: Cluster): AddressFamily {
  const [first] = nodes
  return first ? readProxyNode(first[0], first[1]).primaryFamily : 'IPv4'
}

/** To an address that is no Service's: a pod's own, or nobody's. */
export function pastServices(address: string, port: number, protocol: string, step: StepData, {caller}: Surroundings): Passage {
  return {
    kind: 'packets',
    steps: [step],
    caller,
    address,
    port,
    protocol,
    via: undefined,
    services: [],
    service: undefined,
    chosen: undefined,
    isBalanced: false,
  }
}
