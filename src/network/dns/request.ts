/** What a name below the cluster's domain asks for. */
export type Request =
  /** The domain itself, or `svc` or `pod` below it. */
  | {readonly kind: 'node'}
  | {readonly kind: 'malformed'; readonly reason: 'no-branch' | 'too-many-labels'}
  | {readonly kind: 'namespace'; readonly branch: 'svc' | 'pod'; readonly namespace: string}
  | {readonly kind: 'service'; readonly namespace: string; readonly service: string; readonly part: Part}
  /** An address with dashes. CoreDNS takes up to two labels before it, whatever they are. */
  | {readonly kind: 'pod'; readonly branch: 'pod'; readonly namespace: string; readonly address: string}

/** What of a Service is asked for. */
export type Part =
  | {readonly kind: 'whole'}
  /** One of its endpoints, by hostname or dashed address. */
  | {readonly kind: 'endpoint'; readonly label: string}
  /** A port by name and protocol, in lower case; an empty word is any. */
  | {readonly kind: 'port'; readonly port: string; readonly protocol: string}

/** Reads the labels before the cluster's domain, in lower case, as CoreDNS does (plugin/kubernetes parse.go, without multicluster and zonal). */
export function parseRequest(labels: readonly string[]): Request {
  const [branch, namespace, service, last, first, ...more] = labels.toReversed()
  if (branch === undefined) return {kind: 'node'}
  if (branch !== 'svc' && branch !== 'pod') return {kind: 'malformed', reason: 'no-branch'}
  if (namespace === undefined) return {kind: 'node'}
  if (service === undefined) return {kind: 'namespace', branch, namespace}
  if (more.length > 0) return {kind: 'malformed', reason: 'too-many-labels'}
  if (branch === 'pod') return {kind: 'pod', branch, namespace, address: service}
  return {kind: 'service', namespace, service, part: partOf(last, first)}
}

function partOf(last: string | undefined, first: string | undefined): Part {
  if (last === undefined) return {kind: 'whole'}
  if (first === undefined) return {kind: 'endpoint', label: last}
  const [port, protocol] = [withoutUnderscore(first), withoutUnderscore(last)]
  // Two lone underscores are any port, which is as good as no word.
  return port === '' && protocol === '' ? {kind: 'whole'} : {kind: 'port', port, protocol}
}

/** The underscore of `_http._tcp` may be left out. */
function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label
}
