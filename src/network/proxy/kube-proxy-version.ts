/** The versions of kube-proxy that the model follows. */
export const KUBE_PROXY_VERSIONS = ['1.35', '1.36', '1.37'] as const
export type KubeProxyVersion = (typeof KUBE_PROXY_VERSIONS)[number]

export const NEWEST_KUBE_PROXY: KubeProxyVersion = '1.37'

/** What kube-proxy does otherwise from one version to the next, by the first version that does it the new way. */
const SINCE = {
  /** The label `service.kubernetes.io/headless` says something of slices only; before, it hid Services too (ProxyServer.Run). */
  'services-by-cluster-ip-only': '1.36',
  /** Of two endpoints at one address the one that does not terminate counts; before, the one on this node (addEndpoints). */
  'running-before-terminating': '1.36',
  /** nodePortAddresses knows `localhost` and `all`, and `primary` beside others (expandNodePortAddressKeywords). */
  'address-keywords': '1.37',
  /**
   * nftables rules masquerade where they stand, once for all cluster IPs, and hairpin connections are found by a set; before, they jump to a chain
   * that does it, each Service has its own, and each endpoint a chain.
   */
  'masquerading-in-place': '1.36',
  /** In nftables mode one endpoint alone is not chosen from a map. */
  'naming-a-lone-endpoint': '1.37',
  /** In nftables mode a proxy of kube-proxy's own may answer on loopback (the gate KubeProxyNFTablesLocalhostNodePorts). */
  'nftables-node-ports-on-loopback': '1.37',
} as const satisfies Readonly<Record<string, KubeProxyVersion>>

export function does(version: KubeProxyVersion, what: keyof typeof SINCE): boolean {
  return KUBE_PROXY_VERSIONS.indexOf(version) >= KUBE_PROXY_VERSIONS.indexOf(SINCE[what])
}
