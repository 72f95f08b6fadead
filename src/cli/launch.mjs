/**
 * Runs the program from its TypeScript: `node src/cli/launch.mjs ENTRY …`, where ENTRY is the base name
 * of an entry of `build/bundle.mjs`. The bundle is kept until a source file changes; loading hundreds of
 * files one by one would take longer than many runs.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { clearLoading, showLoading } from './process/loading.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const cache = join(root, '.cache')
const prefix = 'program-'

showLoading()
const [entry = ''] = process.argv.splice(2, 1)
const start = join(await program(), `${entry}.js`)
process.argv[1] = start // a program that starts itself again needs no new bundle
await import(pathToFileURL(start).href)

/** Folder of the bundle of the current sources. */
async function program() {
  const folder = join(cache, prefix + stateOfSources())
  if (existsSync(folder)) return folder
  const { bundle } = await import('./build/bundle.mjs').catch(notInstalled)
  // Written beside its final place and moved, so that no other process starts half a program.
  const unfinished = `${folder}.${process.pid}`
  await bundle(unfinished)
  removeOld()
  try {
    renameSync(unfinished, folder)
  } catch {
    rmSync(unfinished, { recursive: true, force: true }) // another process was faster
  }
  return folder
}

/** @returns {never} */
function notInstalled() {
  clearLoading()
  process.stderr.write('The packages of this project are not installed: run npm ci first.\n')
  process.exit(2)
}

/** A hash over every file of the program. */
function stateOfSources() {
  const sources = filesBelow('src')
    .filter((file) => /\.(?:m?[jt]s|tsx|css)$/u.test(file) && !file.endsWith('.test.ts'))
    .toSorted()
  const hash = createHash('sha256')
  for (const file of [...sources, 'package-lock.json', 'tsconfig.json']) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * Paths below the root. Node's own recursion takes ten times as long: it asks for the kind of each entry.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((found) => {
    const path = join(folder, found.name)
    return found.isDirectory() ? filesBelow(path) : [path]
  })
}

/** Removes bundles older than a day; a program that is running may still load parts of a newer one. */
function removeOld() {
  const day = 86_400_000 // milliseconds
  const names = existsSync(cache) ? readdirSync(cache) : []
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const folder = join(cache, name)
    if (Date.now() - statSync(folder).mtimeMs > day)
      rmSync(folder, { recursive: true, force: true })
  }
}
