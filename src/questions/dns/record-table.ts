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
      return [[{text: name, tone: 'name'}], answer ? [describeStatus(answer)] : [], [answer?.message ?? '']]
    }),
    indent: 2,
  }
}

/** Of several types the one that has records, or that cannot be told. */
function tellingAnswer(answers: readonly AnswerData[]): AnswerData | undefined {
  return answers.find(({status}) => status === 'NOERROR') ?? answers.find(({status}) => status === 'unknown') ?? answers[0]
}

function describeStatus({status, reason}: AnswerData): Span {
  if (status === 'NOERROR') return {text: '✓', tone: 'good'}
  if (status !== 'unknown') return status
  return {text: reason === 'forwarded' ? '? (other servers)' : '?', tone: 'unsure'}
}

/** Lines are 80 wide: there, who stands behind a record gives way to its name and value. */
const WIDTH = 80

/** Records as `dig` has them, with what stands behind each. An alias is in the answers of every type. */
export function recordTable(all: readonly DnsRecord[]): Table {
  const records = [...new Map(all.map((record) => [JSON.stringify(record), record])).values()]
  const short = records.map((record) => [record.name, record.type, textOf(dataOf(record)), ownerOf(record)])
  const widths = ['NAME', 'TYPE', 'VALUE', 'BEHIND IT'].map((head, column) =>
    short.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), head.length),
  )
  // Two blanks before each.
  const isWide = widths.reduce((sum, width) => sum + 2 + width, 0) > WIDTH
  return {
    columns: [
      {name: 'NAME'},
      {name: 'TTL', wide: true, align: 'right'},
      {name: 'TYPE'},
      {name: 'VALUE'},
      isWide ? {name: 'BEHIND IT', wide: true} : {name: 'BEHIND IT'},
    ],
    rows: records.map((record): Line[] => [
      [{text: record.name, tone: 'name'}],
      [String(record.ttl)],
      [record.type],
      dataOf(record, isWide ? ownerOf(record) : ''),
      [ownerOf(record)],
    ]),
    indent: 2,
  }
}

const NOT_STATED = '<not stated>'

function textOf(line: Line): string {
  return line.map((span) => (typeof span === 'string' ? span : span.text)).join('')
}

/** What the input does not state goes by its owner, where that has no column of its own. */
function dataOf(record: DnsRecord, owner = ''): Line {
  const unstated: Span = {text: owner === '' ? NOT_STATED : `<address of ${owner}>`, tone: 'dim'}
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return [record.address === null ? unstated : {text: record.address, tone: 'name'}]
    case 'SRV':
      return [
        `${record.priority} ${record.weight ?? '?'} ${record.port} `,
        record.target === null ? unstated : {text: record.target, tone: 'name'},
      ]
    case 'CNAME':
    case 'PTR':
      return [{text: record.target, tone: 'name'}]
    case 'TXT':
      return [`"${record.text}"`]
  }
}

function ownerOf(record: DnsRecord): string {
  return 'object' in record && record.object ? nameWithReplicas(record.object, record.replicas) : ''
}
