/** `npm run bench`: bundles the benchmarks and runs them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const outfile = join(root, '.cache', 'bench', 'bench.js')
mkdirSync(join(root, '.cache', 'bench'), { recursive: true })
await build({
  absWorkingDir: root,
  bundle: true,
  entryPoints: ['src/e2e/benchmark/bench.ts'],
  format: 'esm',
  logLevel: 'error',
  outfile,
  packages: 'external',
  platform: 'node',
  target: 'node20.19',
})
await import(pathToFileURL(outfile).href)
