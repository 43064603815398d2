import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {readPlan} from '../../../src/questions/plan/plan-field.ts'
import {planSubnets} from '../../../src/questions/plan/subnet-plan.ts'
import {parsePlanFile, readPlanFile} from '../../../src/sources/plan-file.ts'
import {UserError} from '../../../src/user-error.ts'
import {documentOf} from '../../schema.ts'
import {RUNS} from './plans.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const fixtures = `${root}test/fixtures/plan/`
const ajv = new Ajv2020({allErrors: true, strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true})
const schemaOf = (name: string) => ajv.compile(JSON.parse(readFileSync(`${root}schemas/${name}`, 'utf8')))
const validatePlan = schemaOf('subnet-plan-file.json')
const validateReport = schemaOf('subnet-plan.json')
const files = (folder: string) => readdirSync(`${fixtures}${folder}`).map((name) => `${folder}/${name}`)
const open = (name: string) => parsePlanFile(name, readFileSync(`${fixtures}${name}`, 'utf8'))

function errorOf(read: () => unknown): UserError {
  try {
    read()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('a plan that cannot be right', () => {
  it.each([
    ['bad-shape/key-typo', '4:5', 'no key "maxPod" (did you mean maxPods?)'],
    ['bad-shape/top-key-typo', '1:1', 'no key "pool" (did you mean pools?)'],
    ['bad-shape/network-key-typo', '3:3', 'no key "serviceCIDR" (did you mean serviceCidr?)'],
    ['bad-shape/max-pods-9', '3:14', 'maxPods must be a whole number from 10 to 250, not 9'],
    ['bad-shape/max-pods-251', '3:14', 'maxPods must be a whole number from 10 to 250, not 251'],
    ['bad-shape/max-pods-text', '3:14', 'not "30"'],
    ['bad-shape/count-negative', '3:12', 'count must be a whole number from 0 to 1000000, not -1'],
    ['bad-shape/count-fraction', '2:12', 'not 2.5'],
    ['bad-shape/system-surge-0', '4:15', 'system pool pool1 cannot have maxSurge 0'],
    ['bad-shape/system-count-0', '3:12', 'cannot have 0 nodes'],
    ['bad-shape/surge-0-unavailable-0', '3:15', 'it could never upgrade'],
    ['bad-shape/surge-101-percent', '3:15', 'not "101%"'],
    ['bad-shape/surge-word', '3:15', 'not "lots"'],
    ['bad-shape/mode-typo', '1:8', 'did you mean overlay?'],
    ['bad-shape/os-unknown', '2:20', 'did you mean Linux?'],
    ['bad-shape/ipv6-for-ipv4', '3:12', 'podCidr fd00::/64 is an IPv6 range where IPv4 is needed'],
    ['bad-shape/ipv4-for-ipv6', '3:13', 'is an IPv4 range where IPv6 is needed'],
    ['bad-shape/range-without-prefix', '3:17', 'no prefix length'],
    ['bad-shape/ports-not-of-8', '2:40', '1001 is no multiple of 8'],
    ['bad-shape/gateway-126', '2:46', 'from 1 to 125, not 126'],
    ['bad-shape/private-link-9', '2:36', 'from 1 to 8, not 9'],
    ['bad-shape/growth-word', '2:9', 'growth "fast" is no rate'],
    ['bad-shape/growth-negative', '2:9', 'growth "-5%/month" is no rate'],
    ['bad-shape/feature-typo', '2:12', 'did you mean windows?'],
    ['bad-shape/pools-empty', '1:8', 'pools is empty'],
    ['bad-shape/pools-mapping', '1:8', 'pools must be a list, not a mapping'],
    ['bad-shape/flag-word', '1:26', 'spot must be true or false'],
    ['bad-shape/list', '1:1', 'the plan must be a mapping, not a list'],
    ['bad-shape/subnet-without-range', '2:21', 'a subnet needs a name and a range'],
    ['bad-shape/horizon-too-far', '2:10', 'from 0 to 120, not 121'],
    ['bad-meaning/host-bits', '4:7', 'addressSpace 10.1.0.5/22: it has host bits set'],
    ['bad-meaning/host-bits-6', '2:21', 'it has host bits set'],
    ['bad-meaning/prefix-33', '3:16', 'not an address and a prefix length'],
    ['bad-meaning/octet-300', '3:16', 'not an address and a prefix length'],
    ['bad-meaning/same-name-twice', '3:12', 'two pools are named a'],
    ['bad-meaning/same-subnet-twice', '5:14', 'two subnets are named a'],
    ['bad-meaning/same-cluster-twice', '2:23', 'two clusters are named a'],
    ['bad-meaning/min-above-max', '2:16', 'minCount 5 is more than maxCount 3'],
    ['bad-meaning/count-above-max', '2:13', 'count 5 is more than maxCount 3'],
    ['bad-meaning/dns-address', '2:25', 'is no IPv4 address'],
  ])('%s is an error at %s: %s', (name, place, message) => {
    const error = errorOf(() => readPlan(open(`${name}.yaml`)))
    expect(error.message).toContain(message)
    expect(error.message.startsWith(`${name}.yaml:${place}: `), error.message).toBe(true)
    expect(error.hint.length).toBeGreaterThan(3)
  })

  it('every bad fixture is in the table above', () => {
    const table = readFileSync(fileURLToPath(import.meta.url), 'utf8')
    for (const name of [...files('bad-shape'), ...files('bad-meaning')]) expect(table).toContain(`'${name.replace('.yaml', '')}'`)
  })

  it('host bits are answered with the range that was probably meant', () => {
    expect(errorOf(() => readPlan(open('bad-meaning/host-bits.yaml'))).hint).toBe('did you mean 10.1.0.0/22?')
  })

  it('text that is no YAML is an error with its line and column', () => {
    const error = errorOf(() => parsePlanFile('plan.yaml', 'pools:\n  - count: 3\n   maxPods: [\n'))
    expect(error.message).toMatch(/^plan\.yaml:[34]:\d+: /)
  })

  it('a key that stands twice is an error, since one of them would be lost', () => {
    expect(errorOf(() => parsePlanFile('plan.yaml', 'pools: []\npools: []\n')).message).toMatch(/^plan\.yaml:2:1: /)
  })

  it('aliases that explode are refused, and quickly', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ]
    const before = performance.now()
    expect(errorOf(() => parsePlanFile('plan.yaml', bomb.join('\n'))).message).toContain('plan.yaml')
    expect(performance.now() - before).toBeLessThan(2000)
  })

  it('a file that is not there, and one that is a directory, are one line and a hint', async () => {
    await expect(readPlanFile('/nowhere/plan.yaml')).rejects.toThrow('cannot read the plan /nowhere/plan.yaml: no such file')
    await expect(readPlanFile('/')).rejects.toThrow('cannot read the plan /: it is a directory')
  })
})

describe('anything at all', () => {
  const KEYS = [
    'pools',
    'network',
    'companions',
    'loadBalancers',
    'outbound',
    'clusters',
    'growth',
    'horizon',
    'modes',
    'requires',
    'name',
    'count',
    'maxSurge',
    'subnets',
    'peers',
  ]
  const {tree} = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant('10.0.0.0/16'), fc.constant('5%')),
    tree: fc.oneof(
      {maxDepth: 4},
      tie('leaf'),
      fc.array(tie('tree'), {maxLength: 4}),
      fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('tree'), {maxKeys: 5}),
    ),
  }))

  it('is read as a plan or refused with a place, and never crashes', () => {
    fc.assert(
      fc.property(tree, (value) => {
        try {
          readPlan({value, where: () => 'plan.yaml:1:1'})
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
          expect((error as UserError).message).toMatch(/^plan\.yaml:1:1: /)
        }
      }),
      {numRuns: RUNS, seed: 30},
    )
  })
})

describe('the JSON Schema of plan files', () => {
  it.each([...files('good')])('%s is accepted by the schema and by the reader', (name) => {
    const stated = open(name)
    expect(validatePlan(stated.value), ajv.errorsText(validatePlan.errors)).toBe(true)
    expect(readPlan(stated).pools.length).toBeGreaterThan(0)
  })

  it.each([...files('bad-shape')])('%s is refused by the schema and by the reader', (name) => {
    const stated = open(name)
    expect(validatePlan(stated.value)).toBe(false)
    expect(() => readPlan(stated)).toThrow(UserError)
  })

  it.each([...files('bad-meaning')])('%s is what no schema can say, and only the reader refuses it', (name) => {
    const stated = open(name)
    expect(validatePlan(stated.value), ajv.errorsText(validatePlan.errors)).toBe(true)
    expect(() => readPlan(stated)).toThrow(UserError)
  })

  it('the shipped example is accepted by both, and its report by the schema of reports', () => {
    const stated = parsePlanFile('plan.yaml', readFileSync(`${root}examples/plan/plan.yaml`, 'utf8'))
    expect(validatePlan(stated.value), ajv.errorsText(validatePlan.errors)).toBe(true)
    expect(readPlan(stated).pools).toHaveLength(3)
  })
})

describe('the JSON Schema of reports', () => {
  it.each([...files('good').map((name) => `test/fixtures/plan/${name}`), 'examples/plan/plan.yaml'])(
    'the answer to %s is as the schema says',
    async (name) => {
      const stated = parsePlanFile(name, readFileSync(`${root}${name}`, 'utf8'))
      const document = await documentOf(planSubnets(readPlan(stated), {explain: true}))
      expect(validateReport(document), ajv.errorsText(validateReport.errors)).toBe(true)
    },
  )
})
