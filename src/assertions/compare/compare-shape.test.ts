import { expect, it } from 'vitest'
import { reply } from '../aws/testing/see.ts'
import { judge, verdict } from '../testing/judge.ts'
import { answered, observed } from '../testing/observation.ts'

it('is inconclusive where one of the two was refused: an error has other members', () => {
  const refused = observed({ status: 403, body: '{"message":"No."}' })
  const served = answered({ id: 'a' })
  const against = (other: typeof served) => ({ steps: new Map([['there', [other]]]) })
  expect(verdict('same-schema', { as: 'there' }, served, against(refused))).toBe('inconclusive')
  expect(verdict('same-schema', { as: 'there' }, refused, against(served))).toBe('inconclusive')
  expect(verdict('same-schema', { as: 'there' }, refused, against(refused))).toBe('pass')
})

it('is inconclusive where only one of the two has its text: the other was cut while it reasoned', () => {
  const answer = (content: readonly object[]) => {
    const usage = { inputTokens: 1, outputTokens: 60, totalTokens: 61 }
    const output = { message: { role: 'assistant', content } }
    return reply('converse', { output, stopReason: 'end_turn', usage, metrics: { latencyMs: 1 } })
  }
  const thought = { reasoningContent: { reasoningText: { text: 'They greet.' } } }
  const against = (other: typeof cut) => ({ steps: new Map([['there', [other]]]) })
  const cut = answer([thought])
  const whole = answer([thought, { text: 'Hi!' }])
  const { inconclusive } = judge('same-schema', { as: 'there' }, cut, against(whole))
  expect(inconclusive).toBe('One of the two answers has reasoning, the other reasoning and text.')
  const tagged = answer([{ text: '<reasoning>They greet.</reasoning>Hi!' }])
  expect(verdict('same-schema', { as: 'there' }, tagged, against(whole))).toBe('compare.shape')
})
