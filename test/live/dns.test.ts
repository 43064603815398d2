import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type ClusterDns, createClusterDns} from '../../src/network/dns/cluster-dns.ts'
import type {DnsRecord} from '../../src/network/dns/record.ts'
import {type ControlPlane, startControlPlane} from './harness/control-plane.ts'
import {noteFigures} from './harness/figures.ts'
import {NAME_SERVER, startNameServer} from './harness/name-server.ts'
import {COREDNS_VERSION} from './harness/programs.ts'
import {liveProblem} from './harness/requirements.ts'
import type {DnsReply} from './harness/sandbox.ts'
import {impossibleNames} from './names/impossible.ts'
import {possibleNames} from './names/possible.ts'
import {clusterOf, observe} from './scenario/observation.ts'
import {predictEndpoints} from './scenario/prediction.ts'
import {CI_SIZE, FULL_SIZE, randomObjects} from './scenario/random.ts'
import {objectsTogether} from './scenario/scenario.ts'
import {chooseSeed} from './scenario/seed.ts'
import {compareSettled} from './scenario/settlement.ts'
import {WRITTEN} from './scenario/written/index.ts'

const TYPES = ['A', 'AAAA', 'SRV', 'CNAME', 'PTR', 'TXT'] as const
const IMPOSSIBLE = 200
const SIZE = process.env['SVCSCOPE_FULL'] ? FULL_SIZE : CI_SIZE
const SEED = chooseSeed(1)

interface Question {
  readonly name: string
  readonly type: (typeof TYPES)[number]
}

/** An answer as both sides can write it. */
function predicted(dns: ClusterDns, {name, type}: Question): string {
  const answer = dns.answer(name, type)
  // Public addresses are other servers' business. This one has nobody to ask.
  if (answer.status === 'unknown')
    return answer.why.kind === 'forwarded' && name.endsWith('.arpa') ? 'NXDOMAIN' : `unknown: ${answer.why.kind}`
  if (answer.status !== 'NOERROR') return answer.status
  return lines(
    answer.records.map(({ttl}) => ttl),
    answer.records.map(toLine),
  )
}

function lines(ttls: readonly number[], records: readonly string[]): string {
  return [...new Set(ttls.map((ttl) => `ttl ${ttl}`)), ...records].toSorted().join('\n')
}

function toLine(record: DnsRecord): string {
  const start = `${record.name}. ${record.type}`
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return `${start} ${record.address}`
    case 'SRV':
      return `${start} ${record.priority} ${record.weight} ${record.port} ${record.target}.`
    case 'CNAME':
    case 'PTR':
      return `${start} ${record.target}.`
    case 'TXT':
      return `${start} ["${record.text}"]`
  }
}

function real({status, records, ttls}: DnsReply): string {
  if (status !== 'NOERROR') return status
  return records.length === 0 ? 'NODATA' : lines(ttls, records)
}

describe.skipIf(liveProblem())(`CoreDNS ${COREDNS_VERSION}`, () => {
  let plane: ControlPlane

  /** Everything that is asked, with both answers; only where they differ. */
  async function compare(dns: ClusterDns, questions: readonly Question[]) {
    const asked = questions.map(({name, type}) => ({name: `${name}.`, type}))
    const replies = await plane.sandbox.query(`${NAME_SERVER.address}:${NAME_SERVER.port}`, asked)
    const differences = questions.flatMap((question, index) => {
      const [ours, theirs] = [predicted(dns, question), real(replies[index] as DnsReply)]
      return ours === theirs ? [] : [{question: `${question.name} ${question.type}`, ours, theirs}]
    })
    return {differences, answered: replies.filter(({records}) => records.length > 0).length}
  }

  beforeAll(async () => {
    plane = await startControlPlane()
    await startNameServer(plane)
  })
  afterAll(() => plane?.close())

  test.each([
    {what: 'the written scenarios', objects: () => objectsTogether(WRITTEN)},
    {what: `random Services of seed ${SEED}`, objects: () => randomObjects(SEED, SIZE)},
  ])('answers for $what as predicted, every name and type that they could have and those that they could not', async ({what, objects}) => {
    const before = new Set((await plane.api.list('/api/v1/nodes')).map(({metadata}) => (metadata as {name: string}).name))
    await plane.api.apply(objects().filter(({kind, metadata}) => kind !== 'Node' || !before.has((metadata as {name: string}).name)))
    await compareSettled(plane.api, predictEndpoints)
    const {objects: there, declared} = await observe(plane.api)
    const possible = possibleNames(there)
    const impossible = impossibleNames(possible, SEED, IMPOSSIBLE)
    const questions = [...possible, ...impossible].flatMap((name) => TYPES.map((type): Question => ({name, type})))
    // Once from pods alone, once with the slices that the controllers wrote.
    for (const cluster of [declared, clusterOf(there)]) {
      const {differences, answered} = await compare(createClusterDns(cluster), questions)
      expect(differences.slice(0, 10), `${differences.length} of ${questions.length} differ; SEED=${SEED}`).toEqual([])
      expect(answered).toBeGreaterThan(possible.length / 3)
    }
    noteFigures(
      `DNS, ${what}: ${questions.length} answers of CoreDNS ${COREDNS_VERSION} for ${possible.length} possible and ${impossible.length} impossible names of ${declared.services.length} Services equal those predicted`,
    )
  })
})
