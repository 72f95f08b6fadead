import { expect, it } from 'vitest'
import { unreadableAs } from './encoding.ts'

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

it.each([
  [undefined, 'empty'],
  [Buffer.alloc(0), 'empty'],
  [utf16('\uFEFF{}'), 'utf-16'],
  [utf16('\uFEFF{}').swap16(), 'utf-16'],
  [utf16('{}'), 'utf-16'],
  [utf16('{}').swap16(), 'utf-16'],
  [Buffer.from('{}'), undefined],
  [Buffer.from('\uFEFF{}'), undefined],
  [Buffer.from('1'), undefined],
  [Buffer.alloc(100), undefined],
])('%o is unreadable as %s', (bytes, why) => {
  expect(unreadableAs(bytes)).toBe(why)
})
