import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream } from '../testing/completion.ts'
import { judge, profile, verdict } from '../testing/judge.ts'
import { answered, observed, refused } from '../testing/observation.ts'

const withText = (body: string | Uint8Array) =>
  observed({ headers: [['content-type', 'application/json']], body })

describe('json-body', () => {
  it('holds for one JSON value with white space around it', () => {
    expect(verdict('json-body', true, withText(' {"a":1}\r\n'))).toBe('pass')
  })

  it('tells an empty body from a broken one and says where it breaks', () => {
    expect(verdict('json-body', true, withText(''))).toBe('json.empty')
    const { findings } = judge('json-body', true, withText('{"a":1}{"b":2}'))
    expect(findings.map(({ code, at }) => [code, at?.byte])).toEqual([['json.invalid', 7]])
  })

  it('is inconclusive when no response came', () => {
    expect(verdict('json-body', true, refused())).toBe('inconclusive')
  })
})

describe('starts-with-brace', () => {
  it('fails for white space that was sent as keep-alive', () => {
    expect(verdict('starts-with-brace', true, withText('\n\n {"a":1}'))).toBe('json.leading-bytes')
    expect(verdict('starts-with-brace', true, withText('{"a":1}'))).toBe('pass')
  })
})

describe('utf8', () => {
  it('holds for any script, escaped or not', () => {
    expect(verdict('utf8', true, answered({ text: '👩‍👩‍👧 漢字 שלום 𝒳 é' }))).toBe('pass')
    expect(verdict('utf8', true, withText('{"a":"\\ud83d\\ude00 \\\\ud83d"}'))).toBe('pass')
  })

  it('gives the byte at which a body stops being UTF-8', () => {
    const bytes = new Uint8Array([0x7b, 0x22, 0x61, 0xf0, 0x9f, 0x98, 0x22])
    const { findings } = judge('utf8', true, withText(bytes))
    expect(findings.map(({ code, at }) => [code, at?.byte])).toEqual([['utf8.invalid', 3]])
  })

  it('finds a character that was replaced, escaped or not', () => {
    expect(verdict('utf8', true, withText('{"a":"x\uFFFD"}'))).toBe('utf8.replacement')
    expect(verdict('utf8', true, withText('{"a":"x\\uFFfd"}'))).toBe('utf8.replacement')
  })

  describe('of a token that is part of a character', () => {
    const tokens = (...members: string[]) =>
      withText(`{"content":[{${members.join(',')},"top_logprobs":[]}],"a":"é"}`)

    it.each([
      ['"token":"\uFFFD"', '"logprob":-0.5', '"bytes":[195]'],
      ['"bytes":[169]', '"token":"\\ufffd"', '"logprob":-1e-5'],
      ['"token": " \uFFFD"', '"bytes": [32, 240, 159]', '"logprob":-0.5'],
    ])('finds no fault in U+FFFD beside its bytes: %s, %s, %s', (...members) => {
      expect(verdict('utf8', true, tokens(...members))).toBe('pass')
    })

    it.each([
      ['"token":"\uFFFD"', '"logprob":-0.5', '"bytes":[239,191,189]'],
      ['"token":"\uFFFD"', '"logprob":-0.5', '"bytes":null'],
      ['"token":"\uFFFD"', '"logprob":-0.5', '"bytes":[]'],
    ])('finds one that took the place of its bytes: %s, %s, %s', (...members) => {
      expect(verdict('utf8', true, tokens(...members))).toBe('utf8.replacement')
    })

    it('finds one in the text beside such a token', () => {
      const body = '{"content":[{"token":"\uFFFD","bytes":[195],"logprob":0}],"text":"é\uFFFD"}'
      const { findings } = judge('utf8', true, withText(body))
      expect(findings.map(({ code, at }) => [code, at?.byte])).toEqual([
        ['utf8.replacement', Buffer.byteLength(body.slice(0, body.lastIndexOf('\uFFFD')))],
      ])
    })
  })

  it('finds no fault in a quotation of a request that is no UTF-8', () => {
    const asked = (request: Uint8Array, body: string | Uint8Array) => {
      const answer = withText(body)
      const { exchange } = answer
      return {
        ...answer,
        exchange: { ...exchange, request: { ...exchange.request, body: request } },
      }
    }
    const quotation = '{"error":{"message":"ill-formed byte: \uFFFD"}}'
    const [latin, utf] = [Buffer.from([0x22, 0xe9, 0x22]), Buffer.from('"caf\u00e9"')]
    expect(verdict('utf8', true, asked(latin, quotation))).toBe('pass')
    expect(verdict('utf8', true, asked(utf, quotation))).toBe('utf8.replacement')
    expect(verdict('utf8', true, asked(latin, Buffer.from([0x7b, 0xff])))).toBe('utf8.invalid')
  })

  it('finds a surrogate pair that was cut between two chunks', () => {
    const events = [
      { raw: 'data: {"choices":[{"index":0,"delta":{"content":"\\ud83d"}}]}\n\n' },
      { raw: 'data: {"choices":[{"index":0,"delta":{"content":"\\ude00"}}]}\n\n' },
    ]
    expect(verdict('utf8', true, stream(events))).toBe('utf8.lone-surrogate')
  })

  it('finds either half of a surrogate pair alone', () => {
    expect(verdict('utf8', true, withText('{"a":"x\\ude00"}'))).toBe('utf8.lone-surrogate')
    expect(verdict('utf8', true, withText('{"a":"\\ud83d!"}'))).toBe('utf8.lone-surrogate')
    expect(verdict('utf8', true, withText('{"a":"\\ud83d"}'))).toBe('utf8.lone-surrogate')
  })

  it('leaves pages of other kinds alone', () => {
    const page = observed({
      status: 404,
      headers: [['content-type', 'text/html; charset=iso-8859-1']],
      body: new Uint8Array([0x3c, 0xe9, 0x3e]),
    })
    expect(verdict('utf8', true, page)).toBe('pass')
  })
})

describe('no-error-member', () => {
  it('finds an error in a body whose status is 2xx', () => {
    const failed = answered({ error: { message: 'no', type: 'x', param: null, code: null } })
    expect(verdict('no-error-member', true, failed)).toBe('error.in-success')
  })

  it('finds an error event in a stream', () => {
    const events = [chunk({ role: 'assistant' }), { error: { message: 'no' } }, done]
    const { findings } = judge('no-error-member', true, stream(events))
    expect(findings.map(({ code, at }) => [code, at?.item])).toEqual([['error.in-stream', 1]])
    expect(findings[0]?.expected).toBe('a stream without an error')
  })

  it('asks for a status where the request had to be refused, however late the error comes', () => {
    const events = [chunk({ role: 'assistant' }), { error: { message: 'no' } }, done]
    const due = { expect: { outcome: 'error', error: 'unknown-model' } } as const
    const [finding] = judge('no-error-member', true, stream(events), due).findings
    expect(finding?.expected).toContain('the HTTP status of the error')
    expect(finding?.message).toContain('after 1 item(s)')
  })

  it('lets a stream fail half-way where nothing is assumed, but not from its first event on', () => {
    const nothing = { expect: { outcome: 'any' } } as const
    const late = stream([chunk({ role: 'assistant' }), { error: { message: 'x' } }])
    expect(verdict('no-error-member', true, late, nothing)).toBe('pass')
    const early = stream([{ error: { message: 'x' } }])
    expect(verdict('no-error-member', true, early, nothing)).toBe('error.in-stream')
  })

  it('takes error: null for no error, and leaves refusals alone', () => {
    expect(verdict('no-error-member', true, chat(completion({ error: null })))).toBe('pass')
    expect(verdict('no-error-member', true, answered({ error: {} }, { status: 400 }))).toBe('pass')
  })

  it('finds the answer of a path that is not served, unless that refusal may be due', () => {
    const trap = answered({ Output: { __type: 'x#UnknownOperationException' }, Version: '1.0' })
    expect(verdict('no-error-member', true, trap)).toBe('error.unknown-operation')
    const knows = { ...profile, envelopes: ['unknown-operation' as const] }
    expect(verdict('no-error-member', true, trap, { profile: knows })).toBe(
      'error.unknown-operation',
    )
    const expected = { outcome: 'error', error: 'unknown-route' } as const
    expect(verdict('no-error-member', true, trap, { profile: knows, expect: expected })).toBe(
      'pass',
    )
  })
})
