import {fieldsOf, itemsOf, textOf} from '../../../src/cluster/fields.ts'
import type {Api} from '../harness/api.ts'
import {CASES, type Case} from './cases.ts'

/** What the API server says of a NetworkPolicy. */
export interface Row extends Case {
  readonly accepted: boolean
  /** The fields that it names, each once, in their order: none where it accepts the policy, or cannot even decode it. */
  readonly fields: readonly string[]
  /** The policyTypes of an accepted one, as the server filled them in. */
  readonly policyTypes?: readonly string[]
}

export interface Table {
  /** The server that gave these verdicts. */
  readonly kubernetes: string
  readonly rows: readonly Row[]
}

const POLICIES = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies?dryRun=All'

export async function recordTable(api: Api): Promise<Table> {
  const {gitVersion} = await api.get('/version')
  const rows: Row[] = []
  for (const one of CASES) {
    const {status, body} = await api.request('POST', POLICIES, one.object)
    // What fails for another reason is no verdict.
    if (![201, 400, 422].includes(status)) throw new Error(`${status}: ${JSON.stringify(body)} for ${one.name}`)
    const fields = itemsOf(body.details?.causes).flatMap((cause) => textOf(fieldsOf(cause)['field']) ?? [])
    const accepted = status === 201
    rows.push({...one, accepted, fields: [...new Set(fields)].toSorted(), ...(accepted && {policyTypes: body.spec.policyTypes})})
  }
  return {kubernetes: gitVersion, rows}
}

/** One row a line, so that a new server's other opinion is one line of a diff. */
export function formatTable({kubernetes, rows}: Table): string {
  return `{"kubernetes": ${JSON.stringify(kubernetes)},\n"rows": [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]}\n`
}
