import { expect, it } from 'vitest'
import { reply } from '../../aws/testing/see.ts'
import { chat, completion } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

const answered = (content: string, asked: string) =>
  verdict(
    'no-control-tokens',
    true,
    chat(completion({}, {}, { content }), {
      asked: { messages: [{ role: 'user', content: asked }] },
    }),
  )

it.each([
  ['what it shows as code', 'Llama 2 marks it by `[INST]`.\n```\n<<SYS>>\n```', 'How?'],
  ['what the request speaks of', '<|im_start|> begins a turn.', 'What is <|im_start|>?'],
  ['words of a sentence', 'A turn is put between <|im_start|> and "<|im_end|>".', 'How?'],
  ['words of a list', 'Llama 2:\n- instructions: [INST], then the text', 'How?'],
])('an answer about control tokens holds %s', (_, content, asked) => {
  expect(answered(content, asked)).toBe('pass')
})

it.each([
  ['another one than that of the request', 'It begins a turn.<|im_end|>', 'What is <|im_start|>?'],
  ['one behind its code', '`a`<|im_end|>', 'How?'],
  ['one behind a backtick that opens nothing', 'a ` b<|im_end|>', 'How?'],
  ['a last one', 'It is `<|a|>`.</s>', 'How?'],
  ['one behind a blank at the end', 'The capital is Rome <|im_end|>', 'Where?'],
  ['one before the next turn', 'It is Rome <|im_end|>\n<|im_start|>user', 'Where?'],
  ['one that begins it', '<|channel|> final: Rome', 'Where?'],
  ['one behind a sentence', 'It is Rome. <|im_end|> More of it.', 'Where?'],
])('an answer may not hold %s', (_, content, asked) => {
  expect(answered(content, asked)).toBe('text.control-token')
})

const called = (name: string, args: string) =>
  verdict(
    'no-control-tokens',
    true,
    chat(
      completion(
        {},
        { finish_reason: 'tool_calls' },
        { tool_calls: [{ id: 'c', type: 'function', function: { name, arguments: args } }] },
      ),
      { asked: { messages: [{ role: 'user', content: 'Write a template.' }] } },
    ),
  )

it('a file that a call writes may be about control tokens', () => {
  const file = "{{ '<|im_start|>' + role }}\n<|im_start|>user\n"
  expect(called('write', JSON.stringify({ file }))).toBe('pass')
})

it.each([
  ['write', '{"city":"Rome<|im_end|>"}'],
  ['write', '{"city":"Rome<|im_end|>\\n","days":1}'],
  ['write', '{"city":"Rome"}<|call|>'],
  ['json<|channel|>commentary', '{}'],
])('a call of %s with %s holds a control token', (name, args) => {
  expect(called(name, args)).toBe('text.control-token')
})

it('a prompt is made of control tokens, and its answer is not', () => {
  const prompt = '<|start_header_id|>user<|end_header_id|>Hi<|eot_id|>'
  const body = { generation: 'Hi<|eot_id|>', prompt_token_count: 9, generation_token_count: 2 }
  const given = reply('invoke', { ...body, stop_reason: 'stop' }, { prompt })
  expect(verdict('no-control-tokens', true, given)).toBe('text.control-token')
})
