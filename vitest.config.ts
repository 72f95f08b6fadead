import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { viteAssets } from './src/cli/build/assets.mjs'

/**
 * Tests that run the program or judge whole captures dozens of times, load GitHub's own tools, read
 * texts and lists of extreme length, or measure at length: `npm run test:long`.
 */
const long = 'src/**/*.long.test.ts'

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
          exclude: [long, field],
          globalSetup: temporaryFolders,
        },
      },
      { extends: true, test: { name: 'long', include: [long], globalSetup: temporaryFolders } },
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
