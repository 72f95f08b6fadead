import { describe, expect, it } from 'vitest'
import { repeatedName } from './names.ts'
import { verdict } from '../testing/judge.ts'
import { observed } from '../testing/observation.ts'
import { chunk, done, stream } from '../testing/completion.ts'

describe('a name that stands twice in one object', () => {
  it('is found at any depth, with its place', () => {
    expect(repeatedName('{"a":1,"a":2}')).toEqual({ name: 'a', at: 7 })
    expect(repeatedName('[{"a":{"b":[{"c":1,"d":{},"c":2}]}}]')?.name).toBe('c')
  })

  it('is found when it is spelled with an escape', () => {
    expect(repeatedName(String.raw`{"ab":1,"\u0061b":2}`)?.name).toBe('ab')
  })

  it('is no name of another object, no value and no text with braces in it', () => {
    for (const text of [
      '{"a":{"a":{"a":1}}}',
      '[{"a":1},{"a":1}]',
      '{"a":"b","b":"a"}',
      String.raw`{"a":"{\"a\":1,\"a\":2}","b":":"}`,
      '{"a":[":",{"b":1},"a"]}',
      '',
      '{"a":',
    ]) {
      expect([text, repeatedName(text)]).toEqual([text, undefined])
    }
  })

  it('is told of bodies and of events', () => {
    const body = observed({ body: '{"id":"a","id":"b"}' })
    expect(verdict('unique-names', true, body)).toBe('json.repeated-name')
    expect(verdict('unique-names', true, observed({ body: '{"id":"a"}' }))).toBe('pass')
    expect(verdict('unique-names', true, stream([chunk({ content: 'a' }), done]))).toBe('pass')
    const twice = JSON.stringify(chunk({ content: 'a' })).replace('{', '{"id":"x",')
    const events = observed({
      api: 'openai-chat-stream',
      headers: [['content-type', 'text/event-stream']],
      body: `data: ${twice}\n\ndata: [DONE]\n\n`,
    })
    expect(verdict('unique-names', true, events)).toBe('json.repeated-name')
  })
})
