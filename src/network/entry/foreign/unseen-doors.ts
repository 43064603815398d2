import type {OtherObject} from '../../../cluster/cluster.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {type Door, frontOf, usualDoors} from '../ingress/door.ts'
import {asSaid, reachOf, wordOf} from '../ingress/ingress-doors.ts'
import {foreignClassOf} from './foreign-kinds.ts'
import type {ForeignKind, ForeignRoute} from './foreign-route.ts'

/** What the user says of the class goes before all; where nothing is known, the doors are unknown, with the question. */
export function heedWord(
  shown: readonly Door[],
  route: ForeignRoute,
  object: OtherObject,
  kind: ForeignKind,
  {facts}: {readonly facts: EntryFacts},
): readonly Door[] {
  const name = foreignClassOf(object, kind)
  const word = facts.classes.get(name)
  const said = word && {word, name}
  if (said && shown.length > 0) return shown.map((door) => asSaid(door, said, shown))
  if (shown.length > 0) return shown
  return doorsUnseen(route, said ? frontOf(reachOf(said.word), [wordOf(said)]) : unknownFront(route, name, kind))
}

function unknownFront({entrance}: ForeignRoute, className: string, {product: {name}}: ForeignKind): Door['front'] {
  const say = `say of class "${className}" whether it is public, in svcscope.yaml`
  if (entrance.kind === 'absent') {
    const {kind, namespace, name: own} = entrance.reference
    const gateway = `${kind} ${namespace}/${own}`
    return frontOf(
      'unknown',
      [`it leads in by ${gateway}, which is not in the input`],
      `how far does ${gateway} lead? add it to the input, or ${say}`,
    )
  }
  if (entrance.kind === 'gateway') {
    const {namespace, name: own} = entrance.gateway
    const gateway = `Gateway ${namespace}/${own}`
    return frontOf(
      'unknown',
      [`the Service of the proxies of ${gateway} is not in the input`],
      `how far does ${gateway} lead? add the Service of its proxies to the input, or ${say}`,
    )
  }
  return frontOf(
    'unknown',
    [`nothing in the input leads to ${name} on that port`],
    `how far does ${name} lead? add its Service to the input, or ${say}`,
  )
}

/** By stated numbers; for web requests by the usual ports; else by one that is not known. */
function doorsUnseen({entrance, tls, protocol}: ForeignRoute, front: Door['front']): readonly Door[] {
  const at = (port: number | null): Door => ({via: undefined, address: null, port, tls, front, through: []})
  if (entrance.kind === 'gateway') return [at(entrance.port)]
  const ports = entrance.kind === 'product' ? entrance.ports : []
  const numbers = ports.filter((port) => typeof port === 'number')
  if (numbers.length > 0) return numbers.map(at)
  // Names of Traefik's entry points in its chart; those of others are the user's own.
  const [http, https] = [ports.includes('web'), ports.includes('websecure')]
  if (ports.length === 0 && protocol === 'TCP') return usualDoors(front, {http: tls !== true, https: tls !== false})
  return http || https ? usualDoors(front, {http, https}) : [at(null)]
}
