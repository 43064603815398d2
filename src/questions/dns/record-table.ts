import type {DnsRecord} from '../../network/dns/record.ts'
import type {Line, Span, Table} from '../../report.ts'
import {nameWithReplicas} from '../naming.ts'
import type {AnswerData, NameData} from './dns-answer.ts'

/** The names that were asked one after the other, each with what came of it. */
export function triesTable(names: readonly NameData[], asker: string): Table {
  const tried = names.filter((name) => name.tried)
  return {
    title: [{text: `  asked by ${asker}`, tone: 'dim'}],
    columns: [{name: 'TRIED'}, {name: 'ANSWER'}, {name: 'WHY', wide: true}],
    rows: tried.map(({name, answers}) => {
      const answer = tellingAnswer(answers)
      return [[name], answer ? [describeStatus(answer)] : [], [answer?.message ?? '']]
    }),
    indent: 2,
  }
}

/** Of several types the one that has records, or that cannot be told. */
export function tellingAnswer(answers: readonly AnswerData[]): AnswerData | undefined {
  return answers.find(({status}) => status === 'NOERROR') ?? answers.find(({status}) => status === 'unknown') ?? answers[0]
}

function describeStatus({status, reason}: AnswerData): Span {
  if (status === 'NOERROR') return {text: '✓', tone: 'good'}
  if (status !== 'unknown') return status
  return {text: reason === 'forwarded' ? '? (asked of other servers)' : '?', tone: 'unsure'}
}

/** Records as `dig` has them, with what stands behind each. An alias is in the answers of every type. */
export function recordTable(all: readonly DnsRecord[]): Table {
  const records = [...new Map(all.map((record) => [JSON.stringify(record), record])).values()]
  return {
    columns: [{name: 'NAME'}, {name: 'TTL', wide: true, align: 'right'}, {name: 'TYPE'}, {name: 'VALUE'}, {name: 'BEHIND IT'}],
    rows: records.map((record): Line[] => [[record.name], [String(record.ttl)], [record.type], dataOf(record), [ownerOf(record)]]),
    indent: 2,
  }
}

const NOT_STATED: Span = {text: '<not stated>', tone: 'dim'}

function dataOf(record: DnsRecord): Line {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return [record.address === null ? NOT_STATED : {text: record.address, tone: 'name'}]
    case 'SRV':
      return [`${record.priority} ${record.weight ?? '?'} ${record.port} `, record.target ?? NOT_STATED]
    case 'CNAME':
    case 'PTR':
      return [record.target]
    case 'TXT':
      return [`"${record.text}"`]
  }
}

function ownerOf(record: DnsRecord): string {
  return 'object' in record && record.object ? nameWithReplicas(record.object, record.replicas) : ''
}
