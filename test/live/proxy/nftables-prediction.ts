import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import {compareTables, type TableDifference} from '../../../src/network/proxy/nftables/difference.ts'
import {parseNftables} from '../../../src/network/proxy/nftables/dump.ts'
import {programTable, renderNftables} from '../../../src/network/proxy/nftables/program.ts'
import {serviceRangesOf} from '../../../src/network/proxy/nftables/service-ranges.ts'
import {buildProxyModel, type ProxyModel} from '../../../src/network/proxy/proxy-model.ts'
import {proxyConfiguration} from '../harness/proxy.ts'
import {clusterOf} from '../scenario/observation.ts'
import type {Run} from './run.ts'

/** What a kube-proxy in nftables mode should program, and how its dump differs. */
export interface NftablesPrediction {
  readonly model: ProxyModel
  readonly text: string
  readonly differencesFrom: (dump: string) => readonly TableDifference[]
}

export function predictNftables(objects: readonly WireObject[], {node, version, configuration: fields}: Run): NftablesPrediction {
  const cluster = clusterOf(objects)
  const configuration = readProxyConfiguration(fieldsOf(proxyConfiguration(node, 'nftables', fields)), {version})
  const model = buildProxyModel(cluster, node, configuration)
  const options = {serviceRanges: serviceRangesOf(cluster)}
  const tables = Object.values(model.families).map((family) => programTable(family, configuration, options))
  return {model, text: renderNftables(model, options), differencesFrom: (dump) => compareTables(tables, parseNftables(dump))}
}
