import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import {readService, type Service} from '../../../cluster/service.ts'
import {assignedAddresses, frontOfBalancer} from '../balancer-front.ts'
import type {EntryFacts} from '../entry-facts.ts'
import type {Front} from '../front.ts'
import {narrowFront} from '../ingress/narrowed-front.ts'
import {frontOfNodes} from '../node-front.ts'
import {isPublicAddress} from '../scope.ts'
import {externalFrontsOf} from '../service-entries.ts'
import {awsConfiguration} from './aws-configuration.ts'
import {type ClassKnowledge, knowledgeOfClass} from './gateway-class.ts'
import type {GatewayObjects} from './gateway-objects.ts'
import {servicesOfGateway} from './gateway-service.ts'
import {type ServiceRequest, serviceRequestOf} from './proxy-parameters.ts'

/** One address of a Gateway, and who comes to it. */
export interface GatewayFront {
  readonly address: string | null
  readonly front: Front
  /** The Service in front of the proxies, where the input has it. */
  readonly service: Service | undefined
  /** Whether clients come by the node ports of that Service. */
  readonly isByNode: boolean
}

interface World {
  readonly objects: GatewayObjects
  readonly facts: EntryFacts
}

interface Known {
  readonly gateway: OtherObject
  readonly className: string
  readonly gatewayClass: OtherObject | undefined
  readonly knowledge: ClassKnowledge | undefined
}

/**
 * Who comes to a Gateway, an answer for each of its addresses ("The implementation MUST bind all Listeners to every GatewayAddress"). What decides, the
 * first that does: its own Service in the input, its addresses, what it asks for its Service, the user's word on its class, what is known of the class.
 */
export function frontsOfGateway(gateway: OtherObject, world: World): readonly GatewayFront[] {
  const {objects} = world
  const className = textOf(valueAt(gateway.object, 'spec', 'gatewayClassName')) ?? ''
  const gatewayClass = objects.findClass(className, gateway)
  const controller = gatewayClass && textOf(valueAt(gatewayClass.object, 'spec', 'controllerName'))
  const knowledge = knowledgeOfClass(className, controller)
  const known = {gateway, className, gatewayClass, knowledge}
  if (knowledge?.kind === 'mesh')
    return [{address: addressesOf(gateway, 'status')[0] ?? null, front: inside(knowledge.evidence), service: undefined, isByNode: false}]
  const services = servicesOfGateway(gateway, {className, knowledge}, objects)
  const fronts = services.flatMap((service) => frontsOfService(service, known, world))
  return fronts.length > 0 ? fronts : frontsByAddress(known, world)
}

function frontsOfService(service: Service, known: Known, world: World): readonly GatewayFront[] {
  const external = externalFrontsOf(service).map(({address, front}) => ({address, front, service, isByNode: false}))
  // Such addresses are all that lets anybody in from outside.
  return service.type === 'ClusterIP' && external.length > 0 ? external : [...frontsByType(service, known, world), ...external]
}

function frontsByType(service: Service, known: Known, {facts}: World): readonly GatewayFront[] {
  const own = assignedAddresses(service)
  const addresses = own.length > 0 ? own : addressesOf(known.gateway, 'status').filter((address) => !isClusterName(address))
  const isByNode = service.type === 'NodePort'
  const fronts = (addresses.length > 0 && !isByNode ? addresses : [undefined]).map((address) => {
    const front = frontOfService(service, facts, address)
    return {address: address ?? null, front: front.reach === 'unknown' ? (byWord(known, facts) ?? front) : front, service, isByNode}
  })
  return [...fronts, ...pastTheBalancer(service, fronts, facts)]
}

/** What guards a load balancer does not guard the node ports of its Service: told where they let in somebody whom it does not. */
function pastTheBalancer(service: Service, fronts: readonly GatewayFront[], facts: EntryFacts): readonly GatewayFront[] {
  if (service.type !== 'LoadBalancer' || valueAt(service.object, 'spec', 'allocateLoadBalancerNodePorts') === false) return []
  const byNode = frontOfNodes(facts)
  const isWider = ({front}: GatewayFront) =>
    front.sources.length > 0 || front.reach === 'none' || (front.reach === 'network' && byNode.reach === 'internet')
  return fronts.length > 0 && fronts.every(isWider) ? [{address: null, front: byNode, service, isByNode: true}] : []
}

function frontOfService(service: Service, facts: EntryFacts, address?: string): Front {
  const name = `Service ${service.namespace}/${service.name}`
  switch (service.type) {
    case 'LoadBalancer':
      return frontOfBalancer(service, facts, address)
    case 'NodePort': {
      const front = frontOfNodes(facts)
      return {...front, evidence: [`${name} is a NodePort`, ...front.evidence]}
    }
    default:
      return inside(`${name} is a ${service.type}`)
  }
}

function frontsByAddress(known: Known, world: World): readonly GatewayFront[] {
  const given = addressesOf(known.gateway, 'status').filter((address) => !isClusterName(address))
  const place = given.length > 0 ? 'status' : 'spec'
  const stated = given.length > 0 ? given : addressesOf(known.gateway, 'spec').filter((address) => !isClusterName(address))
  const byClass = frontOfClass(known, world)
  if (stated.length === 0) return [{address: null, front: byClass, service: undefined, isByNode: false}]
  return stated.map((address) => {
    const front = byAddress(address, place)
    // An address says no more than whether it is public: who is let in there, the Service that would be made says.
    const sources = front && byClass.placement === front.placement ? byClass.sources : []
    return {address, front: front ? narrowFront(front, {sources, evidence: []}) : byClass, service: undefined, isByNode: false}
  })
}

function frontOfClass(known: Known, world: World): Front {
  const {knowledge, gateway, gatewayClass, className} = known
  const word = byWord(known, world.facts)
  const ask = unknown([`its class is ${className}`], `is class "${className}" public? say so in svcscope.yaml`)
  switch (knowledge?.kind) {
    case 'in-cluster': {
      const request = serviceRequestOf(gateway, gatewayClass, {
        copiesAnnotations: knowledge.copiesAnnotations === true,
        objects: world.objects,
      })
      return frontOfRequest(request, knowledge.product, word, known, world)
    }
    case 'aws':
      return frontOfAws(known, world.objects)
    case 'cloud':
      return word ?? placed(knowledge.makes, [knowledge.evidence])
    default:
      return word ?? ask
  }
}

/** What the Service that a controller will make would be; a class of which the user says what it is gets told from that by what is asked for it. */
function frontOfRequest(
  request: ServiceRequest,
  product: string,
  word: Front | undefined,
  {gateway, className}: Known,
  world: World,
): Front {
  if (request.unread.length > 0 && !word) {
    const parameters = request.unread.join(' and ')
    const question = `is class "${className}" public? ${parameters} decides, and is not read here: say it in svcscope.yaml`
    return unknown([`${parameters} says what Service ${product} makes`], question)
  }
  const judge = ({annotations, spec}: Omit<ServiceRequest, 'unread'>) => frontOfService(serviceFor(gateway, annotations, spec), world.facts)
  const asked = judge(request)
  const evidence = [`${product} makes a Service for it`, ...asked.evidence]
  if (!word) return {...asked, evidence}
  const isDecided = asked.reach !== 'unknown' && asked.reach !== judge({annotations: {}, spec: {}}).reach
  return isDecided ? {...asked, evidence} : {...word, sources: asked.sources}
}

function serviceFor({name, namespace, namespaceStated, origin}: OtherObject, annotations: object, spec: object): Service {
  const identity = {group: '', kind: 'Service', namespace, namespaceStated, name, uid: undefined}
  return readService(identity, {metadata: {name, namespace, annotations}, spec: {type: 'LoadBalancer', ...spec}}, origin)
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig: "Default internal". */
function frontOfAws({gateway, gatewayClass}: Known, objects: GatewayObjects): Front {
  const {scheme, sources, unread} = awsConfiguration(gateway, gatewayClass, objects)
  if (unread.length > 0) return unknown([], `what is the scheme of ${unread.join(' and ')}? add its manifest`)
  const evidence =
    scheme === undefined
      ? 'the AWS Load Balancer Controller makes it internal where nothing is said'
      : `scheme of its LoadBalancerConfiguration is ${scheme}`
  return narrowFront(placed(scheme === 'internet-facing' ? 'public' : 'private', [evidence]), {sources, evidence: []})
}

function byWord({className}: Known, {classes}: EntryFacts): Front | undefined {
  const makes = classes.get(className)
  return makes && placed(makes, [`class ${className} is said to be ${makes}`])
}

/** Undefined for a name: nobody can see whether what it stands for is public. */
function byAddress(address: string, place: 'status' | 'spec'): Front | undefined {
  const isPublic = isPublicAddress(address)
  if (isPublic === undefined) return undefined
  return placed(isPublic ? 'public' : 'private', [`${place}.addresses has ${address}, which is ${isPublic ? 'public' : 'private'}`])
}

function addressesOf(gateway: OtherObject, place: 'status' | 'spec'): readonly string[] {
  return itemsOf(valueAt(gateway.object, place, 'addresses')).flatMap((item) => {
    const {type, value} = fieldsOf(item)
    return type === undefined || type === null || type === 'IPAddress' || type === 'Hostname' ? (textOf(value) ?? []) : []
  })
}

function isClusterName(address: string): boolean {
  return /\.svc(\.|$)/.test(address)
}

function placed(makes: 'public' | 'private', evidence: readonly string[]): Front {
  return {reach: makes === 'public' ? 'internet' : 'network', sources: [], evidence, question: undefined, placement: makes}
}

function unknown(evidence: readonly string[], question: string): Front {
  return {reach: 'unknown', sources: [], evidence, question}
}

function inside(evidence: string): Front {
  return {reach: 'none', sources: [], evidence: [evidence], question: undefined}
}
