import {describe, expect, test} from 'vitest'
import {frontOfBalancer} from '../../../src/network/entry/balancer-front.ts'
import type {EntryFacts} from '../../../src/network/entry/entry-facts.ts'
import {clusterOf} from '../../manifest.ts'
import {BALANCER_CASES, type BalancerCase} from './balancer-cases.ts'

function frontOf({annotations = {}, spec = {}, assigned = [], live = false, cloud, controller, facts = {}}: BalancerCase) {
  const ingress = assigned.map((text) => (/[g-z]/i.test(text) ? {hostname: text} : {ip: text}))
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', annotations, ...(live || assigned.length > 0 ? {uid: 'a-uid'} : {})},
    spec: {type: 'LoadBalancer', selector: {app: 'web'}, ports: [{port: 80}], ...spec},
    status: {loadBalancer: {ingress}},
  }
  const [service] = clusterOf(JSON.stringify(object)).services
  if (!service) throw new Error('the case has no Service')
  const all: EntryFacts = {
    cloud: cloud && {name: cloud, evidence: 'as was said', ...(controller && {controller})},
    classes: new Map(),
    nodes: undefined,
    ...facts,
  }
  return frontOfBalancer(service, all)
}

describe('who can come to a load balancer', () => {
  test.each(BALANCER_CASES.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const front = frontOf(one)
    expect(front.reach, one.why).toBe(one.reach)
    if (one.sources) expect(front.sources).toEqual(one.sources)
    if (one.placement !== undefined) expect(front.placement ?? 'unknown', one.why).toBe(one.placement)
    if (one.asks) expect(front.question).toContain(one.asks)
    if (one.says) expect(front.evidence.join('; ')).toContain(one.says)
  })

  test('there are at least 70 cases, and no two of a name', () => {
    expect(BALANCER_CASES.length).toBeGreaterThan(70)
    expect(new Set(BALANCER_CASES.map(({name}) => name)).size).toBe(BALANCER_CASES.length)
  })

  test('an answer that is not known asks a question, and every answer has evidence', () => {
    const fronts = BALANCER_CASES.map((one) => ({name: one.name, front: frontOf(one)}))
    expect(fronts.filter(({front}) => front.reach === 'unknown' && !front.question)).toEqual([])
    expect(fronts.filter(({front}) => front.evidence.length === 0)).toEqual([])
  })
})
