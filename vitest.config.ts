import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/live/**', 'node_modules/**'],
    // @oclif/test reads what a command prints
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    // A busy machine is late, and no fault for that.
    expect: {poll: {timeout: 10_000}},
  },
})
