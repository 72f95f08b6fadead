import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'self-tests', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'conformance', include: ['suites/**/*.test.ts'] } },
    ],
  },
})
