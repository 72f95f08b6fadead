/** Suites of one's own, which the program keeps parsed between runs. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { packageRoot } from '../../model/package.ts'

function program(folder: string, ...args: readonly string[]): string {
  const file = join(packageRoot, 'src', 'cli', 'launch.mjs')
  const { stdout, stderr } = spawnSync(process.execPath, [file, 'bin', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return stdout + stderr
}

it('a file of one’s own is read again when it has changed, also back to what it was', () => {
  const folder = temporaryFolder()
  program(folder, 'init', '.')
  const file = join(folder, 'cases', 'service.yaml')
  const before = readFileSync(file, 'utf8')
  const list = (): string => program(folder, 'list', '--case=my-*')
  expect(list()).toContain('my-service.remembers')
  expect(list()).toContain('my-service.remembers')
  writeFileSync(file, before.replace('id: remembers', 'id: recalls'))
  expect(list()).toContain('my-service.recalls')
  writeFileSync(file, before.replace('id: remembers', 'idd: remembers'))
  expect(list()).toMatch(/cases\/service\.yaml:\d+:\d+: unknown key "idd"/)
  writeFileSync(file, before)
  expect(list()).toContain('my-service.remembers')
})
