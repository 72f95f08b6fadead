/**
 * Runs the program from its TypeScript: `node src/cli/launch.mjs ENTRY …`, where ENTRY is the base name
 * of one of `entries`. The sources are bundled once for each state that they are in; loading
 * hundreds of files one by one would take longer than many a run.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const cache = join(root, '.cache')
const prefix = 'program-'

/** What can be started: as a command, on a thread, or as a process of its own. */
const entries = ['cli/bin', 'cli/npm-test', 'proof/reference-thread', 'proof/matrix/worker']

const [entry = ''] = process.argv.splice(2, 1)
const start = join(await program(), `${entry}.js`)
process.argv[1] = start // what starts itself once more needs no bundle made
await import(pathToFileURL(start).href)

/** Folder of the bundle of the sources as they are now. As deep below the root as `src/cli` is. */
async function program() {
  const folder = join(cache, prefix + stateOfSources())
  if (existsSync(folder)) return folder
  const { build, stop } = await import('esbuild').catch(notInstalled)
  // Made beside and moved, so that nobody starts half a program.
  const unfinished = `${folder}.${process.pid}`
  await build({
    absWorkingDir: root,
    bundle: true,
    entryPoints: entries.map((name) => ({
      in: `src/${name}.ts`,
      out: name.replace(/^.*\//u, ''),
    })),
    format: 'esm',
    logLevel: 'error',
    outdir: unfinished,
    packages: 'external',
    platform: 'node',
    splitting: true,
    target: 'node20.19',
  })
  await stop() // else its process stays as long as this one
  removeOld()
  try {
    renameSync(unfinished, folder)
  } catch {
    rmSync(unfinished, { recursive: true, force: true }) // somebody else was faster
  }
  return folder
}

/** @returns {never} */
function notInstalled() {
  process.stderr.write('The packages of this project are not installed: run npm ci first.\n')
  process.exit(2)
}

/** Changes with every file that the program is made of. */
function stateOfSources() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.m?[jt]s$/u.test(file) && !file.endsWith('.test.ts'))
    .toSorted()
    .map((file) => join('src', file))
  const hash = createHash('sha256')
  for (const file of [...sources, 'package-lock.json', 'tsconfig.json']) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** A program that runs may still load parts of what it was started from: only old ones go. */
function removeOld() {
  const day = 86_400_000 // milliseconds
  const names = existsSync(cache) ? readdirSync(cache) : []
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const folder = join(cache, name)
    if (Date.now() - statSync(folder).mtimeMs > day)
      rmSync(folder, { recursive: true, force: true })
  }
}
