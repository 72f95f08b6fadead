import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    // Loading the program anew for each file costs more than running the tests; no test leaves
    // anything behind in a module.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'self-tests', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'conformance', include: ['suites/**/*.test.ts'] } },
    ],
  },
})
