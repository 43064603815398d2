import type {Dump} from '../dump.ts'

/**
 * What of ipvs mode has to be taken before a node can be said to be as it should: virtual servers and sets are what Services have there, the rules
 * around them are about all of them. Undefined where both are there.
 */
export function describeUntaken({servers, sets}: Dump): string | undefined {
  const untaken = [
    ...(servers
      ? []
      : ['virtual servers were not taken: name what ipvsadm-save -n prints as a file of its own (where that is empty, there are none)']),
    ...(sets ? [] : ['IP sets were not taken: ipset save']),
  ]
  return untaken.length > 0 ? untaken.join('; ') : undefined
}

/** The parts that nobody took. */
export function untakenParts({servers, sets, iptables}: Dump): readonly string[] {
  return [
    ...(servers ? [] : ['virtual servers (ipvsadm-save -n)']),
    ...(sets ? [] : ['IP sets (ipset save)']),
    ...(iptables.length > 0 ? [] : ['rules (iptables-save, ip6tables-save)']),
  ]
}
