import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findPython } from './python.ts'

/** A program that answers as a Python of that version would. */
function pretender(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`)
  chmodSync(path, 0o755)
  return path
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'e2e-python-'))
}

describe('findPython', () => {
  it('takes the one that PYTHON names', async () => {
    const command = pretender(join(folder(), 'snake'), '3.12.4')
    expect(await findPython({ PYTHON: command })).toEqual({ command, version: '3.12.4' })
  })

  it.each(['3.11.9', '2.7.18', '4.0.0', 'nonsense'])('refuses %s', async (version) => {
    const command = pretender(join(folder(), 'snake'), version)
    expect(await findPython({ PYTHON: command })).toBeUndefined()
  })

  it('finds none where the named one does not start', async () => {
    expect(await findPython({ PYTHON: join(folder(), 'nowhere') })).toBeUndefined()
  })

  it("finds the newest of pyenv's versions where no usual name fits", async () => {
    const home = folder()
    for (const version of ['3.9.18', '3.12.1', '3.13.0']) {
      pretender(join(home, '.pyenv', 'versions', version, 'bin', 'python3'), version)
    }
    const found = await findPython({}, home)
    // A machine that has a fitting python3 of its own finds that first.
    expect(found?.version).toMatch(/^3\.(1[2-9]|[2-9]\d)/)
    if (found?.command.startsWith(home) === true) expect(found.version).toBe('3.13.0')
  })
})
