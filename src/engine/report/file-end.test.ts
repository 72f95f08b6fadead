import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { isLineOpen, lastLines } from './file-end.ts'

it('the last lines of a file are read, whatever its size and wherever a block begins', async () => {
  const file = join(temporaryFolder(), 'lines')
  const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${'é'.repeat(700)}`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  expect(await lastLines(file, 2001)).toEqual([...lines.slice(-2000), ''])
  expect(await lastLines(file, 9999)).toEqual([...lines, ''])
  expect(await isLineOpen(file)).toBe(false)
  appendFileSync(file, 'cut')
  expect(await lastLines(file, 1)).toEqual(['cut'])
  expect(await isLineOpen(file)).toBe(true)
})

it('of a file without lines so much is read as of one with many', async () => {
  const file = join(temporaryFolder(), 'no-lines')
  writeFileSync(file, '')
  expect(await isLineOpen(file)).toBe(false)
  expect(await lastLines(file, 3)).toEqual([''])
  writeFileSync(file, Buffer.alloc(66 * 1024 * 1024, 'a'))
  const size = 64 * 1024 * 1024
  expect((await lastLines(file, 3)).map(({ length }) => length)).toEqual([size])
  appendFileSync(file, '\nwhole\n')
  expect(await lastLines(file, 3)).toEqual(['whole', ''])
})
