import { expect, it } from 'vitest'
import { codes, reply } from '../testing/see.ts'

const call = { toolUse: { toolUseId: 'a', name: 'f', input: {} } }
const seen = (...content: readonly object[]) =>
  codes('no-blank-text', reply('converse', { output: { message: { content } } }))

it('finds a blank text beside a tool call, which cannot be sent back', () => {
  expect(seen({ text: '' }, call)).toEqual(['text-blank'])
  expect(seen(call, { text: ' \n' })).toEqual(['text-blank'])
})

it('takes a text beside a call, and an empty answer', () => {
  expect(seen({ text: 'I look it up.' }, call)).toEqual([])
  expect(seen(call)).toEqual([])
  expect(seen({ text: '' })).toEqual([])
})
