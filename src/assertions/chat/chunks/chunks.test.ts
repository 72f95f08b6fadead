import { describe, expect, it } from 'vitest'
import {
  chat,
  chunk,
  chunks,
  done,
  stream,
  usage,
  usageChunk,
  type Json,
} from '../../testing/completion.ts'
import { judge, verdict } from '../../testing/judge.ts'

/** The usual stream with one chunk replaced. */
function withChunk(index: number, replacement: Json) {
  return stream([...chunks().with(index, replacement), done])
}

const all = [
  ['one-id', true],
  ['one-created', true],
  ['one-model', true],
  ['first-role', true],
  ['only-assistant', true],
  ['one-finish', true],
  ['empty-choices', true],
  ['usage-chunk', 'if-asked'],
  ['usage-chunk', 'present'],
  ['obfuscation', true],
] as const

describe('a stream as the specification has it', () => {
  it.each(all)('passes %s', (name, args) => {
    expect(verdict(name, args, stream())).toBe('pass')
  })

  it.each(all)('is inconclusive of %s where there is no stream', (name, args) => {
    expect(verdict(name, args, chat())).toBe('inconclusive')
  })
})

describe('one-id, one-created, one-model', () => {
  it.each([
    ['one-id', { id: 'chatcmpl-2' }, 'chunk.id-changed', '/id'],
    ['one-id', { id: '' }, 'chunk.id-empty', '/id'],
    ['one-id', { id: null }, 'chunk.id-empty', '/id'],
    ['one-created', { created: 1 }, 'chunk.created-changed', '/created'],
    ['one-created', { created: 0 }, 'chunk.created-invalid', '/created'],
    ['one-created', { created: 1.5 }, 'chunk.created-invalid', '/created'],
    ['one-model', { model: 'gpt-4' }, 'chunk.model-changed', '/model'],
    ['one-model', { model: '' }, 'chunk.model-empty', '/model'],
  ])('%s fails for %j', (name, more, code, pointer) => {
    const { findings } = judge(name, true, withChunk(2, chunk({ content: 'x' }, {}, more)))
    expect(
      findings.map((finding) => [finding.code, finding.at?.item, finding.at?.pointer]),
    ).toEqual([[code, 2, pointer]])
  })

  it('looks at the usage chunk too', () => {
    expect(verdict('one-id', true, withChunk(4, { ...usageChunk, id: 'other' }))).toBe(
      'chunk.id-changed',
    )
  })
})

describe('roles', () => {
  it.each([[{ content: 'x' }], [{ role: null }], [{ role: '' }], [{ role: 'user' }]])(
    'first-role fails for a first delta like %j',
    (delta) => {
      expect(verdict('first-role', true, withChunk(0, chunk(delta)))).toBe('chunk.role-missing')
    },
  )

  it('first-role takes content beside the role, and looks at each choice', () => {
    const first = chunk({ role: 'assistant', content: 'Humans' })
    expect(verdict('first-role', true, withChunk(0, first))).toBe('pass')
    expect(verdict('first-role', true, withChunk(1, chunk({ content: 'x' }, { index: 1 })))).toBe(
      'chunk.role-missing',
    )
  })

  it('only-assistant takes null for absent, and "" for a role', () => {
    expect(verdict('only-assistant', true, withChunk(1, chunk({ role: null })))).toBe('pass')
    expect(verdict('only-assistant', true, withChunk(1, chunk({ role: 'assistant' })))).toBe('pass')
    expect(verdict('only-assistant', true, withChunk(1, chunk({ role: '' })))).toBe('chunk.role')
    expect(verdict('only-assistant', true, withChunk(1, chunk({ role: 'user' })))).toBe(
      'chunk.role',
    )
  })
})

const end = (reason: unknown) => chunk({}, { finish_reason: reason })

const other = (choice: Json) => chunk({ content: 'b' }, { index: 1, ...choice })

describe('one-finish', () => {
  it('takes a last piece of text together with the reason', () => {
    const last = chunk({ content: 'x' }, { finish_reason: 'stop' })
    expect(verdict('one-finish', true, withChunk(3, last))).toBe('pass')
  })

  it.each([
    [[chunk({ content: 'a' }), usageChunk], 'chunk.finish-missing'],
    [[end('stop'), end('stop')], 'chunk.finish-repeated'],
    [[end('end_turn')], 'chunk.finish-unknown'],
    [[end('')], 'chunk.finish-unknown'],
    [[end('stop'), chunk({ content: 'more' })], 'chunk.after-finish'],
    [[end('stop'), chunk({})], 'chunk.after-finish'],
    [[usageChunk], 'chunk.no-choice'],
  ])('fails where the end is wrong (%#)', (events, code) => {
    expect(verdict('one-finish', true, stream([...events, done]))).toBe(code)
  })

  it('asks for a reason of each choice', () => {
    const both = [
      chunk({ content: 'a' }),
      other({}),
      end('stop'),
      other({ finish_reason: 'length' }),
    ]
    expect(verdict('one-finish', true, stream([...both, done]))).toBe('pass')
    const { findings } = judge('one-finish', true, stream([...both.slice(0, 3), done]))
    expect(findings.map(({ message }) => message)).toEqual(['Choice 1 never gets a finish_reason.'])
  })

  it('is inconclusive of a missing end that we did not wait for, but tells what was wrong before', () => {
    const left = { exchange: { hungUp: true } }
    expect(verdict('one-finish', true, stream([chunk({ content: 'a' })], left))).toBe(
      'inconclusive',
    )
    expect(verdict('one-finish', true, stream([end('eos')], left))).toBe('chunk.finish-unknown')
  })
})

describe('empty-choices', () => {
  it('fails for an empty chunk that carries no usage', () => {
    const empty = { ...chunk({}), choices: [] }
    expect(verdict('empty-choices', true, withChunk(1, empty))).toBe('chunk.empty-choices')
    expect(verdict('empty-choices', true, withChunk(1, { ...empty, usage: null }))).toBe(
      'chunk.empty-choices',
    )
  })
})

describe('usage-chunk', () => {
  const unasked = { asked: { stream: true } }
  const declined = { asked: { stream: true, stream_options: { include_usage: false } } }

  it.each([
    [chunks().slice(0, 4), 'chunk.usage-missing'],
    [[...chunks(), usageChunk], 'chunk.usage-repeated'],
    [
      [...chunks().slice(0, 3), chunk({}, { finish_reason: 'stop' }, { usage })],
      'chunk.usage-choices',
    ],
    [[chunks()[0]!, usageChunk, ...chunks().slice(1, 4)], 'chunk.usage-not-last'],
  ])('fails where usage was asked for and came otherwise (%#)', (events, code) => {
    expect(verdict('usage-chunk', 'if-asked', stream([...events, done]))).toBe(code)
  })

  it('takes usage on every chunk where the request asks for it, as clients of vLLM do', () => {
    const stream_options = { include_usage: true, continuous_usage_stats: true }
    const asked = { asked: { stream: true, stream_options } }
    const running = chunks().map((one) => ({ ...one, usage }))
    expect(verdict('usage-chunk', 'if-asked', stream([...running, done], asked))).toBe('pass')
    const unended = [...running.slice(0, -1), done]
    expect(verdict('usage-chunk', 'if-asked', stream(unended, asked))).toBe('chunk.usage-choices')
    expect(verdict('usage-chunk', 'if-asked', stream([...running, done]))).toBe(
      'chunk.usage-repeated',
    )
  })

  it('takes null on the other chunks', () => {
    const events = chunks().map((one) => ({ usage: null, ...one }))
    expect(verdict('usage-chunk', 'if-asked', stream([...events, done]))).toBe('pass')
  })

  it('asks for nothing that was not asked for', () => {
    const events = [...chunks().slice(0, 4), done]
    expect(verdict('usage-chunk', 'if-asked', stream(events, unasked))).toBe('pass')
    expect(verdict('usage-chunk', 'only-if-asked', stream(events, declined))).toBe('pass')
  })

  it('fails for a usage chunk that was not requested', () => {
    expect(verdict('usage-chunk', 'only-if-asked', stream(undefined, unasked))).toBe(
      'chunk.usage-unasked',
    )
    expect(verdict('usage-chunk', 'absent', stream(undefined, declined))).toBe(
      'chunk.usage-unasked',
    )
    expect(verdict('usage-chunk', 'only-if-asked', stream())).toBe('pass')
  })
})

describe('obfuscation', () => {
  it('notes where the padding stands', () => {
    const inChoice = withChunk(1, chunk({ content: 'x' }, { obfuscation: 'aB' }))
    expect(judge('obfuscation', true, inChoice)).toEqual({
      findings: [],
      notes: ['Padding stands at /choices/0/obfuscation.'],
    })
    const onChunk = withChunk(1, chunk({ content: 'x' }, {}, { obfuscation: 'aB' }))
    expect(judge('obfuscation', true, onChunk).notes).toEqual(['Padding stands at /obfuscation.'])
  })

  it('fails for padding that is no string, or that was declined', () => {
    expect(verdict('obfuscation', true, withChunk(1, chunk({}, { obfuscation: 5 })))).toBe(
      'chunk.obfuscation',
    )
    const asked = { stream: true, stream_options: { include_obfuscation: false } }
    const padded = stream([chunk({}, { obfuscation: 'a' })], { asked })
    expect(verdict('obfuscation', true, padded)).toBe('chunk.obfuscation')
  })
})

describe('a chunk of content filter results before the first choice', () => {
  const preface = {
    id: '',
    object: '',
    created: 0,
    model: '',
    choices: [],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
  }
  const hello = chunk({ role: 'assistant', content: 'Hi' })
  const last = chunk({}, { finish_reason: 'stop' })
  const begun = stream([preface, hello, last, done])

  it('is found by one check and by no other', () => {
    expect(verdict('no-preface', true, begun)).toBe('chunk.preface')
    for (const name of ['one-id', 'one-created', 'one-model', 'empty-choices', 'first-role']) {
      expect(verdict(name, true, begun), name).toBe('pass')
    }
    const args = { name: 'openai.chat-completion-chunk', each: true }
    expect(verdict('schema', args, begun)).toBe('pass')
  })

  it('is one only at the start, and only with filter results', () => {
    expect(verdict('no-preface', true, stream([hello, last, done]))).toBe('pass')
    const late = stream([hello, preface, last, done])
    expect(verdict('no-preface', true, late)).toBe('pass')
    expect(verdict('empty-choices', true, late)).toBe('chunk.empty-choices')
    const { prompt_filter_results: _, ...bare } = preface
    expect(verdict('empty-choices', true, stream([bare, hello, last, done]))).toBe(
      'chunk.empty-choices',
    )
  })
})

describe('stream-error', () => {
  const begun = chunks().slice(0, 2)

  it('holds for an error event with a message and no pretended end', () => {
    const failed = stream([...begun, { error: { message: 'Throttled', code: '429' } }])
    expect(verdict('stream-error', true, failed)).toBe('pass')
  })

  it('fails when the stream just stops, is inconclusive useful, or pretends to finish', () => {
    expect(verdict('stream-error', true, stream(begun))).toBe('chunk.error-missing')
    expect(verdict('stream-error', true, stream([...begun, { error: 'no' }]))).toBe(
      'chunk.error-shape',
    )
    const last = chunk({}, { finish_reason: 'stop' })
    expect(
      verdict('stream-error', true, stream([...begun, { error: { message: 'x' } }, last])),
    ).toBe('chunk.finish-after-error')
  })

  it('asks nothing of a stream without an error when that is only asked when seen', () => {
    expect(verdict('stream-error', 'when-seen', stream())).toBe('pass')
    expect(verdict('stream-error', 'when-seen', stream(begun))).toBe('pass')
    expect(verdict('stream-error', 'when-seen', stream([...begun, { error: 'no' }]))).toBe(
      'chunk.error-shape',
    )
    const last = chunk({}, { finish_reason: 'stop' })
    expect(
      verdict('stream-error', 'when-seen', stream([...begun, { error: { message: 'x' } }, last])),
    ).toBe('chunk.finish-after-error')
  })
})
