import type {DnsAnswer} from '../../../src/network/dns/answer.ts'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import type {DnsRecord, RecordType} from '../../../src/network/dns/record.ts'
import {shop} from './shop.ts'

/** The shop's DNS server, which remembers what it was asked: each test begins with a new one. */
export const shopDns = () => createClusterDns(shop())

/** Names below the cluster's domain need not repeat it. */
const full = (name: string) => (name.endsWith('.') ? name.slice(0, -1) : `${name}.cluster.local`)

/** As dig prints it, without owner and ttl where the question says both; the status where there is no record, and the reason of a doubt. */
function describeAnswer(answer: DnsAnswer, name: string): string | readonly string[] {
  switch (answer.status) {
    case 'NOERROR':
      return answer.records.map((record) => `${record.name === name ? '' : `${record.name} `}${record.type} ${dataOf(record)}`)
    case 'unknown':
      return `unknown: ${answer.why.kind}`
    default:
      return answer.status
  }
}

function dataOf(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return `${record.address}`
    case 'SRV':
      return `${record.priority} ${record.weight} ${record.port} ${record.target}`
    case 'TXT':
      return record.text
    default:
      return record.target
  }
}

/** What a server says of a name below the cluster's domain, or of a whole one that ends with a dot. */
export const ask = (name: string, type: RecordType, server = shopDns()) => describeAnswer(server.answer(full(name), type), full(name))
