import type {ObjectReference} from '../../cluster/object.ts'
import type {ExposedEntry} from '../exposure/exposed-service.ts'
import {compareText} from '../order.ts'
import {ownerOf} from '../pod-owner.ts'
import {keyOf} from './effect.ts'
import {coversPath, isFarther, isOutside} from './entry-reach.ts'
import type {Side} from './side.ts'
import {coversSources} from './source-ranges.ts'

/** Entries from outside that are the same but for the hosts that they answer to, and for addresses. */
export interface WayIn {
  readonly entry: ExposedEntry
  readonly hosts: readonly string[]
  readonly addresses: readonly string[]
  /** The ports of pods that it leads to, or where no pod is seen, the Service itself. */
  readonly targets: readonly string[]
}

/** The ways in from outside of one Service, or of pods past every Service. Those of the inside are told by who may reach it. */
export function waysIn(entries: readonly ExposedEntry[], owners: readonly ObjectReference[], subject: ObjectReference): readonly WayIn[] {
  const ways = new Map<string, {entry: ExposedEntry; hosts: Set<string>; addresses: Set<string>; targets: Set<string>}>()
  for (const entry of entries) {
    if (entry.via === 'ClusterIP' || entry.via === 'Headless' || !isOutside(entry)) continue
    const {via, path, port, protocol, tls, reach, perhaps, sources, through, servicePort} = entry
    const parts = [via, path, port, protocol, tls, reach, perhaps, sources.toSorted(compareText), through.map(keyOf), servicePort?.port]
    const key = JSON.stringify(parts)
    const way = ways.get(key) ?? {entry, hosts: new Set(), addresses: new Set(), targets: new Set()}
    ways.set(key, way)
    for (const host of entry.hosts) way.hosts.add(host)
    if (entry.address !== null) way.addresses.add(entry.address)
    for (const target of targetsOf(entry, owners, subject)) way.targets.add(target)
  }
  return [...ways.values()].map(({entry, hosts, addresses, targets}) => ({
    entry,
    hosts: [...hosts].sort(compareText),
    addresses: [...addresses].sort(compareText),
    targets: [...targets].sort(compareText),
  }))
}

function targetsOf(
  {pods, targetPorts, protocol}: ExposedEntry,
  owners: readonly ObjectReference[],
  subject: ObjectReference,
): readonly string[] {
  const behind = pods.length > 0 ? pods.map(ownerOf) : owners
  const names = behind.length > 0 ? behind : [subject]
  const ports = targetPorts.length > 0 ? targetPorts : ['?']
  return names.flatMap((name) => ports.map((port) => `${keyOf(name)}:${port}/${protocol}`))
}

/** How far pods are open, by their ports, whatever Services and names lead there. */
export interface Openness {
  /** Whether this way was open before, as far and to all who may use it, to each of the pods' ports that it leads to. */
  readonly covers: (way: WayIn, target: string) => boolean
}

/** How open the pods of an input are: one that has two names is no more open than with one. */
export function opennessOf(ways: readonly WayIn[]): Openness {
  const byTarget = new Map<string, ExposedEntry[]>()
  for (const {entry, targets} of ways) {
    for (const target of targets) {
      const key = `${entry.via} ${target}`
      const open = byTarget.get(key) ?? []
      byTarget.set(key, open)
      open.push(entry)
    }
  }
  return {
    covers: ({entry}, target) =>
      (byTarget.get(`${entry.via} ${target}`) ?? []).some(
        (open) => !isFarther(entry, open) && coversSources(open.sources, entry.sources) && coversPath(open.path, entry.path),
      ),
  }
}

/** Everything that is open from outside in one input. */
export function allWaysIn({services, exposed}: Side): readonly WayIn[] {
  const ofServices = [...services.values()].flat().flatMap((state) => {
    const owners = [...state.owners.values()].map(({reference}) => reference)
    return waysIn(state.exposed?.entries ?? [], owners, state.reference)
  })
  return [...ofServices, ...exposed.workloads.flatMap(({entries, workload}) => waysIn(entries, [workload], workload))]
}
