/** A ServiceCIDR. */
export function ranges(
  name: string,
  cidrs: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: {name, uid: `uid-of-${name}`, ...metadata},
    spec: {cidrs},
    ...more,
  })
}

/** A Service of a running cluster, in namespace shop. */
export function running(name: string, clusterIPs: readonly string[], metadata: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'shop', uid: `uid-of-${name}`, ...metadata},
    spec: {type: 'ClusterIP', clusterIP: clusterIPs[0], clusterIPs, selector: {app: name}, ports: [{port: 80, protocol: 'TCP'}]},
  })
}

/** The IPAddress that the API server makes for a Service of namespace shop. */
export function held(
  address: string,
  service: string,
  parent: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: {
      name: address,
      uid: `uid-of-${address}`,
      labels: {'ipaddress.kubernetes.io/ip-family': 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io'},
      ...metadata,
    },
    spec: {parentRef: {group: '', resource: 'services', namespace: 'shop', name: service, ...parent}},
  })
}
