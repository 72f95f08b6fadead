/** What tests write to the system's temporary folder is in one folder of their own, which goes with them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let folder = ''

/** For Vitest, before the threads and processes of the tests start: they inherit the variables. */
export function setup(): void {
  // A short name: a socket below it must not have more than 103 bytes.
  folder = mkdtempSync(join(tmpdir(), 'bc-'))
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
