import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../cli/testing/program.ts'
import { writeWhole } from './files.ts'

it('a file that is written anew keeps its mode, and a link to it stays one', async () => {
  const file = join(temporaryFolder(), 'known.yaml')
  const link = join(temporaryFolder(), 'link.yaml')
  writeFileSync(file, 'old')
  chmodSync(file, 0o660)
  symlinkSync(file, link)
  await writeWhole(link, 'new')
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(statSync(file).mode % 0o1000).toBe(0o660)
})
