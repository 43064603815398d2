import {defineConfig} from 'vitest/config'
import {BaseSequencer, type TestSpecification} from 'vitest/node'

/** A mutant dies at the first test that fails: those of network/ itself are asked first, for they are quick. */
class UnitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

function rank({moduleId}: TestSpecification): number {
  return ['/test/network/', ''].findIndex((folder) => moduleId.includes(folder))
}

// The fast tests that know network/: no processes, no cluster, and none that asks the same of every line of a large dump.
export default defineConfig({
  test: {
    include: ['test/network/**/*.test.ts', 'test/questions/{dns,resolve,trace,proxy,whois}/**/*.test.ts'],
    // Neither those of policies and entries, into which no faults are put yet.
    exclude: [
      'test/network/{policy,entry}/**',
      'test/questions/proxy/{every-line,corruptions}.test.ts',
      'test/questions/trace/{policies,properties}.test.ts',
    ],
    // One worker for all files of a run: most of a mutant's time would go into starting others.
    isolate: false,
    setupFiles: ['test/mutation/setup.ts'],
    sequence: {sequencer: UnitsFirst},
  },
})
