/**
 * Bundles the program into a folder two levels below the root of the package, as
 * `src/model/package.ts` expects: `.cache/program-…` for a checkout, `dist/program` for the package.
 */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'
import { assets } from './assets.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What can be started: as a command, on a thread, or as a process of its own. */
const entries = ['cli/bin', 'cli/npm-test', 'proof/reference-thread', 'proof/matrix/worker']

/**
 * Writes one file for each entry, named after it, and the chunks that they share.
 *
 * @param {string} outdir relative to the root, or absolute
 */
export async function bundle(outdir) {
  await build({
    absWorkingDir: root,
    bundle: true,
    entryPoints: entries.map((name) => ({
      in: `src/${name}.ts`,
      out: name.replace(/^.*\//u, ''),
    })),
    format: 'esm',
    logLevel: 'error',
    outdir,
    packages: 'external',
    platform: 'node',
    plugins: [assets],
    splitting: true,
    target: 'node20.19',
  })
  await stop() // its process would live as long as this one
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(`${root}dist`, { recursive: true, force: true }) // chunks of an earlier build
  await bundle('dist/program')
}
