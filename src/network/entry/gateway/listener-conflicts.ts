import type {Fault} from './broken.ts'
import {type Listener, withFaults} from './listener.ts'
import {transportOf} from './protocol.ts'

/**
 * Marks the listeners that are not distinct. Within one object all of them lose: "The implementation MUST NOT pick one conflicting Listener as the
 * winner. ALL indistinct Listeners must not be accepted for processing." Between a Gateway and its ListenerSets the first wins (GEP-1713: "the first
 * Listener in the precedence list MUST be accepted"); `groups` come in that order, the listeners of one object each.
 */
export function markConflicts(groups: readonly (readonly Listener[])[]): readonly (readonly Listener[])[] {
  const accepted: Listener[] = []
  return groups.map((group) => {
    // What has lost already takes none of its siblings with it.
    const first = group.map((listener) => markRival(listener, accepted))
    const marked = first.map((listener) => markRival(listener, first))
    accepted.push(...marked.filter(({faults}) => faults.length === 0))
    return marked
  })
}

function markRival(listener: Listener, others: readonly Listener[]): Listener {
  if (listener.faults.length > 0) return listener
  const rival = others.find((other) => other !== listener && other.faults.length === 0 && conflicts(listener, other))
  return rival ? withFaults(listener, [conflictWith(rival, listener)]) : listener
}

/** "HTTP, HTTPS, TLS: Port, Hostname; TCP, UDP: Port", and "all the Listeners that share a port with the TCP Listener are not distinct". */
function conflicts(one: Listener, other: Listener): boolean {
  if (one.port !== other.port || transportOf(one.protocol) !== transportOf(other.protocol)) return false
  if (one.protocol === 'TCP' || other.protocol === 'TCP') return true
  return one.protocol === other.protocol && (one.protocol === 'UDP' || one.hostname === other.hostname)
}

function conflictWith(rival: Listener, {owner, hostname, port, protocol, path}: Listener): Fault {
  const where = rival.owner === owner ? '' : ` of ${rival.owner.kind} ${rival.owner.namespace}/${rival.owner.name}`
  const name = `listener ${JSON.stringify(rival.name)}${where}`
  const message =
    rival.protocol === protocol
      ? `${name} has port ${port}${protocol === 'TCP' || protocol === 'UDP' ? '' : ` for ${hostname ?? 'any host'}`} too: neither can be told from the other`
      : `${name} has port ${port} for ${rival.protocol}, and this one for ${protocol}`
  return {reason: 'conflicting-listeners', message, path}
}
