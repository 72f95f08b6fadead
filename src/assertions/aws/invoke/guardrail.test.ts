import { expect, it } from 'vitest'
import { observe } from '../../../engine/observe/observe.ts'
import { apis } from '../../../protocol/registry.ts'
import { chunkFrame, exchange } from '../../../protocol/testing/build.ts'
import { codes, reply } from '../testing/see.ts'

const text = 'Sorry, I cannot answer this.'
const blocked = { 'amazon-bedrock-guardrailAction': 'INTERVENED' }

/** Answers without what only a model can give. */
const answers = [
  ['llama-body', 'llama', true, { generation: text, prompt_token_count: 0, stop_reason: null }],
  ['invoke-texts', 'mistral', 'outputs', { outputs: [{ text, stop_reason: null }] }],
  ['invoke-texts', 'deepseek', 'choices', { choices: [{ text, stop_reason: null }] }],
  [
    'titan-text',
    'titan-text',
    true,
    { inputTextTokenCount: 0, results: [{ outputText: text, tokenCount: 0 }] },
  ],
] as const

function streamed(family: string, chunk: object) {
  const type = 'application/vnd.amazon.eventstream'
  const parts = { type, chunks: [chunkFrame(chunk)], requestBody: {} }
  return observe(exchange(parts), apis['invoke-stream'], { family })
}

it.each(answers)('%s of %s: a guardrail counts nothing and gives no reason', (...row) => {
  const [name, family, args, json] = row
  const judged = (more: object) => codes(name, reply('invoke', { ...json, ...more }, {}), args)
  expect(judged(blocked)).toEqual([])
  expect(judged({})).not.toEqual([])
  if (family === 'titan-text') return
  const chunk = (more: object) => codes(name, streamed(family, { ...json, ...more }), args)
  expect(chunk(blocked)).toEqual([])
  expect(chunk({})).not.toEqual([])
})

it('a stream of a guardrail has no metrics of the model', () => {
  const chunk = { generation: text, ...blocked }
  expect(codes('invoke-metrics', streamed('llama', chunk))).toEqual([])
  expect(codes('invoke-metrics', streamed('llama', { generation: text }))).toEqual([
    'invocation-metrics-missing',
  ])
})
