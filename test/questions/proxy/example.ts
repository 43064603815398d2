import {readFileSync} from 'node:fs'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {askProxyCheck, type CheckParameters} from '../../../src/questions/proxy/check.ts'
import type {ProxyCheckData} from '../../../src/questions/proxy/check-data.ts'
import {askProxyRules, type ProxyRulesData, type RulesParameters} from '../../../src/questions/proxy/rules.ts'
import type {Report} from '../../../src/report.ts'
import {parseProxyConfiguration} from '../../../src/sources/proxy-configuration.ts'
import {objectsOf} from '../../manifest.ts'

const read = (name: string) => readFileSync(new URL(`../../../examples/proxy/${name}`, import.meta.url), 'utf8')

/** What a real kube-proxy 1.37 programmed on node-b for examples/proxy/cluster.yaml, as iptables-save, ip6tables-save and nft printed it. */
export const IPTABLES = read('node-b.iptables')
export const NFT = read('node-b.nft')
/** The same of the real ipvs proxier: ipvsadm-save -n (of a stand-in for the kernel's table), ipset save, iptables-save and ip6tables-save. */
export const IPVS = readFileSync(new URL('../../fixtures/proxy/node-b.ipvs', import.meta.url), 'utf8')

const OBJECTS = objectsOf(read('cluster.yaml'), 'cluster.yaml')

type Edit = (object: WireObject) => WireObject | undefined

/** The example's cluster; an edit changes its objects, or takes them away. */
export function exampleCluster(edit: Edit = (object) => object): Cluster {
  const objects = OBJECTS.flatMap(({object, origin}) => {
    const edited = edit(object)
    return edited ? [{object: edited, origin}] : []
  })
  return buildCluster({objects, leftOut: []}, undefined)
}

export function without(kind: string, name?: string): Edit {
  return (object) => {
    const metadata = object['metadata'] as {readonly name: string}
    return object['kind'] === kind && (name === undefined || metadata.name === name) ? undefined : object
  }
}

const NOBODY_SAYS = {
  node: 'node-b',
  mode: undefined,
  clusterCidr: undefined,
  version: undefined,
  document: undefined,
  parse: parseProxyConfiguration,
  namespace: undefined,
  selector: undefined,
}

export function check(
  dumps: string | readonly string[],
  parameters: Partial<CheckParameters> = {},
  cluster = exampleCluster(),
): Report & {readonly data: ProxyCheckData} {
  const texts = typeof dumps === 'string' ? [dumps] : dumps
  const files = texts.map((text, index) => ({name: `dump-${index + 1}`, text}))
  return askProxyCheck(cluster, {...NOBODY_SAYS, dumps: files, ...parameters}) as Report & {readonly data: ProxyCheckData}
}

export function rules(parameters: Partial<RulesParameters> = {}, cluster = exampleCluster()): Report & {readonly data: ProxyRulesData} {
  return askProxyRules(cluster, {...NOBODY_SAYS, ...parameters}) as Report & {readonly data: ProxyRulesData}
}

/** The differences as lines: `missing shop/web:http: …`. */
export function differences(report: {readonly data: ProxyCheckData}): readonly string[] {
  return report.data.differences.map(({kind, service, message}) => {
    const name = service ? `${service.namespace}/${service.name}${service.port === null ? '' : `:${service.port}`}` : '<all>'
    return `${kind} ${name}: ${message}`
  })
}
