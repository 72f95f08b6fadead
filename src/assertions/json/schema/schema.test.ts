import { describe, expect, it } from 'vitest'
import {
  chat,
  chunk,
  completion,
  done,
  stream,
  usage,
  usageChunk,
} from '../../testing/completion.ts'
import { judge, verdict } from '../../testing/judge.ts'
import { answered, now, observed } from '../../testing/observation.ts'
import { schemaNames, validatorNamed } from './files.ts'

const name = 'openai.chat-completion'
const chunkArgs = { name: 'openai.chat-completion-chunk', each: true }

/** A JSON value without what stands at a path. */
function without(json: unknown, ...path: (string | number)[]): unknown {
  const copy = structuredClone(json) as Record<string | number, unknown>
  const last = path.pop()!
  const parent = path.reduce((inner, key) => inner[key] as typeof copy, copy)
  delete parent[last]
  return copy
}

describe('the wire schemas', () => {
  it('all compile', () => {
    expect(schemaNames()).toContain(name)
    for (const one of schemaNames()) expect(validatorNamed(one), one).toBeTypeOf('function')
  })

  it('are refused by name where a case misspells one', () => {
    expect(() => judge('schema', 'openai.chat', chat())).toThrow(/openai\.chat-completion/)
  })
})

describe('schema openai.chat-completion', () => {
  it('holds for what the specification shows', () => {
    expect(verdict('schema', name, chat())).toBe('pass')
  })

  it('holds for the body of Bedrock, and notes what the schema does not know', () => {
    const body = completion({ system_fingerprint: 'fp', service_tier: 'standard', x_seen: 1 })
    const bare = without(
      without(body, 'choices', 0, 'logprobs'),
      'choices',
      0,
      'message',
      'refusal',
    )
    const { findings, notes } = judge('schema', name, chat(bare))
    expect(findings).toEqual([])
    expect(notes).toEqual(['Members unknown to openai.chat-completion: /x_seen.'])
  })

  it('holds for the nulls that Llama Stack serialises', () => {
    const nulls = { annotations: null, audio: null, function_call: null, tool_calls: null }
    const details = { ...usage, prompt_tokens_details: null, completion_tokens_details: null }
    const body = completion(
      { service_tier: null, system_fingerprint: null, moderation: null, usage: details },
      {},
      nulls,
    )
    expect(verdict('schema', name, chat(body))).toBe('pass')
    expect(verdict('schema', name, chat(completion({ usage: null })))).toBe('pass')
  })

  it('holds for tool calls beside content null', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }
    const body = completion(
      {},
      { finish_reason: 'tool_calls' },
      { content: null, tool_calls: [call] },
    )
    expect(verdict('schema', name, chat(body))).toBe('pass')
  })

  it.each([
    [['id']],
    [['choices']],
    [['created']],
    [['model']],
    [['object']],
    [['choices', 0, 'finish_reason']],
    [['choices', 0, 'index']],
    [['choices', 0, 'message']],
    [['choices', 0, 'message', 'role']],
    [['choices', 0, 'message', 'content']],
    [['usage', 'prompt_tokens']],
    [['usage', 'completion_tokens']],
    [['usage', 'total_tokens']],
  ])('demands %j', (path) => {
    const { findings } = judge('schema', name, chat(without(completion(), ...path)))
    expect(findings.map(({ code, at }) => [code, at?.pointer])).toEqual([
      ['schema.required', `/${path.join('/')}`],
    ])
  })

  it.each([
    [completion({ id: 7 }), 'schema.type', '/id'],
    [completion({ id: '' }), 'schema.value', '/id'],
    [completion({ created: 1.5 }), 'schema.type', '/created'],
    [completion({ object: 'text_completion' }), 'schema.const', '/object'],
    [completion({ choices: [] }), 'schema.value', '/choices'],
    [completion({ model: null }), 'schema.type', '/model'],
    [completion({}, { finish_reason: null }), 'schema.enum', '/choices/0/finish_reason'],
    [completion({}, { finish_reason: 'end_turn' }), 'schema.enum', '/choices/0/finish_reason'],
    [completion({}, { index: '0' }), 'schema.type', '/choices/0/index'],
    [completion({}, {}, { role: 'user' }), 'schema.const', '/choices/0/message/role'],
    [completion({}, {}, { content: ['a'] }), 'schema.type', '/choices/0/message/content'],
    [completion({ usage: { ...usage, total_tokens: -1 } }), 'schema.value', '/usage/total_tokens'],
    [
      completion({ usage: { ...usage, prompt_tokens: 1.5 } }),
      'schema.type',
      '/usage/prompt_tokens',
    ],
    [completion({ usage: 'many' }), 'schema.type', '/usage'],
  ])('names the code and the place of each breach (%#)', (body, code, pointer) => {
    const { findings } = judge('schema', name, chat(body))
    expect(findings.map((finding) => [finding.code, finding.at?.pointer])).toEqual([
      [code, pointer],
    ])
  })

  it('says what came and what was expected', () => {
    const [finding] = judge('schema', name, chat(completion({}, { finish_reason: 'eos' }))).findings
    expect(finding?.message).toBe('/choices/0/finish_reason has a value that is not in the list.')
    expect(finding?.expected).toContain('"tool_calls"')
    expect(finding?.received).toBe('"eos"')
  })

  it('is inconclusive about a body that is not JSON', () => {
    expect(verdict('schema', name, observed({ body: '<html>' }))).toBe('inconclusive')
  })
})

describe('schema openai.chat-completion-chunk-strict', () => {
  it('asks for a text where a fragment of a call has arguments', () => {
    const args = { name: 'openai.chat-completion-chunk-strict', each: true }
    const fragment = (called: object) =>
      stream([
        chunk({ tool_calls: [{ index: 0, id: 'c', type: 'function', function: called }] }),
        done,
      ])
    expect(verdict('schema', args, fragment({ name: 'f', arguments: '' }))).toBe('pass')
    expect(verdict('schema', args, fragment({ name: 'f' }))).toBe('pass')
    expect(verdict('schema', args, fragment({ name: 'f', arguments: null }))).toBe('schema.type')
  })
})

describe('schema openai.chat-completion-strict', () => {
  it('asks for what Bedrock leaves out', () => {
    const strict = 'openai.chat-completion-strict'
    expect(verdict('schema', strict, chat())).toBe('pass')
    expect(verdict('schema', strict, chat(without(completion(), 'choices', 0, 'logprobs')))).toBe(
      'schema.required',
    )
    expect(verdict('schema', strict, chat(completion({ service_tier: 'standard' })))).toBe(
      'schema.enum',
    )
    expect(judge('schema', strict, chat(completion({ x: 1 }))).notes).toBeUndefined()
  })
})

describe('schema openai.chat-completion-chunk', () => {
  it('holds for every chunk of a stream, and for the habits of Bedrock and Llama Stack', () => {
    expect(verdict('schema', chunkArgs, stream())).toBe('pass')
    const nulls = { content: 'x', function_call: null, refusal: null, role: null, tool_calls: null }
    const odd = chunk(nulls, { obfuscation: 'abc', logprobs: null }, { usage: null })
    const { findings, notes } = judge('schema', chunkArgs, stream([odd, usageChunk]))
    expect(findings).toEqual([])
    expect(notes?.join()).toContain('/choices/*/obfuscation')
  })

  it('tells the same mistake in many chunks once, with the first item', () => {
    const bad = without(chunk({ content: 'x' }), 'choices', 0, 'index') as object
    const { findings } = judge('schema', chunkArgs, stream([chunk({}), bad, bad, bad].map(toJson)))
    expect(findings).toHaveLength(1)
    expect(findings[0]?.at).toMatchObject({ item: 1, pointer: '/choices/0/index' })
    expect(findings[0]?.message).toContain('So 2 times more')
  })

  it.each([
    [chunk({}, {}, { object: 'chat.completion' }), 'schema.const'],
    [chunk({ role: '' }), 'schema.enum'],
    [chunk({ content: 5 }), 'schema.type'],
    [chunk({}, { index: -1 }), 'schema.value'],
    [chunk({ tool_calls: [{ id: 'a' }] }), 'schema.required'],
    [chunk({}, {}, { choices: null }), 'schema.type'],
  ])('fails for each breach (%#)', (bad, code) => {
    expect(verdict('schema', chunkArgs, stream([bad]))).toBe(code)
  })

  it('leaves an error event to the check of errors', () => {
    const events = [chunk({ role: 'assistant' }), { error: { message: 'x' } }]
    expect(verdict('schema', chunkArgs, stream(events))).toBe('pass')
  })
})

describe('schema openai.models-response', () => {
  const args = 'openai.models-response'
  const one = { id: 'm', object: 'model', created: now, owned_by: 'system' }

  it('holds for a list and for one model', () => {
    expect(verdict('schema', args, answered({ object: 'list', data: [one] }))).toBe('pass')
    expect(verdict('schema', args, answered({ object: 'list', data: [] }))).toBe('pass')
    expect(verdict('schema', args, answered({ ...one, custom_metadata: { a: 1 } }))).toBe('pass')
  })

  it.each([
    [{ data: [one] }, '/object'],
    [{ object: 'list' }, '/data'],
    [{ object: 'list', data: [{ ...one, owned_by: undefined }] }, '/data/0/owned_by'],
    [{ ...one, created: undefined }, '/created'],
    [{ identifier: 'm', type: 'model' }, '/id'],
    [{}, '/data'],
  ])('names what is missing (%#)', (body, pointer) => {
    const { findings } = judge('schema', args, answered(body))
    expect(findings.map(({ at }) => at?.pointer)).toContain(pointer)
  })
})

describe('schema at a pointer', () => {
  it('judges each element that the pointer names, and gives its full place', () => {
    const body = { data: [{ id: 'm', object: 'model', created: 1, owned_by: 'a' }, { id: 'n' }] }
    const { findings } = judge('schema', { name: 'openai.model', at: '/data/*' }, answered(body))
    expect(findings.map(({ at }) => at?.pointer)).toEqual([
      '/data/1/object',
      '/data/1/created',
      '/data/1/owned_by',
    ])
  })
})

function toJson(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>
}

describe('a server that sends more than any reader looks at', () => {
  const many = (length: number) => Array.from({ length }, () => ({}))

  it('has each kind of mistake once, with how often it comes again', () => {
    const { findings } = judge('schema', name, chat(completion({}, {}, { tool_calls: many(100) })))
    expect(findings[0]?.message).toContain('So 99 times more.')
    expect(findings.length).toBeLessThanOrEqual(20)
  })

  it('is judged by the first items of a list', () => {
    const { findings } = judge(
      'schema',
      name,
      chat(completion({}, {}, { tool_calls: many(100_000) })),
    )
    expect(findings[0]?.message).toContain('So 3123 times more.')
  })

  it('has no more than twenty unknown members named', () => {
    const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`m${at}`, 0]))
    const { notes } = judge('schema', name, chat(completion(unknown)))
    expect(notes).toEqual([expect.stringMatching(/: \/m0, .*\/m19 and more\.$/u)])
  })
})
