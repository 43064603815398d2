import {spawnSync} from 'node:child_process'

const TOOLS = ['unshare', 'ip', 'bridge', 'iptables', 'ip6tables', 'ipset', 'nft', 'conntrack'] as const

/** What this machine lacks for the live tests, in one line with what to do; undefined where nothing is missing. */
export function liveProblem(): string | undefined {
  if (process.platform !== 'linux') return 'live tests need Linux: they make network namespaces'
  if (process.getuid?.() !== 0) return 'live tests need root: they make network namespaces (run them with sudo)'
  const missing = TOOLS.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0)
  if (missing.length > 0)
    return `live tests need ${missing.join(', ')}: apt-get install iproute2 iptables ipset nftables conntrack (util-linux has unshare)`
  const [, minor] = /go1\.(\d+)/.exec(spawnSync('go', ['version'], {encoding: 'utf8'}).stdout ?? '') ?? []
  if (Number(minor ?? 0) < 26) return 'live tests need Go 1.26 or newer: they build a control plane'
  return undefined
}
