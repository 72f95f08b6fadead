import { expect, it } from 'vitest'
import { apis } from '../../protocol/registry.ts'
import { eventFrame, exchange, frameBytes } from '../../protocol/testing/build.ts'
import type { ApiName } from '../../model/names.ts'
import { observe } from './observe.ts'

const classOf = (name: ApiName, parts: Parameters<typeof exchange>[0]): unknown =>
  observe(exchange(parts), apis[name], { family: 'gpt-oss' }).answer?.class

const saying = (content: string): string =>
  JSON.stringify({ id: 'c', choices: [{ index: 0, message: { content }, finish_reason: 'stop' }] })

it('calls a model available only where a reply of its API can be read', () => {
  expect(classOf('openai-chat', { chunks: [saying('Sol')] })).toBe('available')
  expect(classOf('openai-chat', { chunks: ['{"hello":"world"}'] })).toBe('unclassified')
  expect(classOf('converse', { chunks: ['<html>'] })).toBe('unclassified')
})

it('takes any JSON of an API that carries no conversation', () => {
  expect(classOf('bedrock-control', { chunks: ['{"modelSummaries":[]}'] })).toBe('available')
  expect(classOf('bedrock-control', { chunks: ['<html>'] })).toBe('unclassified')
})

it('is not deceived by an answer that quotes an error', () => {
  const quoted = 'It says UnknownOperationException, or not authorized to perform.'
  expect(classOf('openai-chat', { chunks: [saying(quoted)] })).toBe('available')
})

it('finds the path that is not served behind its 200', () => {
  const trap = '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"}}'
  expect(classOf('openai-chat', { chunks: [trap] })).toBe('path-not-served')
})

it('sees a stream that was throttled in its midst', () => {
  const frames = [
    eventFrame('messageStart', { role: 'assistant' }),
    frameBytes(
      {
        ':exception-type': 'throttlingException',
        ':content-type': 'application/json',
        ':message-type': 'exception',
      },
      JSON.stringify({ message: 'Too many tokens, please wait before trying again.' }),
    ),
  ]
  const type = 'application/vnd.amazon.eventstream'
  expect(classOf('converse-stream', { type, chunks: frames })).toBe('throttled')
})
