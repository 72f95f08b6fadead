import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { clearLoading, showLoading } from './loading.mjs'

const { isTTY } = process.stderr

afterEach(() => {
  vi.restoreAllMocks()
  process.stderr.isTTY = isTTY
})

function writtenBy(call: () => void, onTerminal: boolean): string {
  process.stderr.isTTY = onTerminal
  let written = ''
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text)
    return true
  })
  call()
  write.mockRestore()
  return written
}

it('a terminal shows that the program is loading, and then nothing of it', () => {
  expect(writtenBy(showLoading, true)).toMatch(/loading the program …$/)
  expect(writtenBy(clearLoading, true)).toBe('\r\u001b[2K')
})

it('a file or a pipe gets nothing of it', () => {
  expect(writtenBy(showLoading, false)).toBe('')
  expect(writtenBy(clearLoading, false)).toBe('')
})

it('it is shown before anything that takes time: no import but of Node’s own modules, no statement', () => {
  const importsOf = (file: string): string[] =>
    [...source(file).matchAll(/^import .* from '(.*)'$/gm)].map(([, name = '']) => name)
  expect(importsOf('loading.mjs')).toEqual([])
  for (const name of importsOf('../launch.mjs')) expect(name).toMatch(/^node:|\/loading\.mjs$/)
  expect(source('../launch.mjs').indexOf('showLoading()')).toBeLessThan(
    source('../launch.mjs').indexOf('await program()'),
  )
  expect(importsOf('start.ts')).toEqual(['./loading.mjs'])
})

function source(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}
