/** Words of the languages in which kube-proxy, CoreDNS, and Cilium's and Antrea's balancing are configured (KubeProxyConfiguration v1alpha1; coredns.io/plugins). */
const WORDS = new Set(
  `kubeproxy.config.k8s.io v1alpha1 v1alpha2 KubeProxyConfiguration iptables ipvs nftables userspace kernelspace
  LocalModeClusterCIDR ClusterCIDR NodeCIDR BridgeInterface InterfaceNamePrefix primary null rr wrr lc wlc lblc lblcr sh dh sed nq mh
  errors health lameduck ready kubernetes pods insecure verified disabled fallthrough ttl endpoint_pod_names ignore empty_service namespaces
  noendpoints labels namespace_labels zonal multicluster prometheus forward max_concurrent policy sequential random round_robin cache
  success denial prefetch loop reload loadbalance log rewrite name exact prefix suffix substring regex answer stop continue hosts template
  file auto acl k8s_external etcd azure view transfer import custom arpa in-addr.arpa ip6.arpa cluster.local
  dsr nat snat hybrid dedicated shared`.split(/\s+/),
)

/** Whether a word of a configuration is one of its language. Numbers are ports, times and sizes there. */
export function isConfigWord(word: string): boolean {
  return WORDS.has(word) || /^\d+(ms|[smh])?$/.test(word)
}

/** A key of YAML or JSON, or a flag of a program: what stands before the value. */
const KEYS = /(^|[\s{,"'])(--[a-z0-9-]+(?=[=\s"']|$)|[A-Za-z][A-Za-z0-9]*(?="?\s*:(?:\s|$)))/gm

/** Replaces the values in a configuration, and lets keys, flags and words of its language stand. */
export function redactConfig(text: string, redactValue: (value: string) => string): string {
  let redacted = ''
  let from = 0
  for (const match of text.matchAll(KEYS)) {
    const [, before = '', key = ''] = match
    const at = match.index + before.length
    redacted += redactValue(text.slice(from, at)) + key
    from = at + key.length
  }
  return redacted + redactValue(text.slice(from))
}
