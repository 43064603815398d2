import type {Entry} from './entry.ts'

/** The entries that clients can tell from those before them: rules that differ in headers, methods or weights alone are one way in, written down by the first. */
export function withoutTwins(entries: readonly Entry[], seen = new Set<string>()): readonly Entry[] {
  return entries.filter(({address, hosts, path, port, protocol, tls, front, through, service, servicePort}) => {
    const parts = [
      address,
      hosts,
      path ?? null,
      port,
      protocol,
      tls,
      front.reach,
      through,
      service?.namespace,
      service?.name,
      servicePort?.index,
    ]
    const key = JSON.stringify(parts)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
