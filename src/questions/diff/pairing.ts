import type {ObjectReference} from '../../cluster/object.ts'
import type {ServicePort} from '../../cluster/service.ts'
import {ownerOf} from '../pod-owner.ts'
import {keyOf} from './effect.ts'
import type {ServiceState, Side} from './side.ts'

/** A Service in both inputs. */
export interface ServicePair {
  readonly before: ServiceState
  readonly after: ServiceState
}

export interface PairedServices {
  readonly pairs: readonly ServicePair[]
  readonly removed: readonly ServiceState[]
  readonly added: readonly ServiceState[]
}

/**
 * Services are the same by namespace and name. Of one that is defined more than once those that are written alike belong together, then those of the
 * same file, then the others in their order.
 */
export function pairServices(before: Side, after: Side): PairedServices {
  const found = {pairs: [] as ServicePair[], removed: [] as ServiceState[], added: [] as ServiceState[]}
  for (const key of new Set([...before.services.keys(), ...after.services.keys()])) {
    const was = [...(before.services.get(key) ?? [])]
    const is = [...(after.services.get(key) ?? [])]
    const takePairs = (fits: (one: ServiceState, other: ServiceState) => boolean) => {
      for (const one of [...was]) {
        const other = is.find((candidate) => fits(one, candidate))
        if (!other) continue
        was.splice(was.indexOf(one), 1)
        is.splice(is.indexOf(other), 1)
        found.pairs.push({before: one, after: other})
      }
    }
    if (was.length > 1 || is.length > 1) {
      const isSameText = (one: ServiceState, other: ServiceState) =>
        JSON.stringify(one.service.object) === JSON.stringify(other.service.object)
      const isSameFile = (one: ServiceState, other: ServiceState) => one.service.origin?.file === other.service.origin?.file
      takePairs((one, other) => isSameText(one, other) && isSameFile(one, other))
      takePairs(isSameText)
      takePairs(isSameFile)
    }
    takePairs(() => true)
    found.removed.push(...was)
    found.added.push(...is)
  }
  return found
}

/** A port of a Service in both inputs, or in one. */
export interface PortPair {
  readonly before: ServicePort | undefined
  readonly after: ServicePort | undefined
}

/** Ports are the same by name and protocol, else by number, else where only one is left on either side. */
export function pairPorts({before, after}: ServicePair): readonly PortPair[] {
  const was = [...before.service.ports]
  const is = [...after.service.ports]
  const pairs: PortPair[] = []
  const takePairs = (fits: (one: ServicePort, other: ServicePort) => boolean) => {
    for (const one of [...was]) {
      const other = is.find((candidate) => candidate.protocol === one.protocol && fits(one, candidate))
      if (!other) continue
      was.splice(was.indexOf(one), 1)
      is.splice(is.indexOf(other), 1)
      pairs.push({before: one, after: other})
    }
  }
  takePairs((one, other) => one.name === other.name && one.port === other.port)
  takePairs((one, other) => one.name !== null && one.name === other.name)
  takePairs((one, other) => one.port === other.port)
  if (was.length === 1 && is.length === 1) takePairs(() => true)
  return [...pairs, ...was.map((one) => ({before: one, after: undefined})), ...is.map((one) => ({before: undefined, after: one}))]
}

/** The Service, and everything that stands behind it in one of the inputs, or nearly does. */
export function involvedIn({before, after}: ServicePair): readonly ObjectReference[] {
  const behind = [before, after].flatMap(({judgement, owners}) => [
    ...[...owners.values()].map(({reference}) => reference),
    ...judgement.backends.pods.map(ownerOf),
    ...judgement.nearMisses.map(({pod}) => ownerOf(pod)),
    ...judgement.backends.slices.map(({kind, namespace, name}) => ({kind, namespace, name})),
  ])
  return [...new Map([after.reference, ...behind].map((one) => [keyOf(one), one])).values()]
}
