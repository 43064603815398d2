import type {EndPort} from './party.ts'
import type {PolicyPort} from './policy.ts'
import type {Truth} from './truth.ts'

/**
 * Whether a rule's entry covers the port at which a connection ends, which is the pod's own: Services are translated before. Names are those that the
 * destination's containers have for the port with the protocol of the rule.
 */
export function coversPort(entry: PolicyPort, port: EndPort): Truth {
  if (entry.kind === 'not-understood') return entry
  if (entry.protocol !== undefined && entry.protocol !== port.protocol) return false
  switch (entry.kind) {
    case 'all':
      return true
    case 'range':
      if (port.number === null) return entry.first <= 1 && entry.last >= 65_535 ? true : {kind: 'port'}
      return entry.first <= port.number && port.number <= entry.last
    case 'named':
      // Of a port that is not known not all names are.
      return port.names?.includes(entry.name) || ((port.number === null || port.names === undefined) && {kind: 'port'})
  }
}
