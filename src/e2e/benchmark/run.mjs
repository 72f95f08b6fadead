/** `npm run bench`: bundles the benchmarks and runs them. */
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { banner } from '../../cli/build/bundle.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = join(root, '.cache', 'bench')
mkdirSync(folder, { recursive: true })

/** @param {string} source @param {import('esbuild').BuildOptions} more */
async function bundle(source, more) {
  const outfile = join(folder, basename(source).replace(/ts$/u, 'js'))
  await build({
    absWorkingDir: root,
    bundle: true,
    entryPoints: [source],
    format: 'esm',
    logLevel: 'error',
    outfile,
    platform: 'node',
    target: 'node20.19',
    ...more,
  })
  return outfile
}

// As the program is: one file is read sooner than the many of a library.
await bundle('src/wire/testing/bare-loop.ts', { banner: { js: banner } })
const bench = await bundle('src/e2e/benchmark/bench.ts', { packages: 'external' })
await import(pathToFileURL(bench).href)
