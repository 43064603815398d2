import {readFileSync} from 'node:fs'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {type TraceParameters, trace} from '../../../src/questions/trace/trace.ts'
import type {TraceData} from '../../../src/questions/trace/trace-data.ts'
import type {Report} from '../../../src/report.ts'
import {parseProxyConfiguration} from '../../../src/sources/proxy-configuration.ts'
import {clusterOf} from '../../manifest.ts'

export type TraceReport = Report & {readonly data: TraceData}

/** The cluster of examples/trace: node-a and node-b in zone-a, node-c in zone-b; a pod `client` on node-a at 10.244.0.31. */
export function exampleCluster(): Cluster {
  return clusterOf({'cluster.yaml': readFileSync(new URL('../../../examples/trace/cluster.yaml', import.meta.url), 'utf8')})
}

/** Nothing stated. */
export const PARAMETERS: TraceParameters = {
  words: [],
  from: undefined,
  node: undefined,
  mode: undefined,
  version: undefined,
  clusterCidr: undefined,
  document: undefined,
  parse: parseProxyConfiguration,
  family: undefined,
  rules: false,
  namespace: undefined,
  selector: undefined,
}

export function ask(cluster: Cluster, words: string, parameters: Partial<TraceParameters> = {}): TraceReport {
  return trace(cluster, {...PARAMETERS, words: words === '' ? [] : words.split(' '), ...parameters}) as TraceReport
}

export function stepOf({data}: TraceReport, step: string): string | undefined {
  return data.steps.find((one) => one.step === step)?.message
}

/** `10.244.0.11:8080 1/3 sees 10.244.0.31`, an endpoint a line. */
export function backendsOf({data}: TraceReport): readonly string[] {
  return data.backends.map(({address, target, port, probability, source}) => {
    const share = probability === null ? '?' : Math.round(probability * 1000) / 1000
    return `${address ?? target?.name}:${port} ${share} sees ${source.kind === 'client' ? (source.address ?? 'client') : (source.address ?? source.node ?? 'a node')}`
  })
}

/** `node-a: delivered`, a kind of node a line. */
export function nodesOf({data}: TraceReport): readonly string[] {
  return data.nodes.map(({nodes, verdict}) => `${nodes.join(' ')}: ${verdict}`)
}
