import { expect, it } from 'vitest'
import type { Conversation } from '../../model/conversation.ts'
import { apis } from '../registry.ts'
import { conversation } from '../testing/build.ts'
import { bodyOf, gptOss } from '../testing/conversations.ts'

const encode = (one: Conversation): unknown =>
  bodyOf(apis['openai-chat-stream'].encode(one, gptOss))

it('asks for a stream with usage', () => {
  expect(encode(conversation())).toMatchObject({
    stream: true,
    stream_options: { include_usage: true },
  })
})

it('takes stream_options from the conversation instead, and leaves them out for null', () => {
  const own = { include_usage: false }
  expect(encode(conversation({ body: { stream_options: own } }))).toMatchObject({
    stream_options: own,
  })
  expect(encode(conversation({ body: { stream_options: null } }))).not.toHaveProperty(
    'stream_options',
  )
})
