import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { viteAssets } from './src/cli/build/assets.mjs'

/**
 * Tests that run the program or judge whole captures dozens of times, load GitHub's own tools, or
 * measure at length: `npm run test:long`.
 */
const long = [
  'src/e2e/browser/report-page.test.ts',
  'src/e2e/causes/first-screen.test.ts',
  'src/e2e/editor/editor.test.ts',
  'src/e2e/causes/mutants.test.ts',
  'src/e2e/causes/pairs.test.ts',
  'src/e2e/documents/documents.test.ts',
  'src/e2e/github/steps.test.ts',
  'src/e2e/github/templates.test.ts',
  'src/e2e/package/container.test.ts',
  'src/e2e/package/package.test.ts',
  'src/e2e/program/exit-codes.test.ts',
  'src/e2e/program/hostile.test.ts',
  'src/e2e/program/kills.test.ts',
  'src/e2e/program/limits.test.ts',
  'src/e2e/github/nights.test.ts',
  'src/e2e/program/bridge.test.ts',
  'src/e2e/github/workflows.test.ts',
  'src/e2e/program/node-versions.test.ts',
  'src/e2e/program/own-suites.test.ts',
  'src/e2e/program/regions.test.ts',
  'src/engine/blame/against.test.ts',
  'src/engine/planted-keys.test.ts',
  'src/engine/recordings/judge-foreign.test.ts',
  'src/engine/recordings/judge-parity.test.ts',
  'src/report/html/page-size.test.ts',
  'src/suite/power/held-out.test.ts',
]

/**
 * Tests against recordings and reference data that are not part of the repository:
 * `npm run test:field`, which fails where `../shared` is missing.
 */
const field = 'src/**/*.field.test.ts'

const temporaryFolders = 'src/cli/testing/temporary-folders.ts'

export default defineConfig({
  plugins: [viteAssets],
  test: {
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Loading the program anew for each file costs more than running the tests; no test leaves
    // anything behind in a module.
    isolate: false,
    // What Vite makes of a file is kept by the hash of its content: a sixth of the time of the self-tests.
    experimental: { fsModuleCache: true, fsModuleCachePath: '.cache/modules' },
    // Vitest forces colours where its own output has them, and what tests start would print them, too.
    env: { FORCE_COLOR: '0' },
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'self-tests',
          // Quicker to start and to talk to than processes; no test needs one of its own.
          pool: 'threads',
          // Some wait: for a server that stalls, or for a wait between two requests.
          maxWorkers: Math.ceil(availableParallelism() * 1.5),
          include: ['src/**/*.test.ts'],
          exclude: [...long, field],
          globalSetup: temporaryFolders,
        },
      },
      { extends: true, test: { name: 'long', include: long, globalSetup: temporaryFolders } },
      {
        extends: true,
        test: {
          name: 'field',
          include: [field],
          globalSetup: ['src/e2e/field-material.ts', temporaryFolders],
        },
      },
      { extends: true, test: { name: 'conformance', include: ['suites/**/*.test.ts'] } },
    ],
  },
})
