import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../cli/testing/program.ts'
import { judge } from './judge.ts'

it('a recording of which an entry could not be read is undecided, not only its baseline stale', () => {
  const folder = temporaryFolder()
  const header = (name: string, value: string) => ({ name, value })
  const message = { role: 'assistant', content: 'Hi.', refusal: null }
  const reply = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: Math.round(Date.now() / 1000),
    model: 'openai.gpt-oss-20b-1:0',
    choices: [{ index: 0, message, finish_reason: 'stop', logprobs: null }],
    usage: { prompt_tokens: 8, completion_tokens: 2, total_tokens: 10 },
  }
  const entry = {
    request: {
      method: 'POST',
      url: 'http://gateway.test/v1/chat/completions',
      httpVersion: 'HTTP/1.1',
      headers: [header('content-type', 'application/json')],
      postData: {
        text: '{"model":"openai.gpt-oss-20b-1:0","messages":[{"role":"user","content":"Hi"}]}',
      },
    },
    response: {
      status: 200,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      headers: [
        header('content-type', 'application/json'),
        header('date', new Date().toUTCString()),
        header('x-request-id', 'req-1'),
      ],
      content: { text: JSON.stringify(reply) },
    },
  }
  const { method: _, ...request } = entry.request
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name)
    writeFileSync(path, JSON.stringify(content))
    return path
  }
  const baseline = file('known.yaml', {
    about: 'Known.',
    entries: [{ check: '*/usage', finding: 'usage.sum', reason: 'why' }],
  })
  const whole = file('whole.har', { log: { entries: [entry] } })
  const broken = file('broken.har', { log: { entries: [entry, { ...entry, request }] } })
  expect(judge([whole], { baseline }).exitCode).toBe(4)
  const { exitCode, problems } = judge([broken], { baseline })
  expect(exitCode).toBe(5)
  expect(problems[0]).toBe('Missing: 1 entry of the files could not be read.')
})
