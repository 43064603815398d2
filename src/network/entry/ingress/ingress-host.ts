/**
 * Whether a rule's or a certificate's host takes a host that clients ask for. A wildcard stands for exactly one label: `*.foo.com` takes `bar.foo.com`,
 * not `baz.bar.foo.com` and not `foo.com` (kubernetes.io/docs/concepts/services-networking/ingress, "Hostname wildcards"). Names compare without case and
 * without the final dot.
 */
export function fitsHost(stated: string, host: string): boolean {
  const [known, asked] = [normalize(stated), normalize(host)]
  if (!known.startsWith('*.')) return known === asked
  const dot = asked.indexOf('.')
  return dot > 0 && asked.slice(dot + 1) === known.slice(2)
}

/** Whether a certificate for `covering` is good for all that a rule's `host` takes, which may be a wildcard itself. */
export function coversHost(covering: string, host: string): boolean {
  return normalize(covering) === normalize(host) || (!host.startsWith('*.') && fitsHost(covering, host))
}

function normalize(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}
