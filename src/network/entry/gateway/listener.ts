import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, integerOf, isMapping, itemsOf, textOf} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import type {Fault} from './broken.ts'
import {GATEWAY_GROUP} from './gateway-objects.ts'
import {faultsOfListener} from './listener-faults.ts'
import {allowedKinds, type ListenerKinds} from './protocol.ts'

/** One listener of a Gateway or of a ListenerSet. */
export interface Listener {
  /** The Gateway or ListenerSet that has it. */
  readonly owner: OtherObject
  readonly name: string
  readonly port: number
  readonly protocol: string
  /** Undefined is any. */
  readonly hostname: string | undefined
  readonly tlsMode: 'Terminate' | 'Passthrough' | undefined
  readonly kinds: ListenerKinds
  /** `allowedRoutes.namespaces` as it is written. */
  readonly namespaces: Fields
  readonly certificates: readonly Fields[]
  readonly path: Path
  /** What keeps it from being a listener at all: no route attaches to such a one. */
  readonly faults: readonly Fault[]
  /** What is wrong with it though it serves all the same. */
  readonly remarks: readonly Fault[]
}

/** The listeners of a Gateway or of a ListenerSet, valid or not, in their order. */
export function readListeners(owner: OtherObject): readonly Listener[] {
  const items = itemsOf(fieldsOf(owner.object['spec'])['listeners'])
  const listeners = items.map((item, index) => readListener(owner, fieldsOf(item), ['spec', 'listeners', index]))
  return listeners.map((listener, index) => withFaults(listener, faultsOfName(listener, listeners.slice(0, index))))
}

export function withFaults(listener: Listener, faults: readonly Fault[]): Listener {
  return faults.length === 0 ? listener : {...listener, faults: [...listener.faults, ...faults]}
}

/** "Name is the name of the Listener. This name MUST be unique within a Gateway." */
function faultsOfName({name, path}: Listener, before: readonly Listener[]): readonly Fault[] {
  if (!before.some((other) => other.name === name)) return []
  return [{reason: 'invalid-listener', message: `two listeners are called ${JSON.stringify(name)}`, path: [...path, 'name']}]
}

function readListener(owner: OtherObject, fields: Fields, path: Path): Listener {
  const protocol = textOf(fields['protocol']) ?? ''
  const tls = fieldsOf(fields['tls'])
  const allowed = fieldsOf(fields['allowedRoutes'])
  const mode = textOf(tls['mode'])
  // The API server fills in Terminate wherever `tls` is there.
  const tlsMode = mode === 'Passthrough' ? mode : protocol === 'HTTPS' || isMapping(fields['tls']) ? 'Terminate' : undefined
  const kinds = allowedKinds(protocol, tlsMode, statedKinds(allowed['kinds']))
  const hostname = textOf(fields['hostname'])
  const located = (faults: readonly Fault[]) => faults.map((fault) => ({...fault, path: [...path, ...fault.path]}))
  return {
    owner,
    name: textOf(fields['name']) ?? '',
    port: integerOf(fields['port']) ?? 0,
    protocol,
    hostname,
    tlsMode,
    kinds,
    namespaces: fieldsOf(allowed['namespaces']),
    certificates: itemsOf(tls['certificateRefs']).map(fieldsOf),
    path,
    faults: located(faultsOfListener(fields)),
    remarks: located(
      kinds.problems.map(({index, message}) => ({reason: 'no-such-kind', message, path: ['allowedRoutes', 'kinds', index]})),
    ),
  }
}

function statedKinds(value: unknown): readonly {readonly group: string; readonly kind: string}[] {
  return itemsOf(value).map((item) => {
    const {group, kind} = fieldsOf(item)
    return {group: typeof group === 'string' ? group : GATEWAY_GROUP, kind: textOf(kind) ?? ''}
  })
}
