import {type SpawnSyncReturns, spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const fixtures = 'test/fixtures/plan/'

/** The real program, as it was built. */
function run(...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [`${root}bin/run.js`, 'plan', 'subnet', ...args], {cwd: root, encoding: 'utf8'})
}

describe('plan subnet, as a program', () => {
  it.each([
    ['host bits', ['--nodes', '50', '--subnet', '10.1.0.1/22'], 'host bits set', 'did you mean 10.1.0.0/22?'],
    ['an IPv6 range', ['--nodes', '50', '--vnet', 'fd00::/64'], 'IPv6 range where IPv4 is needed', 'podCidr6'],
    ['max-pods 9', ['--nodes', '50', '--max-pods', '9'], 'from 10 to 250, not 9', '10 to 250'],
    ['max-pods 251', ['--nodes', '50', '--max-pods', '251'], 'from 10 to 250, not 251', '10 to 250'],
    ['a negative count', ['--nodes', '-1'], '--nodes: count must be', 'from 0'],
    ['a system pool without surge', ['--plan', `${fixtures}bad-shape/system-surge-0.yaml`], ':4:15: system pool', 'state 1 or more'],
    [
      'a typo in a key',
      ['--plan', `${fixtures}bad-shape/key-typo.yaml`],
      ':4:5: a pool has no key "maxPod" (did you mean maxPods?)',
      'maxPods',
    ],
    ['no plan at all', [], 'nothing says how many nodes', '--nodes'],
    ['a file that is not there', ['--plan', 'no-such.yaml'], 'no such file', '--nodes'],
    ['az output that is none', ['--az', `${fixtures}good/whole.yaml`], 'is no JSON', '-o json'],
    ['a directory of az output', ['--az', fixtures], 'it is a directory', '-o json'],
  ])('answers %s with one error, one hint, exit code 2 and nothing on standard output, in every format', (_, args, message, hint) => {
    for (const format of ['table', 'json']) {
      const {status, stdout, stderr} = run(...args, '-o', format)
      expect({status, stdout}).toEqual({status: 2, stdout: ''})
      const [error, tip, ...others] = stderr.trimEnd().split('\n')
      expect(error).toMatch(/^error: /)
      expect(error).toContain(message)
      expect(tip).toContain(hint)
      expect(others).toEqual([])
    }
  })

  it('exits with 0 where a mode fits and with 1 where the one that is asked for does not, and answers both times', () => {
    const small = ['--nodes', '50', '--max-pods', '30', '--subnet', '10.1.0.0/24']
    // 55 × 31 = 1,705 addresses; a /24 has 251.
    const [any, flat] = [run(...small), run(...small, '--mode', 'node-subnet')]
    expect([any.status, flat.status]).toEqual([0, 1])
    expect(any.stdout).toContain('recommended')
    expect(flat.stdout).toContain('1,705 of 251')
    expect([any.stderr, flat.stderr]).toEqual(['', ''])
  })
})
