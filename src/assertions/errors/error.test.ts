import { describe, expect, it } from 'vitest'
import { chat } from '../testing/completion.ts'
import { judge, profile, verdict } from '../testing/judge.ts'
import { answered, observed, refused } from '../testing/observation.ts'

const object = { message: 'No such model', type: 'x', param: null, code: 'model_not_found' }
const notFound = answered({ error: object }, { status: 404 })
const expected = { outcome: 'error', error: 'unknown-model' } as const

describe('error', () => {
  it('takes any of the shapes that the profile allows', () => {
    expect(verdict('error', 'unknown-model', notFound)).toBe('pass')
    const message = 'The provided MODEL identifier is invalid.'
    const other = answered({ error: { ...object, message, code: 'v' } }, { status: 400 })
    expect(verdict('error', 'unknown-model', other)).toBe('pass')
  })

  it('means the error that the step expects when it says true', () => {
    expect(verdict('error', true, notFound, { expect: expected })).toBe('pass')
    const wrong = answered({ error: { ...object, code: 'nope' } }, { status: 404 })
    expect(verdict('error', true, wrong, { expect: expected })).toBe('error.code')
    expect(verdict('error', true, wrong, { expect: { outcome: 'error' } })).toBe('pass')
  })

  it('holds an allowed status to the shape that has it, not to another that is as near', () => {
    const shapes = [
      { status: [404], envelope: ['detail'] },
      { status: [400, 501], envelope: ['openai'] },
    ] as const
    const own = { profile: { ...profile, errors: { unserved: shapes } } }
    const bare = answered({ error: { message: 'no' } }, { status: 501 })
    expect(verdict('error', 'unserved', bare, own)).toBe('error.envelope')
  })

  it('names what differs from the nearest shape', () => {
    const server = answered({ error: object }, { status: 500 })
    const { findings } = judge('error', 'unknown-model', server)
    expect(findings.map(({ code, expected: wish }) => [code, wish])).toEqual([
      ['error.status', 'status 404'],
    ])
    const detail = answered({ detail: 'Not Found' }, { status: 404 })
    expect(verdict('error', 'unknown-model', detail)).toBe('error.envelope')
    const page = observed({ status: 404, body: '<html>' })
    expect(verdict('error', 'unknown-model', page)).toBe('error.not-an-error')
  })

  it('does not take the refusal of what may be answered for the one that is allowed', () => {
    const shapes = [
      { status: [400], envelope: ['openai' as const], messageContains: ['system message'] },
    ]
    const own = {
      profile: { ...profile, errors: { 'unsupported-system': shapes } },
      expect: { outcome: 'reply-or-error', error: 'unsupported-system' },
    } as const
    const message =
      'The request is refused for a reason other than the one allowed, unsupported-system.'
    for (const status of [400, 404]) {
      const seen = answered({ error: object }, { status })
      const messages = judge('error', true, seen, own).findings.map((one) => one.message)
      expect(messages.at(0)).toBe(message)
    }
    const failed = answered({ error: object }, { status: 500 })
    const [first] = judge('error', true, failed, own).findings
    expect(first?.message).toBe('The error unsupported-system came with status 500.')
  })

  it('fails when the request was granted', () => {
    expect(verdict('error', 'unknown-model', chat())).toBe('error.absent')
    expect(verdict('error', true, chat(), { expect: { outcome: 'error' } })).toBe('error.absent')
  })

  it('fails for an error that hides behind 200', () => {
    const hidden = answered({ error: object })
    expect(verdict('error', 'unknown-model', hidden)).toBe('error.status')
    expect(verdict('error', true, hidden, { expect: { outcome: 'error' } })).toBe('error.status')
  })

  it('ignores the kind of apostrophe', () => {
    const shapes = [
      { status: [400], envelope: ['openai' as const], messageContains: ["isn't supported"] },
    ]
    const asked = { profile: { ...profile, errors: { odd: shapes } } }
    const message = 'On-demand isn’t supported.'
    const curly = answered({ error: { ...object, message } }, { status: 400 })
    expect(verdict('error', 'odd', curly, asked)).toBe('pass')
    const silent = answered({ error: { ...object, message: '' } }, { status: 400 })
    expect(verdict('error', 'odd', silent, asked)).toBe('error.message')
  })

  it('notes other words where they are as good', () => {
    const shapes = [
      { status: [403], envelope: ['openai' as const], messageUsually: ['has expired'] },
    ]
    const asked = { profile: { ...profile, errors: { expired: shapes } } }
    const described = (message: string) =>
      judge('error', 'expired', answered({ error: { ...object, message } }, { status: 403 }), asked)
    expect(described('The token has expired.')).toEqual({ findings: [] })
    expect(described('No longer valid.')).toEqual({
      findings: [],
      notes: ['The message is worded otherwise than known: "No longer valid.".'],
    })
  })

  it('takes a body of any kind where the profile allows other', () => {
    const shapes = [{ status: [404], envelope: ['other' as const] }]
    const asked = { profile: { ...profile, errors: { route: shapes } } }
    expect(verdict('error', 'route', observed({ status: 404, body: '<html>' }), asked)).toBe('pass')
  })

  it('is inconclusive about an error that the profile does not describe', () => {
    expect(verdict('error', 'no-such', notFound)).toBe('inconclusive')
    expect(verdict('error', 'unknown-model', refused())).toBe('inconclusive')
  })
})

const stated = (error: object) => answered({ error }, { status: 400 })

describe('error-members', () => {
  it('demands all four members, two of which may be null', () => {
    expect(verdict('error-members', true, stated(object))).toBe('pass')
    expect(verdict('error-members', true, stated({ ...object, code: null }))).toBe('pass')
    const { param: _, ...bare } = object
    expect(verdict('error-members', true, stated(bare))).toBe('error.member-missing')
    expect(verdict('error-members', true, stated({ ...object, code: 400 }))).toBe(
      'error.member-type',
    )
    expect(verdict('error-members', true, stated({ ...object, type: null }))).toBe(
      'error.member-type',
    )
  })

  it('leaves other envelopes alone', () => {
    expect(verdict('error-members', true, stated({ message: 'no' }))).toBe('pass')
    expect(verdict('error-members', true, answered({ Message: 'no' }, { status: 403 }))).toBe(
      'pass',
    )
  })
})

describe('error-param', () => {
  it.each([
    [null, 'pass'],
    [7, 'pass'],
    ['top_p', 'pass'],
    ['body.top_p', 'pass'],
    ['messages[0].top_p', 'pass'],
    ['/top_p/0', 'pass'],
    ['None', 'pass'],
    ['tools', 'pass'], // not in the request
    ['model', 'error.param'],
    ['body -> messages -> 0', 'error.param'],
  ])('judges %s', (param, wanted) => {
    const observation = answered(
      { error: { ...object, param } },
      { status: 400, asked: { top_p: 7 } },
    )
    expect(verdict('error-param', ['top_p', 'temperature'], observation)).toBe(wanted)
  })
})

describe('error-param of one API', () => {
  it.each([
    ['openai-responses', 'messages', 'error.param'],
    ['openai-responses', 'body.max_tokens', 'error.param'],
    ['openai-responses', 'text', 'pass'],
    ['openai-chat', 'max_output_tokens', 'error.param'],
    ['openai-chat', 'response_format', 'pass'],
  ] as const)('judges, on %s, %s', (api, param, wanted) => {
    const body = { error: { ...object, param } }
    expect(verdict('error-param', ['top_p'], answered(body, { status: 400, api }))).toBe(wanted)
  })
})

describe('error-explained', () => {
  it.each([
    ['a message', stated(object), 'pass'],
    ['an empty message', stated({ ...object, message: '' }), 'error.message'],
    ['a message of blanks', stated({ ...object, message: ' \n' }), 'error.message'],
    ['what a program prints', stated({ ...object, message: '[object Object]' }), 'error.message'],
    ['a text that it is in', stated({ ...object, message: 'null is not a model.' }), 'pass'],
    ['an empty message in another envelope', stated({ message: '' }), 'error.message'],
    ['no message', observed({ status: 500, body: '<html>' }), 'pass'],
  ])('judges %s', (_, observation, wanted) => {
    expect(verdict('error-explained', true, observation)).toBe(wanted)
  })
})

describe('no-stack-trace', () => {
  it.each([
    ['Traceback (most recent call last):\\n  File \\"/srv/app.py\\", line 12, in f'],
    ['  File \\"/srv/app.py\\", line 12, in f'],
    ['Error: x\\n    at Object.handle (/srv/app/server.js:12:34)'],
    ['java.lang.NullPointerException\\n\\tat com.acme.Chat.run(Chat.java:42)'],
    ['panic\\n\\ngoroutine 12 [running]:'],
    ["thread 'main' panicked at src/main.rs:4:5"],
    ["thread 'main' (12345) panicked at src/main.rs:4:5"],
    ['\tat java.base/java.lang.Thread.run(Thread.java:833)'],
    [' at com.example.Bar.<init>(Bar.kt:12)'],
    ['   at Acme.Run() in C:/acme.cs:line 7'],
  ])('finds %s', (trace) => {
    const body = `{"error":{"message":"${trace}"}}`
    expect(verdict('no-stack-trace', true, observed({ status: 500, body }))).toBe(
      'error.stack-trace',
    )
  })

  it('leaves plain messages alone', () => {
    const message =
      'Error at line 3, column 14: look at messages.0; failed at 2026-01-01T10:20:30Z (12:30 UTC), see https://a.b:443/c'
    expect(verdict('no-stack-trace', true, answered({ error: { message } }))).toBe('pass')
  })
})
