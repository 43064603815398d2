import type {ObjectReference} from '../../cluster/object.ts'
import type {Via} from '../../network/entry/entry.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import type {Placement, Reach} from '../../network/entry/front.ts'
import {compareText} from '../order.ts'
import {fileOf, type Location, type Places} from '../places.ts'
import type {Shown, ShownEntry} from './shown-entry.ts'

/** What `-o json` prints. The keys are fixed: scripts depend on them. */
export interface ExposureData {
  readonly services: readonly ExposedServiceData[]
  /** Pods that are reached past every Service, by their workload. */
  readonly workloads: readonly ExposedWorkloadData[]
  readonly facts: readonly FactData[]
}

export interface ExposedServiceData {
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly reach: Reach
  readonly entries: readonly EntryData[]
}

export interface ExposedWorkloadData {
  readonly namespace: string
  readonly kind: string
  readonly name: string
  readonly reach: Reach
  readonly entries: readonly EntryData[]
}

/** A way in, with where it is written down. */
export interface EntryData extends Location {
  readonly via: Via
  readonly address: string | null
  readonly port: number | null
  readonly protocol: string
  /** The only ones within reach that are let in; [] is everybody. */
  readonly sources: readonly string[]
  readonly reach: Reach
  /** How far away clients are where the reach is unknown and policies keep nobody out; null where it is known, and where the way itself leaves it open. */
  readonly perhaps: Reach | null
  /** What kind of address clients connect to; null where that is not known, or means nothing. */
  readonly placement: Placement | null
  /** [] is any host, or that the way knows none. */
  readonly hosts: readonly string[]
  /** Null is any path. */
  readonly path: string | null
  readonly tls: boolean | null
  /** On the Service; null for pods past every Service, and a headless Service without ports. */
  readonly servicePort: number | null
  /** On the pods. */
  readonly targetPorts: readonly (number | string)[]
  readonly through: readonly ObjectReference[]
  /** The policies that keep others out. */
  readonly narrowedBy: readonly string[]
  readonly sensitive: {readonly what: string; readonly level: number; readonly source: string} | null
  /** Reach × sensitivity × TLS, 0 to 48: a number to sort by. */
  readonly severity: number
  readonly evidence: readonly string[]
  readonly remarks: readonly string[]
  readonly question: string | null
}

/** Something about the cluster that manifests do not say, and where it is known from. */
export interface FactData {
  /** `cloud`, `nodes`, `class edge`. */
  readonly name: string
  readonly value: string
  readonly evidence: string
}

/** Where the ways are written down goes into `places`. */
export function toExposureData(shown: readonly Shown[], facts: EntryFacts, places: Places): ExposureData {
  return {
    services: shown.flatMap(({service, reference, reach, entries}) =>
      service
        ? {
            namespace: service.namespace,
            name: reference.name,
            type: service.type,
            reach,
            entries: entries.map((one) => toEntryData(one, places)),
          }
        : [],
    ),
    workloads: shown.flatMap(({service, reference: {namespace, kind, name}, reach, entries}) =>
      service ? [] : {namespace: namespace ?? '', kind, name, reach, entries: entries.map((one) => toEntryData(one, places))},
    ),
    facts: toFacts(facts),
  }
}

function toFacts({cloud, nodes, classes}: EntryFacts): readonly FactData[] {
  const sorted = [...classes].toSorted(([a], [b]) => compareText(a, b))
  return [
    ...(cloud ? [{name: 'cloud', value: cloud.name, evidence: cloud.evidence}] : []),
    ...(nodes ? [{name: 'nodes', value: nodes.addresses, evidence: nodes.evidence}] : []),
    ...sorted.map(([name, value]) => ({name: `class ${name}`, value, evidence: 'as was said'})),
  ]
}

/** Written out, as in toExposed: a copy of an object takes V8 several times as long. */
function toEntryData({entry, sensitivity, severity}: ShownEntry, places: Places): EntryData {
  const {via, address, port, protocol, sources, reach, hosts, path, tls, servicePort, targetPorts, through, place} = entry
  const data: EntryData = {
    via,
    address,
    port,
    protocol,
    sources,
    reach,
    perhaps: entry.perhaps ?? null,
    placement: entry.placement ?? null,
    hosts,
    path: path ?? null,
    tls,
    servicePort: servicePort?.port ?? null,
    targetPorts,
    through,
    narrowedBy: entry.narrowedBy,
    sensitive: sensitivity ? {what: sensitivity.what, level: sensitivity.level, source: sensitivity.source} : null,
    severity,
    evidence: entry.evidence,
    remarks: entry.remarks,
    question: entry.question ?? null,
    file: place ? fileOf(place) : null,
    line: null,
    column: null,
  }
  if (place) places.set(data, place)
  return data
}
