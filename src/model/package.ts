/** The installed package itself: where its files are and which version it is. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Folder that holds `suites/` and `fixtures/`. Sources and bundles lie two
 * folders below it (`src/model`, `.cache/program-…`, `dist/program`).
 */
export const packageRoot: string = fileURLToPath(new URL('../../', import.meta.url))

const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))

/** Version of the suite, as reports name it. */
export const version: string =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'

/** A package holds no sources: its commands are others than those of a clone. */
export const isClone: boolean = existsSync(join(packageRoot, 'src', 'cli', 'launch.mjs'))

/**
 * Folder for what is downloaded once: in a clone below it, else where the XDG Base Directory
 * Specification puts it.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (isClone) return join(packageRoot, '.cache')
  const { XDG_CACHE_HOME: given = '' } = env
  const base = isAbsolute(given) ? given : join(homedir(), '.cache')
  return join(base, 'bedrock-conformance')
}

/** Starts the program, for commands to copy; a command and its flags follow. */
export const programCommand: string = isClone ? 'npm run cli --' : 'npx bedrock-conformance'

/** Starts a run; its flags follow. */
export const runCommand: string = isClone ? 'npm test --' : `${programCommand} run`
