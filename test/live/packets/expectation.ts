import {containerPortsOf} from '../../../src/cluster/container-port.ts'
import {fieldsOf, itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {Arrival} from '../../../src/network/proxy/packet/arrival.ts'
import type {Fate} from '../../../src/network/proxy/packet/decision.ts'
import type {Outcome} from '../harness/sandbox.ts'
import {nameOf} from './clients.ts'

/** What a client may come to see, in the order of their text: one answer for each pod that may get the connection. */
export type Expectation = readonly string[]

/** A pod that runs, by the addresses on which it listens. */
interface Listener {
  readonly name: string
  readonly addresses: readonly string[]
  readonly ports: ReadonlySet<string>
}

export function listenersOf(objects: readonly WireObject[]): readonly Listener[] {
  const pods = objects.filter(({kind}) => kind === 'Pod')
  return pods.map((pod) => ({
    name: `${valueAt(pod, 'metadata', 'namespace')}/${nameOf(pod)}`,
    addresses: itemsOf(valueAt(pod, 'status', 'podIPs')).map((item) => String(fieldsOf(item)['ip'])),
    ports: new Set(containerPortsOf(fieldsOf(pod['spec'])).map(({containerPort, protocol}) => `${containerPort}/${protocol}`)),
  }))
}

/** Who does not hear of refusals takes them for silence. */
export function expectationOf(
  fate: Fate,
  listeners: readonly Listener[],
  sourceOf: (arrival: Arrival) => string | null,
  protocol: string,
  hearsRefusals: boolean,
): Expectation {
  const refused = hearsRefusals ? 'refused' : 'timeout'
  switch (fate.kind) {
    case 'endpoints':
      return [...new Set(fate.outcome.arrivals.map((arrival) => seenBy(arrival, sourceOf(arrival), listeners, protocol, refused)))].sort()
    case 'rejected':
    case 'node':
      return [refused]
    case 'dropped':
    case 'balancer':
    case 'nowhere':
    case 'leaves':
      return ['timeout']
    case 'health-check':
    case 'pod':
    case 'unknown':
      throw new Error(`no connection of these ends with ${JSON.stringify(fate)}`)
  }
}

function seenBy(
  {endpoint, answer}: Arrival,
  source: string | null,
  listeners: readonly Listener[],
  protocol: string,
  refused: string,
): string {
  if (answer !== 'returns') return 'timeout'
  const pod = listeners.find(({addresses}) => addresses.includes(endpoint.address ?? ''))
  return pod?.ports.has(`${endpoint.port}/${protocol}`) ? `${pod.name} sees ${source}` : refused
}

/** Says what came of a connection in the same words. */
export function describeOutcome({kind, name, source}: Outcome): string {
  return kind === 'answered' ? `${name} sees ${source}` : kind
}
