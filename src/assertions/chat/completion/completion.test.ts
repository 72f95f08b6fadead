import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream } from '../../testing/completion.ts'
import { judge, verdict } from '../../testing/judge.ts'
import { answered, model, now } from '../../testing/observation.ts'

describe('created-near-date', () => {
  const args = { minutes: 5 }

  it('compares with the Date header', () => {
    expect(verdict('created-near-date', args, chat())).toBe('pass')
    expect(verdict('created-near-date', args, chat(completion({ created: now - 290 })))).toBe(
      'pass',
    )
    const old = judge('created-near-date', args, chat(completion({ created: now - 7200 })))
    expect(old.findings.map(({ code, received }) => [code, received])).toEqual([
      ['completion.created-skew', `${now - 7200}, 120 minutes apart`],
    ])
  })

  it('leaves an answer the time that it took: created may be its beginning', () => {
    const slow = (created: number, headersAt: number) => {
      const { exchange, ...rest } = chat(completion({ created }))
      const response = { ...exchange.response!, headersAt }
      return verdict('created-near-date', args, { ...rest, exchange: { ...exchange, response } })
    }
    expect(slow(now - 900, 870_000)).toBe('pass')
    expect(slow(now - 900, 10)).toBe('completion.created-skew')
    expect(slow(now + 900, 870_000)).toBe('completion.created-skew')
  })

  it('asks nothing of a reply that is looked up or cancelled', () => {
    const earlier = (method: string, path: string) => {
      const { exchange, ...rest } = chat(completion({ id: 'chatcmpl-1', created: now - 7200 }))
      const request = { ...exchange.request, method, url: `http://127.0.0.1/v1${path}` }
      return verdict('created-near-date', args, { ...rest, exchange: { ...exchange, request } })
    }
    expect(earlier('GET', '/chat/completions/chatcmpl-1')).toBe('pass')
    expect(earlier('POST', '/responses/chatcmpl-1/cancel')).toBe('pass')
    expect(earlier('POST', '/chat/completions')).toBe('completion.created-skew')
  })

  it('takes milliseconds for what they are: wrong', () => {
    expect(verdict('created-near-date', args, chat(completion({ created: now * 1000 })))).toBe(
      'completion.created-skew',
    )
  })

  it('is inconclusive without a Date header', () => {
    const { exchange, ...rest } = chat()
    const response = { ...exchange.response!, headers: [] }
    const bare = { ...rest, exchange: { ...exchange, response } }
    expect(verdict('created-near-date', args, bare)).toBe('inconclusive')
  })
})

describe('created-in-seconds', () => {
  it('tells the unit from the number, however far the clocks are apart', () => {
    const made = (created: number) =>
      verdict('created-in-seconds', true, chat(completion({ created })))
    expect([0, now - 7200, now + 1e9].map(made)).toEqual(['pass', 'pass', 'pass'])
    expect([now * 1000, now * 1e6].map(made)).toEqual(Array(2).fill('completion.created-unit'))
  })
})

const named = (name: unknown, asked: string = model) =>
  chat(completion({ model: name }), { asked: { model: asked } })

describe('model-echo', () => {
  it('takes the model asked for, its dated snapshot, and its name behind a prefix', () => {
    expect(verdict('model-echo', true, chat())).toBe('pass')
    expect(verdict('model-echo', true, named('gpt-4o-2024-08-06', 'gpt-4o'))).toBe('pass')
    expect(verdict('model-echo', true, named('gpt-oss-20b', 'bedrock/gpt-oss-20b'))).toBe('pass')
    expect(verdict('model-echo', true, named('bedrock/gpt-oss-20b', 'gpt-oss-20b'))).toBe('pass')
    expect(verdict('model-echo', true, named('openai.gpt-5', 'us.openai.gpt-5'))).toBe('pass')
    expect(verdict('model-echo', { aliases: ['fast'] }, named('fast'))).toBe('pass')
    expect(verdict('model-echo', true, stream())).toBe('pass')
  })

  it('fails for another', () => {
    expect(verdict('model-echo', true, named('gpt-4'))).toBe('completion.model-differs')
    expect(verdict('model-echo', true, named('gpt', 'openai.gpt'))).toBe('completion.model-differs')
  })
})

const many = (...indices: number[]) =>
  completion({ choices: indices.map((index) => ({ index, message: { content: 'x' } })) })

describe('choices', () => {
  it('counts the choices and their indices', () => {
    expect(verdict('choices', 1, chat())).toBe('pass')
    expect(verdict('choices', 2, chat(many(1, 0)))).toBe('pass')
    expect(verdict('choices', 2, chat())).toBe('choices.count')
    expect(verdict('choices', 2, chat(many(1, 2)))).toBe('choices.index')
  })

  it('reads the number from the request', () => {
    expect(verdict('choices', 'as-asked', chat())).toBe('pass')
    expect(verdict('choices', 'as-asked', chat(completion(), { asked: { n: 2 } }))).toBe(
      'choices.count',
    )
    const both = [chunk({ content: 'a' }), chunk({ content: 'b' }, { index: 1 }), done]
    expect(verdict('choices', 'as-asked', stream(both, { asked: { n: 2 } }))).toBe('pass')
  })
})

const token = (more = {}) => ({
  token: 'a',
  logprob: -0.1,
  bytes: [97],
  top_logprobs: [],
  ...more,
})

const logged = (...content: unknown[]) =>
  chat(
    completion(
      {},
      {
        message: { role: 'assistant', content: 'a'.repeat(content.length) },
        logprobs: { content, refusal: null },
      },
    ),
  )

describe('top-logprobs', () => {
  const entry = (text: string, logprob: number, tops: readonly object[] = []) => ({
    token: text,
    logprob,
    bytes: [...Buffer.from(text)],
    top_logprobs: tops,
  })
  const top = (text: string, logprob: number) => ({
    token: text,
    logprob,
    bytes: [...Buffer.from(text)],
  })
  const asked = { asked: { logprobs: true, top_logprobs: 2 } }
  const seen = (...content: unknown[]) =>
    chat(
      completion(
        {},
        { message: { role: 'assistant', content: 'a' }, logprobs: { content, refusal: null } },
      ),
      asked,
    )
  const own = [top('a', -0.1), top('b', -2)]

  it('holds for a token among its alternatives, and for an unlikely one beside them', () => {
    expect(verdict('top-logprobs', true, seen(entry('a', -0.1, own)))).toBe('pass')
    expect(verdict('top-logprobs', true, seen(entry('c', -5, own)))).toBe('pass')
    expect(verdict('top-logprobs', true, seen(entry('c', -2, own)))).toBe('pass')
    // vLLM puts the token that was drawn before the others.
    expect(verdict('top-logprobs', true, seen(entry('b', -2, own.toReversed())))).toBe('pass')
    expect(verdict('top-logprobs', true, chat())).toBe('pass')
  })

  it('holds where bytes are part of a character, or absent', () => {
    const part = { ...entry('\\xf0\\x9f', -0.1), bytes: [240, 159] }
    const none = { ...entry('a', -0.1), bytes: null }
    const tops = (one: { token: string; logprob: number; bytes: unknown }) => ({
      ...one,
      top_logprobs: [{ token: one.token, logprob: one.logprob, bytes: one.bytes }, top('z', -3)],
    })
    expect(verdict('top-logprobs', true, seen(tops(part), tops(none)))).toBe('pass')
  })

  it('takes a list that is short once for a rare case', () => {
    const full = entry('a', -0.1, own)
    expect(verdict('top-logprobs', true, seen(full, full, entry('a', -0.1, own.slice(0, 1))))).toBe(
      'pass',
    )
  })

  it.each([
    ['logprobs.not-listed', entry('c', -0.05, own)],
    ['logprobs.not-listed', entry('c', -1, own)],
    ['logprobs.differs', entry('a', -0.9, own)],
    ['logprobs.order', entry('a', -0.1, own.toReversed())],
    ['logprobs.value', entry('a', 0.2, own)],
    ['logprobs.value', entry('c', -5, [top('a', 0.9), top('b', 0.1)])],
    ['logprobs.bytes', { ...entry('a', -0.1, own), bytes: [98] }],
    ['logprobs.bytes', entry('a', -0.1, [top('a', -0.1), { ...top('b', -2), bytes: [99] }])],
    ['logprobs.tops', entry('a', -0.1, [...own, top('d', -4)])],
    ['logprobs.tops', entry('a', -0.1, own.slice(0, 1))],
    ['logprobs.tops', entry('a', -0.1)],
  ])('finds %s in %j', (code, one) => {
    expect(verdict('top-logprobs', true, seen(one))).toBe(code)
  })
})

describe('no-logprobs-unasked', () => {
  const body = completion(
    {},
    { logprobs: { content: [{ token: 'a', logprob: -0.1 }], refusal: null } },
  )

  it('finds log probabilities that were not asked for', () => {
    expect(verdict('no-logprobs-unasked', true, chat(body))).toBe('logprobs.unasked')
    const refused = { asked: { logprobs: false } }
    expect(verdict('no-logprobs-unasked', true, chat(body, refused))).toBe('logprobs.unasked')
  })

  it('leaves those that were asked for, and members without any', () => {
    const asked = { asked: { logprobs: true } }
    expect(verdict('no-logprobs-unasked', true, chat(body, asked))).toBe('pass')
    const empty = completion({}, { logprobs: { content: [], refusal: null } })
    expect(verdict('no-logprobs-unasked', true, chat(empty))).toBe('pass')
    expect(verdict('no-logprobs-unasked', true, chat())).toBe('pass')
  })
})

describe('logprobs', () => {
  const top = { token: 'a', logprob: -0.1, bytes: null }

  it('holds for entries at or below zero with as many alternatives as asked', () => {
    expect(verdict('logprobs', true, logged(token(), token({ logprob: 0 })))).toBe('pass')
    expect(verdict('logprobs', { tops: 2 }, logged(token({ top_logprobs: [top, top] })))).toBe(
      'pass',
    )
    expect(verdict('logprobs', { tops: 2 }, logged(token({ top_logprobs: [top] })))).toBe('pass')
  })

  it('fails for none, for impossible ones, and for a wrong number of alternatives', () => {
    expect(verdict('logprobs', true, chat())).toBe('logprobs.missing')
    expect(verdict('logprobs', true, logged())).toBe('logprobs.missing')
    const legacy = { tokens: ['a'], token_logprobs: [-0.1] }
    const { findings } = judge('logprobs', true, chat(completion({}, { logprobs: legacy })))
    expect(findings.map(({ message }) => message)).toEqual([
      'The log probabilities have another form than that of chat completions.',
    ])
    expect(verdict('logprobs', true, logged(token({ logprob: 0.5 })))).toBe('logprobs.value')
    expect(verdict('logprobs', true, logged(token({ logprob: null })))).toBe('logprobs.value')
    expect(verdict('logprobs', { tops: 1 }, logged(token({ top_logprobs: [top, top] })))).toBe(
      'logprobs.tops',
    )
    expect(verdict('logprobs', { tops: 2 }, logged(token()))).toBe('logprobs.tops')
  })

  it('wants those of the whole text, whatever stands around it', () => {
    const spelt = (...texts: string[]) =>
      texts.map((text) => token({ token: text, bytes: [...Buffer.from(text)] }))
    const described = (content: string, texts: readonly string[]) =>
      chat(
        completion({
          choices: [
            {
              index: 0,
              message: { role: 'assistant', content },
              logprobs: { content: spelt(...texts) },
              finish_reason: 'stop',
            },
          ],
        }),
      )
    expect(verdict('logprobs', true, described('Hi you\n', ['Hi', ' you']))).toBe('pass')
    expect(verdict('logprobs', true, described('Hi you', ['<|channel|>', 'Hi', ' you']))).toBe(
      'pass',
    )
    expect(
      verdict('logprobs', true, described('<reasoning>Greet.</reasoning>Hi', ['Greet', '.', 'Hi'])),
    ).toBe('pass')
    expect(verdict('logprobs', true, described('Hi you', ['Hi']))).toBe('logprobs.text')
    expect(verdict('logprobs', true, described('Hi you', [' you', 'Hi']))).toBe('logprobs.text')
  })

  it('finds them in a stream', () => {
    const streamed = stream([chunk({ content: 'a' }, { logprobs: { content: [token()] } }), done])
    expect(verdict('logprobs', true, streamed)).toBe('pass')
  })
})

const listed = (...data: unknown[]) => answered({ object: 'list', data })

describe('models-list', () => {
  const bedrock = { id: model, custom_metadata: { provider_id: 'bedrock', model_type: 'llm' } }

  it('finds the model, and its metadata', () => {
    const args = { contains: model, unique: true, metadata: { provider_id: 'bedrock' } }
    expect(verdict('models-list', args, listed({ id: 'other' }, bedrock))).toBe('pass')
    expect(
      verdict(
        'models-list',
        { metadata: { provider_id: 'bedrock' } },
        listed({ id: 'o' }, bedrock),
      ),
    ).toBe('pass')
    expect(verdict('models-list', true, listed(bedrock))).toBe('pass')
  })

  it.each([
    [{ contains: 'nope' }, [bedrock], 'models.missing'],
    [{ unique: true }, [bedrock, { id: 'o' }, bedrock], 'models.repeated'],
    [{ nonEmpty: true }, [], 'models.empty'],
    [{ contains: model, metadata: { provider_id: 'x' } }, [bedrock], 'models.metadata'],
    [{ metadata: { provider_id: 'x' } }, [bedrock, { id: 'o' }], 'models.metadata'],
    [{ metadata: { provider_id: 'x' } }, [], 'models.metadata'],
  ])('%j fails', (args, data, code) => {
    expect(verdict('models-list', args, listed(...data))).toBe(code)
  })

  it('fails for what is no list', () => {
    expect(verdict('models-list', true, answered({ models: [] }))).toBe('models.not-a-list')
  })
})
