import { describe, expect, it } from 'vitest'
import { chat, chunk, completion, done, stream } from '../testing/completion.ts'
import { judge, verdict } from '../testing/judge.ts'
import { observed } from '../testing/observation.ts'

const stated = (content: string, choice = {}) => chat(completion({}, choice, { content }))
const reasoned = stated('<reasoning>Say Zorro, not Sol.</reasoning>It is **Sol**.\n')

describe('answer', () => {
  it.each([
    [{ contains: 'Sol' }, 'pass'],
    [{ contains: ['Sol', 'It is'] }, 'pass'],
    [{ contains: 'sol' }, 'text.missing'],
    [{ contains: 'sol', ignore: ['case'] }, 'pass'],
    [{ contains: 'Zorro' }, 'pass'],
    [{ contains: 'Zorro', ignore: ['reasoning'] }, 'text.missing'],
    [{ containsAny: ['Luna', 'Sol'] }, 'pass'],
    [{ containsAny: ['Luna', 'Terra'] }, 'text.missing'],
    [{ notContains: 'Luna' }, 'pass'],
    [{ notContains: ['Luna', 'Sol'] }, 'text.unexpected'],
    [{ notContains: 'Zorro', ignore: ['reasoning'] }, 'pass'],
    [{ equals: 'It is **Sol**.', ignore: ['reasoning'] }, 'text.differs'],
    [{ equals: 'It is **Sol**.', ignore: ['reasoning', 'whitespace'] }, 'pass'],
    [{ equals: 'it is SOL', ignore: ['reasoning', 'case', 'punctuation', 'whitespace'] }, 'pass'],
    [{ oneOf: ['Luna', 'It is **Sol**.\n'], ignore: ['reasoning'] }, 'pass'],
    [{ oneOf: ['Luna'], ignore: ['reasoning'] }, 'text.differs'],
    [{ matches: '^It is', ignore: ['reasoning'] }, 'pass'],
    [{ matches: '^Sol', ignore: ['reasoning'] }, 'text.no-match'],
    [{ notMatches: '\\*\\*' }, 'text.unexpected'],
    [{ nonEmpty: true, ignore: ['reasoning'] }, 'pass'],
    [{ minLength: 15, ignore: ['reasoning'] }, 'pass'],
    [{ minLength: 16, ignore: ['reasoning'] }, 'text.short'],
  ])('%j: %s', (args, stated_) => {
    expect(verdict('answer', args, reasoned)).toBe(stated_)
  })

  it.each([
    ['It is thou, fair one', 'pass'],
    ["Thou'rt late", 'pass'],
    ['Bright is *thy* sky', 'pass'],
    ['I cannot say without your city, though days are worthy', 'text.missing'],
    ['Without thee, though', 'pass'],
    ["'tis warm", 'pass'],
    ['t\u0301hou', 'text.missing'],
  ])('finds words as words: %s', (content, expected) => {
    const args = { containsAny: ['thou', 'thee', 'thy', "'tis"], asWords: true, ignore: ['case'] }
    expect(verdict('answer', args, stated(content))).toBe(expected)
    expect(verdict('answer', { ...args, contains: 'a' }, stated('Thou sayest a word'))).toBe('pass')
    expect(verdict('answer', { ...args, contains: 'a' }, stated('Thou sayest'))).toBe(
      'text.missing',
    )
  })

  it('compares after NFC where that is ignored', () => {
    const decomposed = stated('cafe\u0301')
    expect(verdict('answer', { equals: 'café' }, decomposed)).toBe('text.differs')
    expect(verdict('answer', { equals: 'café', ignore: ['nfc'] }, decomposed)).toBe('pass')
  })

  it('finds reasoning without an answer empty, and notes it', () => {
    const only = stated('<reasoning>Hm.</reasoning> ')
    expect(verdict('answer', { nonEmpty: true }, only)).toBe('pass')
    const outcome = judge('answer', { nonEmpty: true, ignore: ['reasoning'] }, only)
    expect(outcome.findings.map(({ code }) => code)).toEqual(['text.empty'])
    expect(outcome.notes).toEqual(['The answer is reasoning only.'])
  })

  it.each([
    [{ contains: 'Sol' }, '<reasoning>The user wants', 'inconclusive'],
    [{ contains: 'Sol' }, 'The Romans called the Sun', 'inconclusive'],
    [{ equals: 'Sol' }, 'S', 'inconclusive'],
    [{ minLength: 400 }, 'The Romans', 'inconclusive'],
    [{ contains: 'Sol' }, 'The Romans looked at the sky. '.repeat(8), 'text.missing'],
    [{ minLength: 400 }, 'The Romans looked at the sky. '.repeat(8), 'inconclusive'],
    [{ contains: 'Sol' }, 'Sol, which', 'pass'],
    [{ contains: 'Sol', notContains: 'Luna' }, 'Luna, which', 'text.missing text.unexpected'],
    [{ nonEmpty: true }, '<reasoning>The user wants', 'text.empty'],
  ])('holds nothing against a limit that came before %j: %s', (args, content, expected) => {
    const cut = stated(content, { finish_reason: 'length' })
    expect(verdict('answer', { ignore: ['reasoning'], ...args }, cut)).toBe(expected)
  })

  it('reads a stream as one text', () => {
    expect(verdict('answer', { contains: 'live on Earth' }, stream())).toBe('pass')
  })

  it('is inconclusive where there is no reply, and refuses arguments it does not know', () => {
    expect(verdict('answer', { contains: 'x' }, observed({ status: 500 }))).toBe('inconclusive')
    expect(() => verdict('answer', { contain: 'x' }, reasoned)).toThrow(/contain/)
    expect(() => verdict('answer', { matches: '(' }, reasoned)).toThrow(/regular expression/)
  })
})

describe('an answer that repeats the question', () => {
  const turns = ['My name is velmorabi.', 'Hello velmorabi!', 'What is my name?']
  const messages = turns.map((content, at) => ({ role: at === 1 ? 'assistant' : 'user', content }))
  const to = (asked: unknown, content: string) =>
    chat(completion({}, {}, { content }), { asked: asked as Record<string, unknown> })
  const recall = { contains: 'velmorabi', ignore: ['case'] }

  it.each([
    ['the whole conversation', turns.join('\n')],
    ['the request as JSON', JSON.stringify({ messages })],
    ['the question', 'What is my name?'],
  ])('recalls nothing when it is %s', (_, content) => {
    expect(verdict('answer', recall, to({ messages }, content))).toBe('text.missing')
  })

  it.each([['Your name is velmorabi.'], ['What is my name? It is Velmorabi!']])(
    'recalls: %s',
    (content) => {
      expect(verdict('answer', recall, to({ messages }, content))).toBe('pass')
    },
  )

  it('does not repeat a text when it gives the order to do so back', () => {
    const prompt = 'Repeat this text exactly and nothing else: red velmorabi blue'
    const echo = { contains: 'red velmorabi blue' }
    for (const asked of [
      { messages: [{ role: 'user', content: prompt }] },
      { messages: [{ role: 'user', content: [{ type: 'text', text: prompt }] }] },
      { prompt: `<|start_header_id|>user<|end_header_id|>\n\n${prompt}<|eot_id|>` },
    ]) {
      expect(verdict('answer', echo, to(asked, prompt))).toBe('text.missing')
      expect(verdict('answer', echo, to(asked, 'red velmorabi blue'))).toBe('pass')
      expect(verdict('answer', { nonEmpty: true }, to(asked, prompt))).toBe('text.empty')
    }
  })

  it('is held against it where a text must not be said', () => {
    const forbidden = { notContains: 'velmorabi' }
    expect(verdict('answer', forbidden, to({ messages }, turns.join(' ')))).toBe('text.unexpected')
  })
})

describe('answer-json', () => {
  const schema = { type: 'object', required: ['city'], properties: { city: { type: 'string' } } }

  it.each([
    ['{"city":"Paris"}', 'pass'],
    ['<reasoning>x</reasoning>\n{"city":"Paris"}', 'pass'],
    ['```json\n{"city":"Paris"}\n```', 'text.fenced'],
    ['Here: {"city":"Paris"}', 'text.not-json'],
    ['["Paris"]', 'text.not-json'],
  ])('%j: %s', (content, expected) => {
    expect(verdict('answer-json', true, stated(content))).toBe(expected)
  })

  it('validates against the schema that was asked for', () => {
    expect(verdict('answer-json', { schema }, stated('{"city":"Paris"}'))).toBe('pass')
    const { findings } = judge('answer-json', { schema }, stated('{"city":5}'))
    expect(findings.map(({ code, at }) => [code, at?.pointer])).toEqual([
      ['text.json-schema', '/city'],
    ])
  })

  it('names a member that is one too many, and what stands behind the JSON', () => {
    const messageOf = (content: string, closed: object = schema) =>
      judge('answer-json', { schema: closed }, stated(content)).findings[0]?.message
    const closed = { ...schema, additionalProperties: false }
    expect(messageOf('{"city":"Paris","note":""}', closed)).toBe(
      'In the answer: /note must not be there.',
    )
    expect(messageOf('{"city":"Paris"}\nThat is it!')).toBe(
      'The answer has "That is it!" behind its JSON.',
    )
    expect(messageOf('{"city":"Par')).toBe('The answer begins as JSON, which breaks off.')
    expect(messageOf('{"city":"Paris"]}')).toBe('The answer begins as JSON, but is not JSON.')
  })

  it('is inconclusive where the model declined to answer', () => {
    const declined = chat(completion({}, {}, { content: null, refusal: 'I cannot do that.' }))
    expect(verdict('answer-json', true, declined)).toBe('inconclusive')
    const answered = chat(completion({}, {}, { content: 'Paris', refusal: null }))
    expect(verdict('answer-json', true, answered)).toBe('text.not-json')
  })

  it('is inconclusive of JSON that the token limit cut', () => {
    const cut = stated('{"city":', { finish_reason: 'length' })
    expect(verdict('answer-json', true, cut)).toBe('inconclusive')
  })
})

it('says what is wrong in the sentence of the check', () => {
  const args = { notMatches: 'a  b', notContains: 'zz', says: 'Blanks are lost.' }
  const { findings } = judge('answer', args, stated('a  b zz'))
  expect(findings.map(({ message }) => message)).toEqual(['Blanks are lost.', 'Blanks are lost.'])
})

describe('stop-cut', () => {
  const steps = new Map([['control', [stated('one two three four')]]])
  const args = { stop: ['three', 'seven'] }

  it('holds for text that ends before the sequence', () => {
    expect(verdict('stop-cut', args, stated('one two '), { steps })).toBe('pass')
    expect(verdict('stop-cut', args, stated('one t'), { steps })).toBe('pass')
    expect(verdict('stop-cut', args, stated('one forth'), { steps })).toBe('pass')
  })

  it('fails for the sequence and for its beginning', () => {
    expect(verdict('stop-cut', args, stated('one two three'), { steps })).toBe('text.stop-emitted')
    expect(verdict('stop-cut', args, stated('one two thre'), { steps })).toBe('text.stop-partial')
    expect(verdict('stop-cut', args, stated('one twothre'), { steps })).toBe('text.stop-partial')
  })

  it('asks nothing of an answer that a limit cut before its text, or within the sequence', () => {
    const cut = (text: string) =>
      verdict('stop-cut', args, stated(text, { finish_reason: 'length' }), { steps })
    expect(cut('<think>They want ')).toBe('inconclusive')
    expect(cut('one two thre')).toBe('pass')
    expect(cut('one two three')).toBe('text.stop-emitted')
  })

  it('is inconclusive when the control never says the sequence', () => {
    const silent = new Map([['control', [stated('one two')]]])
    expect(verdict('stop-cut', args, stated('one two three'), { steps: silent })).toBe(
      'inconclusive',
    )
    expect(verdict('stop-cut', args, stated('one'))).toBe('inconclusive')
  })
})

describe('stop-kept', () => {
  const steps = new Map([['control', [stated('one two three four')]]])
  const args = { stop: 'three', parts: ['one', 'two'] }

  it('holds where the text before the sequence is there', () => {
    expect(verdict('stop-kept', args, stated('one two '), { steps })).toBe('pass')
    const other = new Map([['control', [stated('one three two')]]])
    expect(verdict('stop-kept', args, stated('one '), { steps: other })).toBe('pass')
  })

  it('fails where a part of it is lost', () => {
    expect(verdict('stop-kept', args, stated('one t'), { steps })).toBe('text.missing')
  })

  it('fails where the sequence is taken out and the answer goes on', () => {
    expect(verdict('stop-kept', args, stated('one two  four'), { steps })).toBe('text.stop-passed')
    expect(verdict('stop-kept', args, stated('one two\nfour'), { steps })).toBe('text.stop-passed')
    expect(verdict('stop-kept', args, stated('four: one two'), { steps })).toBe('pass')
  })

  it('is inconclusive without text, of an answer that was cut, and without a control', () => {
    expect(verdict('stop-kept', args, stated(''), { steps })).toBe('inconclusive')
    const thinks = stated('<think>They want ')
    expect(verdict('stop-kept', args, thinks, { steps })).toBe('inconclusive')
    const cut = stated('one', { finish_reason: 'length' })
    expect(verdict('stop-kept', args, cut, { steps })).toBe('inconclusive')
    expect(verdict('stop-kept', args, stated('one'))).toBe('inconclusive')
  })
})

describe('no-reasoning-tags', () => {
  it.each([['<reasoning>'], ['</think>'], ['<THINKING>'], ['<thought>']])('finds %s', (tag) => {
    expect(verdict('no-reasoning-tags', true, stated(`${tag}Hm. Earth`))).toBe('text.reasoning-tag')
  })

  it('leaves other markup alone', () => {
    expect(verdict('no-reasoning-tags', true, stated('<b>I think</b> <reason>'))).toBe('pass')
    const about = 'R1 thinks between <think> and </think>, before it answers.'
    expect(verdict('no-reasoning-tags', true, stated(about))).toBe('pass')
    const left = 'It is Paris. <think> Is it? </think> Yes.'
    expect(verdict('no-reasoning-tags', true, stated(left))).toBe('text.reasoning-tag')
  })

  const to = (asked: Record<string, unknown>, content: string) =>
    verdict('no-reasoning-tags', true, chat(completion({}, {}, { content }), { asked }))
  const thought = '<thinking>17 - 8 = 9</thinking>\n<answer>9</answer>'

  it('leaves tags alone that are shown as code, or that the request asks for', () => {
    expect(to({}, 'DeepSeek writes `<think>` first:\n```\n<think>Hm</think>\n```')).toBe('pass')
    const system = 'Think in <thinking> tags, then answer in <answer> tags.'
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: [{ type: 'text', text: 'How many sheep?' }] },
    ]
    expect(to({ messages }, thought)).toBe('pass')
    expect(to({ instructions: system, input: 'How many sheep?' }, thought)).toBe('pass')
    expect(to({ messages }, '<think>9?</think> 9')).toBe('text.reasoning-tag')
  })

  it('is not excused by an earlier answer with the same fault', () => {
    const messages = [
      { role: 'user', content: 'How many sheep?' },
      { role: 'assistant', content: thought },
      { role: 'user', content: 'And cows?' },
    ]
    expect(to({ messages }, thought)).toBe('text.reasoning-tag')
  })
})

const call = (name: string, args: string) =>
  chat(
    completion(
      {},
      {},
      { tool_calls: [{ id: 'c', type: 'function', function: { name, arguments: args } }] },
    ),
  )

describe('no-control-tokens', () => {
  it('leaves tokens that the request asks for, as clients of vLLM do', () => {
    const marked = (asked: Record<string, unknown>) =>
      verdict(
        'no-control-tokens',
        true,
        chat(completion({}, {}, { content: 'x<|end|>y' }), { asked }),
      )
    expect(marked({ skip_special_tokens: false })).toBe('pass')
    expect(marked({ skip_special_tokens: true })).toBe('text.control-token')
  })

  it('looks at text, tool names and arguments', () => {
    expect(verdict('no-control-tokens', true, call('json<|channel|>commentary', '{}'))).toBe(
      'text.control-token',
    )
    expect(verdict('no-control-tokens', true, call('f', '{"a":"<|im_end|>"}'))).toBe(
      'text.control-token',
    )
    expect(verdict('no-control-tokens', true, stated('x<|message|>y'))).toBe('text.control-token')
    expect(verdict('no-control-tokens', true, stated('<｜Assistant｜> y'))).toBe(
      'text.control-token',
    )
    expect(verdict('no-control-tokens', true, stated('a <| b |> c'))).toBe('pass')
  })

  it.each([
    ['Earth.<end_of_turn>', 'text.control-token'],
    ['[/INST] Earth.', 'text.control-token'],
    ['Earth.</s>', 'text.control-token'],
    ['Earth.</s>\n', 'text.control-token'],
    ['<s>Mars</s>', 'pass'],
    ['</s> closes a tag of HTML.', 'pass'],
  ])('knows the tokens of Gemma, Llama 2 and Mistral: %s', (text, expected) => {
    expect(verdict('no-control-tokens', true, stated(text))).toBe(expected)
  })

  it.each([
    ['[THINK]Hm.[/THINK]Earth.', 'text.control-token'],
    ['[TOOL_CALLS]get_time{}', 'text.control-token'],
    ['◁think▷Hm.◁/think▷Earth.', 'text.control-token'],
    ['<seed:think>Hm.</seed:think>Earth.', 'text.control-token'],
    ['<minimax:tool_call>', 'text.control-token'],
    ['<unused94>thought\nHm.<unused95>Earth.', 'text.control-token'],
    ['<｜DSML｜tool_calls>', 'text.control-token'],
    ['</‖DSML‖invoke>', 'text.control-token'],
    ['<||DSML|| invoke name="f">', 'text.control-token'],
    ['[think] Hm. [Think]', 'pass'],
    ['◁ Back, then next ▷', 'pass'],
    ['<seed:count>3</seed:count>', 'pass'],
    ['<unused>', 'pass'],
    ['DSML is a markup language, a || b.', 'pass'],
  ])('knows the tokens around thoughts and calls: %s', (text, expected) => {
    expect(verdict('no-control-tokens', true, stated(text))).toBe(expected)
  })

  it('leaves log probabilities alone, which rightly show them', () => {
    const logprobs = {
      content: [{ token: '<|channel|>', logprob: 0, bytes: null, top_logprobs: [] }],
    }
    expect(verdict('no-control-tokens', true, stated('Earth', { logprobs }))).toBe('pass')
  })
})

describe('no-replacement-char', () => {
  it('finds a destroyed character and half a character', () => {
    expect(verdict('no-replacement-char', true, stated('na\uFFFDve'))).toBe('text.replacement-char')
    expect(verdict('no-replacement-char', true, stated('x\uD83D'))).toBe('text.replacement-char')
    expect(verdict('no-replacement-char', true, stated('naïve 😀'))).toBe('pass')
  })
})

const streamed = (...parts: string[]) =>
  stream([
    ...parts.map((content) => chunk({ role: 'assistant', content })),
    chunk({}, { finish_reason: 'stop' }),
    done,
  ])

describe('reasoning-balanced', () => {
  it('holds for a pair in every delta, as Bedrock sends them, and for no tags', () => {
    const pairs = streamed('<reasoning>a</reasoning>', '<reasoning>b</reasoning>', 'Sol <')
    expect(verdict('reasoning-balanced', true, pairs)).toBe('pass')
    expect(verdict('reasoning-balanced', true, stated('Earth'))).toBe('pass')
  })

  it.each([
    ['<reasoning>a'],
    ['a</reasoning>b'],
    ['<reasoning>a<reasoning>b</reasoning></reasoning>'],
  ])('fails for %s', (content) => {
    expect(verdict('reasoning-balanced', true, stated(content))).toBe('text.tag-unbalanced')
  })

  it('lets the token limit cut the reasoning', () => {
    const cut = stated('<reasoning>a', { finish_reason: 'length' })
    expect(verdict('reasoning-balanced', true, cut)).toBe('pass')
  })

  it.each<[string[], number?]>([
    [['<reaso', 'ning>a</reasoning>']],
    [['<reasoning>a</', 'reasoning>']],
    [['<reasoning>a</reasoning', '>b']],
    [['<', 'reason', 'ing', '>a</reasoning>']],
    [['<reason', 'ing>a</reasoning>']],
    [['1 <', ' 2 ', '<reas', 'oning>a</reasoning>'], 2],
  ])('fails for a tag that is cut between deltas: %j', (parts, item = 0) => {
    const { findings } = judge('reasoning-balanced', true, streamed(...parts))
    expect(findings.map(({ code, at }) => [code, at?.item])).toEqual([['text.tag-cut', item]])
  })
})
