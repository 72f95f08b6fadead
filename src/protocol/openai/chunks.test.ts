import { expect, it } from 'vitest'
import { readOpenAiChunks } from './chunks.ts'
import { items } from '../testing/build.ts'

const chunk = (delta: unknown, finish_reason: unknown = null, more: object = {}): object => ({
  id: 'chatcmpl-1',
  created: 5,
  model: 'm',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason, ...more }],
})

it('reads the stream that bedrock-runtime sends: tags in each chunk, text beside the finish', () => {
  const reply = readOpenAiChunks(
    items([
      chunk({ role: 'assistant', content: '' }, null, { obfuscation: 'x' }),
      chunk({}),
      chunk({ content: '<reasoning>User asks</reasoning>' }),
      chunk({ content: '<reasoning> Sol.</reasoning>' }),
      chunk({ content: 'It is' }),
      chunk({ content: ' Sol.' }, 'stop'),
      {
        id: 'chatcmpl-1',
        choices: [],
        usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
      },
    ]),
  )
  expect(reply).toMatchObject({
    text: 'It is Sol.',
    reasoning: 'User asks Sol.',
    finish: 'stop',
    ending: 'stop',
    usage: { prompt: 2, completion: 3, total: 5 },
    id: 'chatcmpl-1',
    model: 'm',
    created: 5,
  })
  expect(reply?.deltas).toEqual([
    { at: 20, item: 2, choice: 0, text: '<reasoning>User asks</reasoning>' },
    { at: 30, item: 3, choice: 0, text: '<reasoning> Sol.</reasoning>' },
    { at: 40, item: 4, choice: 0, text: 'It is' },
    { at: 50, item: 5, choice: 0, text: ' Sol.' },
  ])
})

it('keeps counts that a later chunk does not have', () => {
  const counted = { ...chunk({ content: 'a' }), usage: { prompt_tokens: 2, completion_tokens: 1 } }
  const read = (usage: object) => readOpenAiChunks(items([counted, { ...chunk({}), usage }]))?.usage
  expect(read({})).toEqual({ prompt: 2, completion: 1 })
  expect(read({ completion_tokens: 3, total_tokens: 5 })).toEqual({
    prompt: 2,
    completion: 3,
    total: 5,
  })
})

it('finds a tag that was cut across deltas', () => {
  const reply = readOpenAiChunks(
    items([chunk({ content: '<reas' }), chunk({ content: 'oning>x' })]),
  )
  expect(reply).toMatchObject({ text: '', reasoning: 'x', finish: null })
})

it('reads the reasoning that bedrock-mantle sends beside the content', () => {
  const reply = readOpenAiChunks(
    items([
      chunk({ reasoning: 'a' }),
      chunk({ reasoning: 'b', content: null }),
      chunk({ content: 'c' }),
    ]),
  )
  expect(reply).toMatchObject({ text: 'c', reasoning: 'ab' })
  expect(reply?.deltas).toHaveLength(1)
})

const of = (index: number, content: string): object => ({
  choices: [{ index, delta: { content }, finish_reason: null }],
})

it('keeps choices apart that come by turns, in the order of their index', () => {
  const reply = readOpenAiChunks(items([of(1, 'b'), of(0, 'a'), of(1, 'B'), of(0, 'A')]))
  expect(reply?.choices.map(({ index, text }) => [index, text])).toEqual([
    [0, 'aA'],
    [1, 'bB'],
  ])
  expect(reply?.deltas.map((delta) => delta.choice)).toEqual([1, 0, 1, 0])
  expect(reply?.text).toBe('aA')
})

const call = (id: string | null, args: string): object => ({
  index: 0,
  id,
  type: 'function',
  function: { name: id === null ? null : 'boil', arguments: args },
})

it('joins the fragments of tool calls', () => {
  const reply = readOpenAiChunks(
    items([
      chunk({ tool_calls: [call('chatcmpl-tool-1', '{"li')] }),
      chunk({ tool_calls: [call(null, 'quid'), call(null, '":'), call(null, '1}')] }),
      chunk({}, 'tool_calls'),
    ]),
  )
  expect(reply?.toolCalls).toEqual([
    { id: 'chatcmpl-tool-1', name: 'boil', arguments: '{"liquid":1}' },
  ])
  expect(reply?.ending).toBe('tool')
})

it('does not forget a finish reason for a null that follows it', () => {
  const reply = readOpenAiChunks(items([chunk({ content: 'a' }, 'length'), chunk({})]))
  expect(reply).toMatchObject({ finish: 'length', ending: 'length' })
})

it('reads past chunks that are something else', () => {
  const reply = readOpenAiChunks(
    items([null, { error: {} }, [1], { choices: [null, 5] }, chunk({ content: 'a' })]),
  )
  expect(reply?.text).toBe('a')
})

it('finds no reply where no chunk has choices', () => {
  expect(readOpenAiChunks(items([{ error: { message: 'no' } }, {}, null]))).toBeUndefined()
})

it('reads an answer that the model declines as one that was held back', () => {
  const declined = [chunk({ refusal: 'I cannot ' }), chunk({ refusal: 'do that.' }, 'stop')]
  expect(readOpenAiChunks(items(declined))).toMatchObject({ text: '', ending: 'filter' })
})
