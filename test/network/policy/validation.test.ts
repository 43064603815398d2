import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import type {Path, WireObject} from '../../../src/cluster/object.ts'
import type {Policy} from '../../../src/network/policy/policy.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {clusterOf} from '../../manifest.ts'

/** What a real API server says of NetworkPolicies; test/live/policy-validation.test.ts asks it and writes the file. */
interface Row {
  readonly name: string
  readonly object: WireObject
  readonly accepted: boolean
  readonly fields: readonly string[]
  readonly policyTypes?: readonly string[]
}

const KEPT = new URL('../../fixtures/api-server/network-policies.json', import.meta.url)
const {kubernetes, rows}: {kubernetes: string; rows: readonly Row[]} = JSON.parse(readFileSync(KEPT, 'utf8'))
const accepted = rows.filter((row) => row.accepted)
const refused = rows.filter((row) => !row.accepted)

function policyOf({object}: Row): Policy {
  const [policy] = policiesOf(clusterOf(JSON.stringify(object))).all
  if (!policy) throw new Error('the policy was not read')
  return policy
}

/** As the server writes it; of matchLabels it names only the map, we the entry. */
function fieldOf(path: Path): string {
  const labels = path.indexOf('matchLabels')
  const named = labels < 0 ? path : path.slice(0, labels + 1)
  return named
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1)
}

describe(`the API server (Kubernetes ${kubernetes})`, () => {
  test('gave verdicts of both kinds', () => {
    expect(Math.min(accepted.length, refused.length)).toBeGreaterThanOrEqual(30)
  })

  test.each(accepted)('accepts $name, and so do we', (row) => {
    expect(policyOf(row).problems).toEqual([])
  })

  test.each(accepted)('fills in the policyTypes of $name as we do', (row) => {
    const {ingress, egress} = policyOf(row)
    expect([...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])]).toEqual([...new Set(row.policyTypes)])
  })

  test.each(refused.filter(({fields}) => fields.length > 0))('refuses $name, and we at the same fields', (row) => {
    const fields = policyOf(row).problems.map(({path}) => fieldOf(path))
    expect([...new Set(fields)].toSorted()).toEqual(row.fields)
  })

  test.each(refused.filter(({fields}) => fields.length === 0))('cannot decode $name, and we say what is wrong', (row) => {
    expect(policyOf(row).problems).toHaveLength(1)
  })
})
