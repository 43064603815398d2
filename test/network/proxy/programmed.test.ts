import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import {compareRules} from '../../../src/network/proxy/iptables/difference.ts'
import {parseIptablesSave} from '../../../src/network/proxy/iptables/dump.ts'
import {renderIptables} from '../../../src/network/proxy/iptables/save-text.ts'
import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import {compareTables} from '../../../src/network/proxy/nftables/difference.ts'
import {parseNftables} from '../../../src/network/proxy/nftables/dump.ts'
import {renderNftables} from '../../../src/network/proxy/nftables/program.ts'
import {serviceRangesOf} from '../../../src/network/proxy/nftables/service-ranges.ts'
import {buildProxyModel, type ProxyModel} from '../../../src/network/proxy/proxy-model.ts'
import {clusterOf} from '../../manifest.ts'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

/** What the kube-proxy of node-b programs for examples/proxy/cluster.yaml. */
function modelOf(mode: string, version: KubeProxyVersion): ProxyModel {
  const configuration = readProxyConfiguration({mode, clusterCIDR: '10.244.0.0/16,fd00:244::/32'}, {version})
  return buildProxyModel(clusterOf(read('examples/proxy/cluster.yaml')), 'node-b', configuration)
}

/** The lines that there are: what stands in the order of kube-proxy's maps is compared without it. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').toSorted()
}

describe('what is rendered has every line that a real kube-proxy had programmed, and no other', () => {
  test('in iptables mode, but for kube-proxy’s canary and the remarks of iptables-save', () => {
    const dump = read('examples/proxy/node-b.iptables')
      .replace(/^#.*\n/gm, '')
      .replace(/^\*mangle\n.*?^COMMIT\n/gms, '')
      .replace(/^:KUBE-PROXY-CANARY .*\n/gm, '')
      .replace(/\[\d+:\d+\]/g, '[0:0]')
    const rendered = renderIptables(modelOf('iptables', '1.37'))
    expect(linesOf(rendered.replace(/^#.*\n/gm, ''))).toEqual(linesOf(dump))
    expect(compareRules(parseIptablesSave(rendered), parseIptablesSave(read('examples/proxy/node-b.iptables')))).toEqual([])
  })

  test.each<[KubeProxyVersion, string]>([
    ['1.37', 'examples/proxy/node-b.nft'],
    ['1.35', 'test/fixtures/proxy/node-b-1.35.nft'],
  ])('in nftables mode of %s', (version, path) => {
    const cidrs = {spec: {cidrs: ['10.0.0.0/16', 'fd00:10::/112']}}
    const ranges = {apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: {name: 'kubernetes'}, ...cidrs}
    const rendered = renderNftables(modelOf('nftables', version), {serviceRanges: serviceRangesOf(clusterOf(JSON.stringify(ranges)))})
    expect(linesOf(rendered)).toEqual(linesOf(read(path)))
    expect(compareTables(parseNftables(rendered), parseNftables(read(path)))).toEqual([])
  })
})
