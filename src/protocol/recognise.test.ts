import { expect, it } from 'vitest'
import { recognise } from './recognise.ts'
import { chunkFrame, eventFrame, exchange } from './testing/build.ts'

const host = 'https://gateway.example/team-a'

it.each([
  ['POST', '/model/us.meta.llama3-1-8b-instruct-v1%3A0/converse', 'converse'],
  ['POST', '/model/us.meta.llama3-1-8b-instruct-v1:0/converse-stream?x=1', 'converse-stream'],
  ['POST', '/us-west-2/model/m/invoke', 'invoke'],
  ['POST', '/model/arn%3Aaws%2Fm/invoke-with-response-stream', 'invoke-stream'],
  ['GET', '/foundation-models?byProvider=x', 'bedrock-control'],
  ['GET', '/foundation-model-availability/m', 'bedrock-control'],
  ['GET', '/inference-profiles/p', 'bedrock-control'],
  ['GET', '/v1/models', 'openai-models'],
  ['GET', '/openai/v1/models/', 'openai-models'],
  ['GET', '/v1/models/bedrock/openai.gpt-oss-20b', 'openai-models'],
  ['GET', '/v1/health', 'llama-stack'],
  ['GET', '/v1/inspect/routes', 'llama-stack'],
  ['GET', '/v1alpha/admin/health', 'llama-stack'],
  ['GET', '/v1/chat/completions', undefined],
  ['POST', '/openai/v1/responses', 'openai-responses'],
  ['GET', '/v1/responses?limit=2', undefined],
  ['DELETE', '/v1/responses/resp_1', undefined],
  ['POST', '/v1/embeddings', 'openai-embeddings'],
  ['GET', '/v1/embeddings', undefined],
  ['GET', '/', undefined],
] as const)('%s %s is %s', (method, path, api) => {
  expect(recognise(exchange({ method, url: host + path }))).toBe(api)
})

it.each([
  [{ stream: true }, 'application/json', 'openai-chat-stream'],
  [{ stream: false }, 'text/event-stream', 'openai-chat'],
  [{}, 'application/json', 'openai-chat'],
  [undefined, 'Text/Event-Stream; charset=utf-8', 'openai-chat-stream'],
  [undefined, 'application/json', 'openai-chat'],
])('a chat asked for with %j and answered as %s is %s', (requestBody, type, api) => {
  const url = `${host}/openai/v1/chat/completions`
  expect(recognise(exchange({ url, type, ...(requestBody && { requestBody }) }))).toBe(api)
})

it.each([
  ['application/json', '{"object":"chat.completion"}', 'openai-chat'],
  ['application/json', '{"object":"response","output":[]}', 'openai-responses'],
  ['application/json', '{"object":"response","deleted":true}', undefined],
  ['text/event-stream', 'data: {"type":"response.created"}\n\n', 'openai-responses-stream'],
  ['application/json', '{"object":"list","data":[{"object":"embedding"}]}', 'openai-embeddings'],
  ['application/json', '{"object":"list","data":[{"object":"model"}]}', undefined],
  ['application/json', '{"output":{"message":{}},"stopReason":"x"}', 'converse'],
  ['application/json', '{"generation":"","stop_reason":"stop"}', 'invoke'],
  ['text/event-stream', 'data: {"object":"chat.completion.chunk"}\n\n', 'openai-chat-stream'],
  ['application/vnd.amazon.eventstream', eventFrame('messageStart', {}), 'converse-stream'],
  ['application/vnd.amazon.eventstream', chunkFrame({}), 'invoke-stream'],
  ['application/vnd.amazon.eventstream', 'garbage', undefined],
  ['text/html', '<html>', undefined],
])('a path that names no API leaves %s %s to be %s', (type, body, api) => {
  expect(recognise(exchange({ url: `${host}/proxy`, type, chunks: [body] }))).toBe(api)
})

it('recognises a request without a response, and a URL without origin', () => {
  const { response: _, ...asked } = exchange({ url: '/model/m/converse' })
  expect(recognise(asked)).toBe('converse')
})
