import {fieldsOf, itemsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import {isPublicAddress} from '../scope.ts'
import type {DoorQuestion} from './controllers/controller.ts'
import {type Door, frontOf, usualDoors} from './door.ts'
import type {Ingress} from './ingress.ts'
import type {Installation} from './installation.ts'
import {narrowFront} from './narrowed-front.ts'
import type {Serving} from './serving.ts'

/**
 * The ways to what serves an Ingress, at least one. In this order: the Services and pods of a running controller, the load balancer that is made for the
 * Ingress or its class, the addresses that its status shows; else they are unknown, with the question. What the user says of the class goes before all.
 */
export function doorsOfIngress(
  question: DoorQuestion,
  {choice, controller, installations}: Serving,
  doorsOfInstallation: (installation: Installation) => readonly Door[],
): readonly Door[] {
  const {facts, ingress} = question
  const running = withoutTwins(installations.flatMap(doorsOfInstallation))
  const shown = running.length > 0 ? running : (controller?.doorsOf?.(question) ?? [])
  const word = choice.kind === 'class' ? facts.classes.get(choice.name) : undefined
  const said = word && choice.kind === 'class' ? {word, name: choice.name} : undefined
  const stated = withAddresses(shown, ingress)
  if (said && stated.length > 0) return stated.map((door) => asSaid(door, said, stated))
  const known = stated.filter(({front}) => front.reach !== 'unknown')
  const settled = said || (stated.length > 0 && known.length === stated.length) ? [] : doorsOfStatus(ingress)
  if (settled.length > 0) return [...known, ...settled]
  if (stated.length > 0) return stated
  const hasTls = ingress.tls.length > 0 || controller?.hasOwnCertificate === true
  if (said) return usualDoors(frontOf(reachOf(said.word), [wordOf(said)]), {http: true, https: hasTls})
  return usualDoors(unknownFront(question, controller?.name, installations.length > 0), {http: true, https: hasTls})
}

/** Two workloads may stand behind one Service. */
function withoutTwins(doors: readonly Door[]): readonly Door[] {
  return doors.length < 2 ? doors : [...new Map(doors.map((door) => [JSON.stringify(door), door])).values()]
}

/** What the user says of a class. */
export interface Said {
  readonly word: 'public' | 'private'
  readonly name: string
}

export function reachOf(word: Said['word']): 'internet' | 'network' {
  return word === 'public' ? 'internet' : 'network'
}

export function wordOf({word, name}: Said): string {
  return `class "${name}" is ${word}, as was said`
}

/** Who says that a class is private means all its ways; who says that it is public means its load balancer, or whatever it has in place of one. */
export function asSaid(door: Door, said: Said, all: readonly Door[]): Door {
  const isMeant = door.via === 'LoadBalancer' || door.via === undefined || !all.some(({via}) => via === 'LoadBalancer' || via === undefined)
  const reach = reachOf(said.word)
  if (door.front.reach === 'none' || door.front.reach === reach || (said.word === 'public' && !isMeant)) return door
  const {sources, evidence} = door.front
  const front = {...door.front, reach, sources: [], evidence: [wordOf(said), ...evidence], question: undefined, placement: said.word}
  return {...door, front: narrowFront(front, {sources, evidence: []})}
}

function unknownFront({choice, facts}: DoorQuestion, product: string | undefined, isRunning: boolean): Door['front'] {
  const cloud = facts.cloud ? [] : ['nothing in the input names a cloud']
  if (choice.kind === 'none' && isRunning)
    return frontOf(
      'unknown',
      [`${product} takes it, and the input has no Service that leads there`],
      `is the Service of ${product} public? add it to the input`,
    )
  if (choice.kind === 'none')
    return frontOf(
      'unknown',
      ['it names no class, there is no default, and no controller of the input takes it', ...cloud],
      'who takes an Ingress without a class? name it in spec.ingressClassName',
    )
  const usual =
    product === undefined
      ? 'nobody knows here what it makes'
      : isRunning
        ? `${product} serves it, and the input has no Service that leads there`
        : `it is usually ${product}, which is not in the input`
  return frontOf('unknown', [`class "${choice.name}": ${usual}`], `is class "${choice.name}" public? say so in svcscope.yaml`)
}

/** What an Ingress's controller has written of where it can be reached. */
function addressesOf({object}: Ingress): readonly string[] {
  return itemsOf(valueAt(object, 'status', 'loadBalancer', 'ingress'))
    .map(fieldsOf)
    .flatMap(({ip, hostname}) => textOf(ip) ?? textOf(hostname) ?? [])
}

/** A load balancer of the Ingress's own is at the addresses of its status. */
function withAddresses(doors: readonly Door[], ingress: Ingress): readonly Door[] {
  const addresses = addressesOf(ingress)
  return doors.flatMap((door) =>
    door.via === undefined && door.address === null && addresses.length > 0 ? addresses.map((address) => ({...door, address})) : door,
  )
}

/** An address tells where it is, a name does not. */
function doorsOfStatus(ingress: Ingress): readonly Door[] {
  return addressesOf(ingress).flatMap((address) => {
    const isPublic = isPublicAddress(address)
    if (isPublic === undefined) return []
    const front = frontOf(isPublic ? 'internet' : 'network', [`its status shows ${address}, which is ${isPublic ? 'public' : 'private'}`])
    return usualDoors(front, {http: true, https: ingress.tls.length > 0}).map((door) => ({...door, address}))
  })
}
