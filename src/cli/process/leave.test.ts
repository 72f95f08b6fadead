import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'

const launch = join(packageRoot, 'src', 'cli', 'launch.mjs')

/** The program, with `redirections` of a shell. */
async function ended(redirections: string): Promise<{ code: number; stderr: string }> {
  const command = `"$0" "$1" bin rules ${redirections}`
  const ran = promisify(execFile)('sh', ['-c', command, process.execPath, launch])
  return ran.then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }) => ({ code, stderr }),
  )
}

it.runIf(existsSync('/dev/full'))(
  'an output that cannot be written is exit 74 and named',
  async () => {
    const { code, stderr } = await ended('>/dev/full')
    expect(code).toBe(74)
    expect(stderr).toMatch(/^The output could not be written: the disk is full\. [^\n]*\n$/)
    expect(await ended('2>/dev/full')).toMatchObject({ code: 0 })
  },
  60_000,
)
