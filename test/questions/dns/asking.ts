import type {Cluster} from '../../../src/cluster/cluster.ts'
import {askDns, type DnsParameters} from '../../../src/questions/dns/dns.ts'
import type {DnsAnswerData} from '../../../src/questions/dns/dns-answer.ts'
import type {Report} from '../../../src/report.ts'
import {textOf} from '../answer.ts'

type DnsReport = Report & {readonly data: DnsAnswerData}

export function ask(cluster: Cluster, words: string, parameters: Partial<DnsParameters> = {}): DnsReport {
  const nothing = {from: undefined, types: undefined, clusterDomain: undefined, namespace: undefined, selector: undefined}
  return askDns(cluster, {...nothing, ...parameters, words: words === '' ? [] : words.split(' ')}) as DnsReport
}

export const rows = (report: Report, column: string): readonly string[] => {
  const table = report.tables.find(({columns}) => columns?.some(({name}) => name === column))
  const index = table?.columns?.findIndex(({name}) => name === column) ?? -1
  return table?.rows.map((row) => textOf(row[index])) ?? []
}
