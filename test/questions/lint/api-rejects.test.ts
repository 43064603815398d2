import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {clusterIPRangesOf} from '../../../src/network/cluster-ips.ts'
import {lint} from '../../../src/questions/lint/lint.ts'
import {type ApiProblem, fieldName} from '../../../src/questions/lint/service-validation/api-problem.ts'
import {serviceProblems} from '../../../src/questions/lint/service-validation/service-problems.ts'
import type {Row, Table} from '../../live/api-verdicts/table.ts'

/** What a real API server said about each of these Services; see the README beside the table. */
const {kubernetes, rows}: Table = JSON.parse(readFileSync(new URL('../../fixtures/api-server/services.json', import.meta.url), 'utf8'))

/** The ranges that that server had. */
const SERVICE_CIDR: WireObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: {name: 'kubernetes'},
  spec: {cidrs: ['10.0.0.0/16', 'fd00:10::/112']},
}

const clusterOf = (object: WireObject) =>
  buildCluster({objects: [SERVICE_CIDR, object].map((one) => ({object: one, origin: undefined})), leftOut: []}, undefined)
const verdictOf = (row: Row) => row.created ?? row
const titled = (some: readonly Row[]) => some.map((row) => [`${row.base}, ${row.mutation ?? 'unchanged'}`, row] as const)
const refused = rows.filter((row) => verdictOf(row).verdict === 'refused')

/** The request was at fault, or what the server held already: the manifest alone is sound, or cannot be told from one that is. */
const BY_THE_REQUEST = /does not match the namespace sent on the request|already exists/
/** What calls itself something else is no Service to be looked at. */
const isService = ({object}: Row) => /^services?$/i.test(String(object['kind']))

const isByRequest = ({message = ''}: {readonly message?: string}) => BY_THE_REQUEST.test(message)

describe(`what the API server (Kubernetes ${kubernetes}) accepts`, () => {
  const accepted = rows.filter((row) => verdictOf(row).verdict === 'accepted')

  test.each(titled(accepted))('is not refused: %s', (_, {object}) => {
    expect(problemsOf(object)).toEqual([])
    expect(found(object)).toEqual([])
  })
})

describe('what it refuses', () => {
  test.each(titled(refused.filter((row) => isService(row) && !isByRequest(verdictOf(row)))))('is refused: %s', (_, {object}) => {
    expect(found(object)).not.toEqual([])
  })

  test('is left out of the input where it is no Service', () => {
    const others = refused.filter((row) => !isService(row))
    expect(others.map(({object}) => clusterOf(object).leftOut.length)).toEqual(others.map(() => 1))
    expect(others.length).toBeLessThanOrEqual(1)
  })

  const invalid = refused.filter((row) => verdictOf(row).causes)
  test.each(titled(invalid))('is refused at the same fields, for the same reasons: %s', (_, row) => {
    // A name that the server has completed is told of once.
    const causes = (verdictOf(row).causes ?? []).filter(({message}) => !message.includes('?????'))
    const ours = problemsOf(row.object).map(sentence)
    for (const {field, message} of causes) expect(ours).toContain(normalized(field, message))
  })

  const undecodable = refused.filter((row) =>
    /^Service in version "v1" .*(cannot unmarshal|strict decoding|parsing time)/.test(verdictOf(row).message ?? ''),
  )
  test.each(titled(undecodable))('is refused at the field that cannot be decoded: %s', (_, row) => {
    const problems = problemsOf(row.object)
    expect(problems).toHaveLength(1)
    const [problem] = problems
    const message = verdictOf(row).message ?? ''
    const unknown = /unknown field "[^"]+"/.exec(message)?.[0]
    const field = / Go struct field \w+\.([\w.]+) of type/.exec(message)?.[1]
    if (unknown) expect(problem?.reason).toBe(unknown)
    else if (field) expect(fieldName(problem?.path ?? []).replace(/\[\d+\]/g, '')).toMatch(new RegExp(`^${field}(\\.\\w+)?$`))
    else expect(problem?.reason).toMatch(/where a time .* belongs/)
  })
})

function problemsOf(object: WireObject): readonly ApiProblem[] {
  return serviceProblems(object, clusterIPRangesOf(clusterOf(object)))
}

function found(object: WireObject) {
  const choice = {only: ['routing/api-rejects'], skip: []}
  const said = {cloud: undefined, classes: new Map(), nodes: undefined}
  return lint(clusterOf(object), {namespace: undefined, selector: undefined, choice, said, strict: true}).findings
}

function sentence({path, reason}: ApiProblem): string {
  return normalized(fieldName(path), reason)
}

/**
 * The server names the map where we name the entry, the list that it makes of clusterIP, and the whole port where two are the same; it adds examples
 * and expressions.
 */
function normalized(field: string, reason: string): string {
  const name = field
    .replace('spec.LoadBalancerSourceRanges', 'spec.loadBalancerSourceRanges')
    .replace(/^spec\.clusterIPs?(\[0\])?$/, 'spec.clusterIPs')
    .replace(/^(metadata\.(?:labels|annotations|finalizers)|spec\.selector)[.[].*$/, '$1')
  return `${name}: ${reason.replace(/,? \(e\.g\. .*$/s, '').replace(/^(Duplicate value: )(\{.*\}|\d+\/.*)$/, '$1')}`
}
