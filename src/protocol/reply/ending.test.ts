import { expect, it } from 'vitest'
import { endingOf } from './ending.ts'

it.each([
  ['stop', ['stop', 'end_turn', 'stop_sequence']],
  ['length', ['length', 'max_tokens', 'model_context_window_exceeded']],
  ['tool', ['tool_calls', 'function_call', 'tool_use']],
  ['filter', ['content_filter', 'guardrail_intervened', 'content_filtered']],
  ['other', ['malformed_model_output', 'malformed_tool_use', 'eos', '']],
])('means %s by %j', (ending, words) => {
  expect(words.map(endingOf)).toEqual(words.map(() => ending))
})

it('means nothing by null or silence', () => {
  expect([endingOf(null), endingOf(undefined)]).toEqual([undefined, undefined])
})
