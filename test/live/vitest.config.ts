import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

/** Tests against a real control plane. Each file starts its own, so files run one after the other: builds and rules want the whole machine. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/live/**/*.test.ts'],
    globalSetup: 'test/live/setup.ts',
    fileParallelism: false,
    testTimeout: 300_000,
    // The first one builds everything.
    hookTimeout: 1_800_000,
  },
})
