import { expect, it } from 'vitest'
import type { Conversation } from '../../model/conversation.ts'
import { apis } from '../registry.ts'
import { conversation } from '../testing/build.ts'
import { bodyOf, llama, options, textOf, toolTalk } from '../testing/conversations.ts'

const encode = (one: Conversation) => apis.converse.encode(one, llama)

it('escapes the model id as one segment of the path', () => {
  const arn = { ...llama, id: 'arn:aws:bedrock:us-east-2:0:inference-profile/us.x-v1:0' }
  expect(encode(conversation())?.path).toBe('/model/us.meta.llama3-1-8b-instruct-v1%3A0/converse')
  expect(apis['converse-stream'].encode(conversation(), arn)?.path).toBe(
    '/model/arn%3Aaws%3Abedrock%3Aus-east-2%3A0%3Ainference-profile%2Fus.x-v1%3A0/converse-stream',
  )
})

it('sends nothing but the messages where nothing else was said', () => {
  expect(textOf(encode(conversation()))).toBe(
    '{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}',
  )
})

it('gathers instructions in system, and writes tools and options its own way', () => {
  const { seed: _seed, ...sampling } = options
  expect(bodyOf(encode({ ...toolTalk, options: sampling }))).toEqual({
    messages: [
      { role: 'user', content: [{ text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [{ toolUse: { toolUseId: 't1', name: 'weather', input: { city: 'Rome' } } }],
      },
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: 't1', content: [{ text: 'sunny' }] } }],
      },
    ],
    system: [{ text: 'Be brief' }, { text: 'Be kind' }],
    inferenceConfig: { maxTokens: 9, temperature: 0.1, topP: 0.95, stopSequences: ['END'] },
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: 'weather',
            description: 'Tells it',
            inputSchema: { json: { type: 'object' } },
          },
        },
      ],
      toolChoice: { tool: { name: 'weather' } },
    },
  })
})

it('puts neighbouring tool results and the words after them into one message', () => {
  const turns = [
    ...toolTalk.turns,
    { role: 'tool', toolCallId: 't2', result: 'rain' },
    { role: 'user', text: 'So?' },
  ] as const
  const body = bodyOf(encode({ ...toolTalk, turns })) as { messages: { content: object[] }[] }
  expect(body.messages).toHaveLength(3)
  expect(body.messages[2]?.content.flatMap(Object.keys)).toEqual([
    'toolResult',
    'toolResult',
    'text',
  ])
})

it('does not merge two user turns running: what is sent is what was said', () => {
  const turns = [
    { role: 'user', text: 'a' },
    { role: 'user', text: 'b' },
  ] as const
  expect(bodyOf(encode(conversation({ turns })))).toMatchObject({ messages: [{}, {}] })
})

it.each([
  ['a seed', conversation({ options: { seed: 1 } })],
  ['the choice of no tool', { ...toolTalk, toolChoice: 'none' }],
  ['a choice without tools', conversation({ toolChoice: 'auto' })],
])('cannot express %s', (_, one) => {
  expect(encode(one)).toBeUndefined()
})

it.each([
  ['auto', { auto: {} }],
  ['required', { any: {} }],
])('says the choice %s as %j', (toolChoice, written) => {
  expect(bodyOf(encode({ ...toolTalk, toolChoice }))).toMatchObject({
    toolConfig: { toolChoice: written },
  })
})
