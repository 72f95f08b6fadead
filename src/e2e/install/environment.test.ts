import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { install } from './environment.ts'

/** A Python that makes the folder and writes what its pip is asked for into `asked`. */
function workshop(pip = 'echo "$@" >> "$ASKED"') {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-environment-'))
  const asked = join(folder, 'asked')
  const command = join(folder, 'python')
  const inner = `#!/bin/sh\nASKED=${asked}\n${pip}\n`
  writeFileSync(join(folder, 'inner'), inner, { mode: 0o755 })
  writeFileSync(command, `#!/bin/sh\nmkdir -p "$3/bin" && cp ${folder}/inner "$3/bin/python"\n`)
  chmodSync(command, 0o755)
  const requirements = join(folder, 'requirements.txt')
  writeFileSync(requirements, 'thing==1\n')
  const make = (version = '3.13.0') =>
    install(
      { name: 'thing-1', wanted: { requirements } },
      { command, version },
      join(folder, 'cache'),
    )
  const calls = (): number =>
    existsSync(asked) ? readFileSync(asked, 'utf8').trim().split('\n').length : 0
  return { folder, requirements, make, calls, asked }
}

describe('install', () => {
  it('installs exactly what is listed and says where the programs are', async () => {
    const { folder, requirements, make, asked } = workshop()
    expect(await make()).toEqual({ bin: join(folder, 'cache', 'thing-1', 'bin') })
    expect(readFileSync(asked, 'utf8')).toContain(`--no-deps -r ${requirements}`)
  })

  it('does it once', async () => {
    const { make, calls } = workshop()
    await make()
    await make()
    expect(calls()).toBe(1)
  })

  it('does it again for another list or another Python', async () => {
    const { make, calls, requirements } = workshop()
    await make()
    await make('3.12.1')
    writeFileSync(requirements, 'thing==2\n')
    await make('3.12.1')
    expect(calls()).toBe(3)
  })

  it('says in one line what pip says, and leaves nothing half-made', async () => {
    const { folder, make } = workshop(
      'echo "a warning\nERROR: No matching distribution" >&2; exit 1',
    )
    expect(await make()).toEqual({
      problem: 'thing-1 cannot be installed: ERROR: No matching distribution',
    })
    expect(existsSync(join(folder, 'cache', 'thing-1'))).toBe(false)
  })
})
