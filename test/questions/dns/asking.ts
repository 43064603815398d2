import type {Cluster} from '../../../src/cluster/cluster.ts'
import {exitCodeOf} from '../../../src/exit-code.ts'
import {askDns, type DnsParameters} from '../../../src/questions/dns/dns.ts'
import type {DnsAnswerData} from '../../../src/questions/dns/dns-answer.ts'
import type {Line, LocatedFinding, Report} from '../../../src/report.ts'
import {UserError} from '../../../src/user-error.ts'
import {shop} from '../../network/dns/shop.ts'

type DnsReport = Report & {readonly data: DnsAnswerData}

export function ask(cluster: Cluster, words: string, parameters: Partial<DnsParameters> = {}): DnsReport {
  const nothing = {from: undefined, types: undefined, clusterDomain: undefined, namespace: undefined, selector: undefined}
  return askDns(cluster, {...nothing, ...parameters, words: words === '' ? [] : words.split(' ')}) as DnsReport
}

export const textOf = (line: Line | undefined): string => (line ?? []).map((span) => (typeof span === 'string' ? span : span.text)).join('')
export const headline = (report: Report) => textOf(report.headline)
export const rows = (report: Report, column: string): readonly string[] => {
  const table = report.tables.find(({columns}) => columns?.some(({name}) => name === column))
  const index = table?.columns?.findIndex(({name}) => name === column) ?? -1
  return table?.rows.map((row) => textOf(row[index])) ?? []
}
const located = (report: Report) => ({...report, findings: report.findings as unknown as LocatedFinding[]})
export const exit = (report: Report, strict = false) => exitCodeOf(located(report), {failOn: 'error', strict})
export const mistake = (words: string, parameters?: Partial<DnsParameters>, cluster = shop()) => {
  try {
    ask(cluster, words, parameters)
  } catch (error) {
    if (error instanceof UserError) return `${error.message} | ${error.hint}`
    throw error
  }
  return undefined
}
