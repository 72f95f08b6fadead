import { expect, it } from 'vitest'
import type { Conversation } from '../../model/conversation.ts'
import { apis } from '../registry.ts'
import { conversation } from '../testing/build.ts'
import { bodyOf, gptOss, options, textOf, toolTalk, weather } from '../testing/conversations.ts'

const encode = (one: Conversation) => apis['openai-chat'].encode(one, gptOss)

it('posts JSON to the chat path as the official SDKs do', () => {
  expect(encode(conversation())).toMatchObject({
    method: 'POST',
    path: '/chat/completions',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
  })
})

it('writes the members in a stable order', () => {
  const all = conversation({ options, body: { logprobs: true } })
  expect(textOf(encode(all))).toBe(
    '{"model":"openai.gpt-oss-20b-1:0","messages":[{"role":"user","content":"Hello"}],' +
      '"max_tokens":9,"temperature":0.1,"top_p":0.95,"stop":["END"],"seed":7,"logprobs":true}',
  )
})

it('keeps roles, calls and results apart', () => {
  expect(bodyOf(encode(toolTalk))).toEqual({
    model: gptOss.id,
    messages: [
      { role: 'system', content: 'Be brief' },
      { role: 'developer', content: 'Be kind' },
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 't1',
            type: 'function',
            function: { name: 'weather', arguments: '{"city":"Rome"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 't1', content: 'sunny' },
    ],
    tools: [{ type: 'function', function: weather }],
    tool_choice: { type: 'function', function: { name: 'weather' } },
  })
})

it.each(['auto', 'none', 'required'])('sends tool_choice %s as a word', (toolChoice) => {
  expect(bodyOf(encode({ ...toolTalk, toolChoice }))).toMatchObject({ tool_choice: toolChoice })
})

it('lets the body of the conversation replace members and send null', () => {
  const body = { temperature: null, model: 'other' }
  expect(bodyOf(encode(conversation({ options, body })))).toMatchObject(body)
})
