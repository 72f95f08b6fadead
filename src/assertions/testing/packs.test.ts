/** The protocol packs of the OpenAI endpoints: known words, green on legal habits, red on defects. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { assertions } from '../registry.ts'
import {
  chat,
  chunk,
  chunks,
  completion,
  done,
  sse,
  stream,
  usage,
  usageChunk,
  type Event,
  type Json,
} from './completion.ts'
import { assertionIn, judgePacks, packNamed, profile } from './judge.ts'
import { answered, observed, utf8 } from './observation.ts'
import type { Observation } from '../../model/observation.ts'

const suites = new URL('../../../suites/', import.meta.url)
const own = readdirSync(new URL('protocol/', suites))
  .filter((file) => /^(?:http|openai-.*)\.yaml$/u.test(file))
  .map((file) => file.slice(0, -'.yaml'.length))

interface RulesYaml {
  readonly rules: readonly { readonly id: string; readonly level: string }[]
}

const ledgers = [
  'http',
  'sse',
  'openai',
  'openai-requests',
  'openai-responses',
  'openai-embeddings',
  'notebook',
].map((name) => parse(readFileSync(new URL(`rules/${name}.yaml`, suites), 'utf8')) as RulesYaml)
const rules = new Map(ledgers.flatMap(({ rules: list }) => list).map((rule) => [rule.id, rule]))

describe.each(own)('the pack %s', (name) => {
  const { checks } = packNamed(name)

  it('names known assertions, with arguments that they take', () => {
    for (const check of checks) {
      const [key, args] = assertionIn(check)
      const assertion = assertions.get(key)
      expect(assertion, `${check.id}: ${key}`).toBeDefined()
      expect(assertion?.args.safeParse(args).success, `${check.id}: ${key}`).toBe(true)
    }
  })

  it('names rules of the ledger, no more strictly than they stand there', () => {
    const ranks = ['may', 'should', 'must']
    for (const { id, rule, level = 'must' } of checks) {
      expect(rules.has(rule), `${id}: ${rule}`).toBe(true)
      const allowed = ranks.indexOf(rules.get(rule)?.level ?? 'may')
      expect(ranks.indexOf(level), `${id}: ${rule}`).toBeLessThanOrEqual(allowed)
    }
  })

  it('has ids of its own, and needs only what stands before', () => {
    const before = new Set<string>()
    for (const { id, needs = [] } of checks) {
      expect(before.has(id), id).toBe(false)
      for (const need of needs) expect(before.has(need), `${id} needs ${need}`).toBe(true)
      before.add(id)
    }
  })
})

const whole = (observation: Observation) => judgePacks(['http', 'openai-chat'], observation)
const streamed = (observation: Observation) =>
  judgePacks(['http', 'openai-chat-stream'], observation)

/** The usual stream with every event written in another way. */
const written = (write: (json: string) => string) =>
  stream([...chunks().map((json) => ({ raw: write(JSON.stringify(json)) })), done])

describe('legal habits of a chat completion', () => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }

  it.each<[string, Observation]>([
    ['as the specification shows it', chat()],
    ['with unknown members', chat(completion({ x: 1 }, { y: 2 }, { z: [3] }))],
    [
      'with white space after the body',
      observed({
        headers: [['content-type', 'application/json']],
        body: `${JSON.stringify(completion())}\r\n`,
      }),
    ],
    [
      'with a content type in capitals',
      observed({
        headers: [['Content-Type', 'Application/JSON; Charset=UTF-8']],
        body: JSON.stringify(completion()),
      }),
    ],
    [
      'with every optional member null',
      chat(
        completion(
          { service_tier: null, system_fingerprint: null, metadata: null, error: null },
          {},
          { tool_calls: null, audio: null, annotations: null },
        ),
      ),
    ],
    ['with an empty list of tool calls', chat(completion({}, {}, { tool_calls: [] }))],
    [
      'cut at its token limit, without a text',
      chat(completion({}, { finish_reason: 'length' }, { content: '' }), {
        asked: { max_tokens: 7 },
      }),
    ],
    [
      'with tool calls and no text',
      chat(completion({}, { finish_reason: 'tool_calls' }, { content: null, tool_calls: [call] })),
    ],
    ['with a dated model', chat(completion({ model: 'm-2026-01-01' }), { asked: { model: 'm' } })],
    ['in scripts of every plane', chat(completion({}, {}, { content: '👩‍👩‍👧 漢字 שלום 𝒳' }))],
    ['with the reasoning in a member of its own', chat(completion({}, {}, { reasoning: 'Hm.' }))],
    [
      'with two choices where two were asked for',
      chat(
        completion({
          choices: [0, 1].map((index) => ({ ...(completion()['choices'] as Json[])[0], index })),
        }),
        { asked: { n: 2 } },
      ),
    ],
  ])('%s: green', (_, observation) => {
    expect(whole(observation)).toEqual({})
  })

  it('Bedrock’s own body falls short of the nullable members only', () => {
    const choice = {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: '<reasoning>Hm.</reasoning>Earth' },
    }
    expect(whole(chat(completion({ choices: [choice], service_tier: 'standard' })))).toEqual({
      'nullable-members': 'schema.required schema.required schema.enum',
    })
  })
})

describe('legal habits of a stream', () => {
  const nulls = { content: null, function_call: null, refusal: null, role: null, tool_calls: null }
  const llamaStack = chunks().map((json) => {
    const choices = (json['choices'] as Json[]).map((choice) => ({
      logprobs: null,
      ...choice,
      delta: { ...nulls, ...(choice['delta'] as Json) },
    }))
    return { service_tier: 'default', system_fingerprint: null, usage: null, ...json, choices }
  })

  it.each<[string, Observation]>([
    ['as the specification shows it', stream()],
    ['data without a space', written((json) => `data:${json}\n\n`)],
    ['CRLF', written((json) => `data: ${json}\r\n\r\n`)],
    ['CR', written((json) => `data: ${json}\r\r`)],
    ['comments between events', written((json) => `: OPENROUTER PROCESSING\n\ndata: ${json}\n\n`)],
    ['event and id lines', written((json) => `event: message\nid: 1\ndata: ${json}\n\n`)],
    ['a retry line', written((json) => `retry: 3000\ndata: ${json}\n\n`)],
    [
      'JSON over several data lines',
      written((json) => `data: ${json.replace(',', ',\ndata: ')}\n\n`),
    ],
    ['a byte order mark', stream([{ raw: '\uFEFF' }, ...chunks(), done])],
    [
      'unknown members everywhere',
      stream([...chunks().map((json) => ({ ...json, x: 1, p: 'abc' })), done]),
    ],
    [
      'padding in the choice',
      stream([
        chunk({ role: 'assistant', content: '' }, { obfuscation: 'x' }),
        ...chunks().slice(1),
        done,
      ]),
    ],
    ['every optional member null', stream([...llamaStack, done])],
    [
      'text in the first chunk',
      stream([chunk({ role: 'assistant', content: 'Hi' }), ...chunks().slice(1), done]),
    ],
    [
      'the role on every delta',
      stream([
        ...chunks().map((json) =>
          json === usageChunk
            ? json
            : {
                ...json,
                choices: [{ ...(json['choices'] as Json[])[0], delta: { role: 'assistant' } }],
              },
        ),
        done,
      ]),
    ],
    [
      'text in the last chunk',
      stream([
        ...chunks().slice(0, 2),
        chunk({ content: 'Earth.' }, { finish_reason: 'stop' }),
        usageChunk,
        done,
      ]),
    ],
    ['an empty delta in the midst', stream([chunks()[0]!, chunk({}), ...chunks().slice(1), done])],
    [
      'no usage, when it was not requested',
      stream([...chunks().slice(0, 4), done], { asked: { stream: true } }),
    ],
    [
      'no text at all',
      stream(
        [
          chunk({ role: 'assistant' }),
          chunk({}, { finish_reason: 'length' }),
          { ...usageChunk, usage: { prompt_tokens: 3, completion_tokens: 0, total_tokens: 3 } },
          done,
        ],
        { asked: { stream: true, stream_options: { include_usage: true }, max_tokens: 1 } },
      ),
    ],
    [
      'all in one piece',
      observed({
        api: 'openai-chat-stream',
        headers: [['content-type', 'text/event-stream']],
        asked: { stream: true, stream_options: { include_usage: true } },
        body: sse([...chunks(), done]),
      }),
    ],
    [
      'one byte at a time',
      observed({
        api: 'openai-chat-stream',
        headers: [['CONTENT-TYPE', 'text/event-stream; charset=utf-8']],
        asked: { stream: true, stream_options: { include_usage: true } },
        body: [...utf8(sse([...chunks(), done]))].map((byte, index) => ({
          at: index,
          bytes: Uint8Array.of(byte),
        })),
      }),
    ],
  ])('%s: green', (_, observation) => {
    expect(streamed(observation)).toEqual({})
  })
})

describe('defects of a chat completion', () => {
  it.each<[string, Observation, string]>([
    [
      'an error behind 200',
      answered({ error: { message: 'no', type: 'x', param: null, code: null } }),
      'no-error-in-success',
    ],
    ['finish_reason null', chat(completion({}, { finish_reason: null })), 'response-schema'],
    ['a wrong sum', chat(completion({ usage: { ...usage, total_tokens: 3 } })), 'usage'],
    ['no usage', chat(completion({ usage: undefined })), 'usage'],
    [
      'white space before the body',
      observed({
        headers: [['content-type', 'application/json']],
        body: `\n\n${JSON.stringify(completion())}`,
      }),
      'starts-with-brace',
    ],
    [
      'text/plain',
      observed({ headers: [['content-type', 'text/plain']], body: JSON.stringify(completion()) }),
      'content-type',
    ],
    ['another model', chat(completion({ model: 'gpt-4' })), 'model'],
    ['one choice for n 2', chat(completion(), { asked: { n: 2 } }), 'choices'],
    [
      'a control token',
      chat(completion({}, {}, { content: 'a<|channel|>b' })),
      'no-control-tokens',
    ],
    ['a destroyed character', chat(completion({}, {}, { content: 'na\uFFFDve' })), 'utf8'],
    ['500', observed({ status: 500, body: '{}' }), 'no-server-error'],
    [
      'an HTML page',
      observed({ headers: [['content-type', 'text/html']], body: '<html>' }),
      'json',
    ],
    ['{}', answered({}), 'response-schema'],
  ])('%s is found by %s', (_, observation, id) => {
    expect(Object.keys(whole(observation))).toContain(id)
  })
})

const replaced = (index: number, json: Event) =>
  stream([...chunks().with(index, json as Json), done])

describe('defects of a stream', () => {
  it.each<[string, Observation, string]>([
    ['no [DONE]', stream(chunks()), 'done-last'],
    ['no finish_reason', replaced(3, chunk({})), 'one-finish'],
    ['no usage', stream([...chunks().slice(0, 4), done]), 'usage-chunk'],
    ['a changing id', replaced(2, chunk({ content: 'x' }, {}, { id: 'other' })), 'one-id'],
    ['no role', replaced(0, chunk({ content: '' })), 'first-role'],
    ['role ""', replaced(1, chunk({ role: '' })), 'only-assistant'],
    [
      'the object of a whole completion',
      replaced(1, chunk({}, {}, { object: 'chat.completion' })),
      'chunk-schema',
    ],
    [
      'an error field',
      stream([{ raw: 'error: {"message":"no"}\n\n' }, ...chunks(), done]),
      'framing',
    ],
    ['an error event', replaced(3, { error: { message: 'no' } }), 'no-error-in-success'],
    ['data ""', stream([{ raw: 'data: ""\n\n' }, ...chunks(), done]), 'events-are-json'],
    [
      'application/json',
      stream(undefined, { headers: [['content-type', 'application/json']] }),
      'content-type',
    ],
    [
      'a length',
      stream(undefined, {
        headers: [
          ['content-type', 'text/event-stream'],
          ['content-length', '99'],
        ],
      }),
      'no-length',
    ],
    ['an open end', stream(undefined, { endedAt: 60_000, complete: false }), 'ends-after-done'],
    [
      'usage that was not requested',
      stream(undefined, { asked: { stream: true } }),
      'usage-unasked',
    ],
    ['an empty chunk', replaced(1, { ...chunk({}), choices: [] }), 'empty-choices'],
    [
      'a tool call without an index',
      replaced(1, chunk({ tool_calls: [{ id: 'a', function: { name: 'f', arguments: '{}' } }] })),
      'tool-call-chunks',
    ],
    [
      'a whole body in place of a stream',
      answered(completion(), { api: 'openai-chat-stream' }),
      'content-type',
    ],
  ])('%s is found by %s', (_, observation, id) => {
    expect(Object.keys(streamed(observation))).toContain(id)
  })

  it('what only the start of a refused stream says is not told again by each check after it', () => {
    const refused = answered(
      { error: { message: 'no' } },
      { api: 'openai-chat-stream', status: 400 },
    )
    const stated = Object.entries(streamed(refused)).filter(([, one]) => one !== 'blocked')
    expect(stated).toEqual([['status', 'http.status']])
  })
})

describe('refusals', () => {
  const object = { message: 'No such model', type: 'x', param: null, code: 'model_not_found' }
  const expected = { expect: { outcome: 'error', error: 'unknown-model' } as const, profile }
  const refusal = (observation: Observation) =>
    judgePacks(['http', 'openai-error'], observation, expected)

  it('are green where they are as the profile says', () => {
    expect(refusal(answered({ error: object }, { status: 404 }))).toEqual({})
    expect(refusal(answered({ error: object, request_id: 'r' }, { status: 404 }))).toEqual({})
  })

  it.each<[string, Observation, string]>([
    ['granted', chat(), 'refused'],
    ['answered 500', answered({ error: object }, { status: 500 }), 'no-server-error'],
    ['in another envelope', answered({ detail: 'no' }, { status: 404 }), 'refused'],
    [
      'without param',
      answered({ error: { ...object, param: undefined } }, { status: 404 }),
      'error-members',
    ],
    ['as a stream', stream([{ error: object }]), 'refused'],
    [
      'as plain text',
      observed({ status: 404, headers: [['content-type', 'text/plain']], body: 'no' }),
      'error-content-type',
    ],
  ])('%s are found by %s', (_, observation, id) => {
    expect(Object.keys(refusal(observation))).toContain(id)
  })
})
