import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {FEATURES} from '../../src/azure/features.ts'
import {LIMITS} from '../../src/azure/limits.ts'
import {MODES} from '../../src/azure/mode.ts'
import {RULES} from '../../src/azure/modes.ts'

const source = fileURLToPath(new URL('../../src/', import.meta.url))
const code = readdirSync(source, {recursive: true, encoding: 'utf8'})
  .filter((name) => /^(azure|questions\/plan)\//.test(name) && name.endsWith('.ts') && !name.startsWith('azure/limits'))
  .map((name) => ({name, text: readFileSync(`${source}${name}`, 'utf8')}))

describe('the table of limits', () => {
  it.each(Object.entries(LIMITS))('%s has a value, a source and a date', (_, limit) => {
    expect(Number.isInteger(limit.value)).toBe(true)
    expect(limit.source.length).toBeGreaterThan(8)
    expect(limit.date).toMatch(/\d{4}/)
    expect(limit.of.length).toBeGreaterThan(8)
  })

  it.each(Object.keys(LIMITS))('%s is held against something', (id) => {
    expect(code.some(({text}) => text.includes(`'${id}'`))).toBe(true)
  })

  it('is the only place where the large ones stand', () => {
    const strays = code.flatMap(({name, text}) =>
      /\b(65_?536|128_?000|64_?000|10_?000|1_?500|3_?000|5_?000)\b/.exec(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')) ? [name] : [],
    )
    expect(strays).toEqual([])
  })

  it('holds what the documents say', () => {
    const stated = {
      'reserved-per-subnet': 5,
      'addresses-per-vnet': 65_536,
      'addresses-per-peered-group': 128_000,
      'routes-per-table': 400,
      'nodes-per-cluster': 5000,
      'nodes-per-pool': 1000,
      'pools-per-cluster': 100,
      'pods-per-overlay-cluster': 200_000,
      'load-balancer-rules-per-nic': 300,
      'load-balancer-rules': 1500,
      'load-balancer-frontends': 600,
      'load-balancer-backends': 5000,
      'load-balancer-backend-configurations': 10_000,
      'snat-ports-per-address': 64_000,
      'application-gateway-instances': 125,
    } as const
    for (const [id, value] of Object.entries(stated)) expect(LIMITS[id as keyof typeof stated].value).toBe(value)
  })
})

describe('the table of features', () => {
  it.each(MODES)('%s has a formula with a source, and a word on every feature', (mode) => {
    expect(RULES[mode].source).toContain('MicrosoftDocs')
    for (const {modes} of Object.values(FEATURES)) expect(['yes', 'no', 'unknown']).toContain(modes[mode])
  })

  // The documents' comparison, by hand: what each mode surely lacks.
  it.each([
    ['overlay', ['virtual-nodes', 'pods-reachable']],
    ['node-subnet', []],
    ['pod-subnet-dynamic', ['node-auto-provisioning', 'static-egress', 'migration-to-overlay']],
    ['pod-subnet-static', ['node-auto-provisioning', 'static-egress', 'private-link-service', 'migration-to-overlay']],
    ['byo', []],
  ] as const)('%s excludes %j', (mode, lacking) => {
    expect(
      Object.entries(FEATURES)
        .filter(([, {modes}]) => modes[mode] === 'no')
        .map(([id]) => id),
    ).toEqual([...lacking])
  })

  it('kubenet excludes most', () => {
    const lacking = Object.entries(FEATURES)
      .filter(([, {modes}]) => modes.kubenet === 'no')
      .map(([id]) => id)
    expect(lacking).toEqual(
      expect.arrayContaining([
        'windows',
        'cilium',
        'virtual-nodes',
        'application-gateway-for-containers',
        'node-auto-provisioning',
        'shared-subnet',
      ]),
    )
  })
})
