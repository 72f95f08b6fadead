/** Conversations as Responses requests. */
import { expect, it } from 'vitest'
import { conversation } from '../testing/build.ts'
import { isExpressible, responsesBody } from './body.ts'
import { openAiResponses, openAiResponsesStream } from './responses.ts'

const model = { id: 'm', family: 'gpt-oss' }

function sent(api: typeof openAiResponses, stated: Parameters<typeof conversation>[0]): unknown {
  const draft = api.encode(conversation(stated), model)
  return JSON.parse(new TextDecoder().decode(draft?.body))
}

it('sends a single question as text, and a stream as one', () => {
  expect(sent(openAiResponses, {})).toEqual({ model: 'm', input: 'Hello' })
  expect(sent(openAiResponsesStream, {})).toEqual({ model: 'm', input: 'Hello', stream: true })
})

it('sends a history as items, calls and their results beside the messages', () => {
  const body = responsesBody(
    conversation({
      turns: [
        { role: 'system', text: 'Be brief' },
        { role: 'developer', text: 'In English' },
        { role: 'user', text: 'Weather?' },
        {
          role: 'assistant',
          text: 'Let me see',
          toolCalls: [{ id: 'c', name: 'w', arguments: { a: 1 } }],
        },
        { role: 'tool', toolCallId: 'c', result: 'sunny' },
        { role: 'assistant', toolCalls: [{ id: 'd', name: 'w', arguments: {} }] },
      ],
      options: { maxTokens: 20, temperature: 0.5, topP: 0.9 },
      tools: [{ name: 'w', parameters: { type: 'object' } }],
      toolChoice: 'w',
    }),
  )
  expect(body).toEqual({
    instructions: 'Be brief',
    input: [
      { role: 'developer', content: 'In English' },
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'Let me see' },
      { type: 'function_call', call_id: 'c', name: 'w', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c', output: 'sunny' },
      { type: 'function_call', call_id: 'd', name: 'w', arguments: '{}' },
    ],
    max_output_tokens: 20,
    temperature: 0.5,
    top_p: 0.9,
    tools: [{ type: 'function', name: 'w', parameters: { type: 'object' }, strict: false }],
    tool_choice: { type: 'function', name: 'w' },
  })
})

it('has no way to say stop sequences, a seed, or a limit below 16', () => {
  expect(isExpressible(conversation())).toBe(true)
  expect(isExpressible(conversation({ options: { stop: ['x'] } }))).toBe(false)
  expect(isExpressible(conversation({ options: { seed: 1 } }))).toBe(false)
  expect(isExpressible(conversation({ options: { maxTokens: 15 } }))).toBe(false)
  expect(openAiResponses.encode(conversation({ options: { seed: 1 } }), model)).toBeUndefined()
})
