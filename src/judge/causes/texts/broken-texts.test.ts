import { expect, it } from 'vitest'
import type { ApiName, Verdict } from '../../../model/names.ts'
import type { CellResult } from '../../../model/report.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

/** A cell with one check about the text of its answer. */
function answered(id: string, api: ApiName, verdict: Verdict, code = 'text.missing'): CellResult {
  const check = judgedCheck('says', verdict, code, { kind: 'behaviour', rule: `rule.of-${id}` })
  return judgedCell([check], { case: `a.${id}`, api })
}

const both = (id: string, code?: string): CellResult[] => [
  answered(id, 'openai-chat-stream', 'fail', code),
  answered(id, 'openai-chat', 'pass'),
]

function messagesOf(cells: readonly CellResult[]): string[] {
  return causesOf(cells, { target: 't' }).causes.map(({ message }) => message)
}

it('texts that are wrong in streams alone have one cause, whatever was asked', () => {
  const cells = [
    ...both('one'),
    ...both('two', 'text.not-json'),
    answered('only-streamed', 'openai-chat-stream', 'warn'),
  ]
  const { causes } = causesOf(cells, { target: 't' })
  expect(causes).toHaveLength(1)
  expect(causes[0]).toMatchObject({ verdict: 'fail', checks: 3 })
  expect(causes[0]?.message).toContain(
    'so the server treats the request or the text in another way where it streams',
  )
  expect(causes[0]?.remedy).toMatch(/^Send each part of the text in one delta, once/)
})

it('texts that are wrong wherever they were asked for are as many causes as there are rules', () => {
  const cells = ['one', 'two'].flatMap((id) => [
    answered(id, 'openai-chat-stream', 'fail'),
    answered(id, 'openai-chat', 'fail'),
  ])
  const messages = messagesOf(cells)
  expect(messages).toHaveLength(2)
  expect(messages.join()).not.toContain('deltas')
})

it('texts that only streams were asked for are not taken for broken by streams', () => {
  const cells = ['one', 'two'].map((id) => answered(id, 'openai-chat-stream', 'fail'))
  expect(messagesOf(cells)).toHaveLength(2)
})

it('texts that are wrong in whole answers alone do not speak of deltas', () => {
  const cells = ['one', 'two'].flatMap((id) => [
    answered(id, 'openai-chat', 'fail'),
    answered(id, 'openai-chat-stream', 'pass'),
  ])
  const messages = messagesOf(cells)
  expect(messages).toHaveLength(1)
  expect(messages[0]).not.toContain('deltas')
})

it('what is known stays apart from what is not', () => {
  const cells = [...both('one'), answered('two', 'openai-chat-stream', 'known')]
  expect(causesOf(cells, { target: 't' }).causes.map(({ verdict }) => verdict)).toEqual([
    'fail',
    'known',
  ])
})
