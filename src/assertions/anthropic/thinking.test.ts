import { describe, expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import {
  begin,
  call,
  close,
  delta,
  invoked,
  message,
  open,
  spoken,
  stop,
  streamed,
  text,
  totals,
  whole,
  type Json,
} from './testing/talk.ts'

const thought = 'The user asks where the planets are. That is well known.'
const thinking = { type: 'thinking', thinking: thought, signature: 'abc' }

const of = (name: string, content: readonly Json[], more: Json = {}): string =>
  verdict(name, true, whole(message(content, more)))

describe('text-beside-thinking', () => {
  it('wants text where the turn ends', () => {
    expect(of('text-beside-thinking', [thinking, text('Sol')])).toBe('pass')
    expect(of('text-beside-thinking', [text('')])).toBe('pass')
    expect(of('text-beside-thinking', [thinking])).toBe('text.empty')
    expect(of('text-beside-thinking', [thinking, text(' ')])).toBe('text.empty')
  })

  it('wants none where a limit or a call ends the message', () => {
    expect(of('text-beside-thinking', [thinking], { stop_reason: 'max_tokens' })).toBe('pass')
    const called = of('text-beside-thinking', [thinking, call('toolu_1')], {
      stop_reason: 'tool_use',
    })
    expect(called).toBe('pass')
  })
})

describe('thinking-apart', () => {
  it('keeps thinking out of the text', () => {
    expect(of('thinking-apart', [thinking, text('Sol')])).toBe('pass')
    expect(of('thinking-apart', [thinking, text(`${thought}\n\nSol`)])).toBe('text.unexpected')
  })

  it('takes short thoughts for chance', () => {
    const short = { ...thinking, thinking: 'Sol.' }
    expect(of('thinking-apart', [short, text('Sol. It is a star.')])).toBe('pass')
  })
})

describe('thinking-came', () => {
  const asked = (type: string | undefined, content: readonly Json[], more: Json = {}) => {
    const request = type === undefined ? {} : { thinking: { type } }
    return verdict('thinking-came', true, whole(message(content, more), request))
  }

  it('wants thinking where it was enabled', () => {
    expect(asked('enabled', [text('Sol')])).toBe('anthropic.thinking-missing')
    expect(asked('enabled', [thinking, text('Sol')])).toBe('pass')
    expect(asked('enabled', [{ type: 'redacted_thinking', data: 'a' }])).toBe('pass')
  })

  it('leaves it to the model where it is adaptive, or was not asked for', () => {
    expect(asked('adaptive', [text('Sol')])).toBe('pass')
    expect(asked(undefined, [text('Sol')])).toBe('pass')
    expect(asked('enabled', [text('No.')], { stop_reason: 'refusal' })).toBe('pass')
  })

  it('leaves it to the model after the result of a tool', () => {
    const after = (content: readonly Json[]) =>
      verdict(
        'thinking-came',
        true,
        whole(message([text('Sol')]), {
          thinking: { type: 'enabled' },
          messages: [
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: '1' }] },
            { role: 'user', content },
          ].slice(0, content.length === 0 ? 1 : 2),
        }),
      )
    expect(after([])).toBe('pass')
    expect(after([text('And now?')])).toBe('anthropic.thinking-missing')
  })
})

describe('thinking-first', () => {
  it('wants thinking before the text', () => {
    expect(of('thinking-first', [thinking, thinking, text('Sol'), text('!')])).toBe('pass')
    expect(of('thinking-first', [text('Sol'), thinking])).toBe('anthropic.thinking-late')
  })

  it('leaves messages with calls alone', () => {
    expect(of('thinking-first', [text('Sol'), thinking, call('toolu_1')])).toBe('pass')
  })
})

describe('signature-whole', () => {
  const signed = (...parts: readonly string[]): readonly Json[] => [
    begin(),
    open(0, { type: 'thinking', thinking: '', signature: '' }),
    ...parts.map((signature) => delta(0, 'signature_delta', { signature })),
    close(0),
    open(1),
    spoken(1, 'Sol'),
    close(1),
    totals(),
    stop,
  ]

  it.each([[['abcdef']], [['', 'abcdef']], [['abc', 'abcdef']]])('holds for %j', (parts) => {
    expect(verdict('signature-whole', true, streamed(signed(...parts)))).toBe('pass')
  })

  it('fails for parts that clients do not join', () => {
    const split = signed('abc', 'def')
    expect(verdict('signature-whole', true, streamed(split))).toBe('anthropic.signature-split')
    expect(verdict('signature-whole', true, invoked(split))).toBe('anthropic.signature-split')
  })

  it('fails for thinking that goes on after it', () => {
    const late = (more: string) =>
      signed('abc').toSpliced(3, 0, delta(0, 'thinking_delta', { thinking: more }))
    expect(verdict('signature-whole', true, streamed(late('Hm.')))).toBe(
      'anthropic.signature-early',
    )
    expect(verdict('signature-whole', true, streamed(late('')))).toBe('pass')
  })
})

describe('tags-paired', () => {
  it.each([
    ['Sol'],
    ['Use the `<thinking>` tag.'],
    ['R1 closes its thoughts with </think>, and then answers.'],
    ['Its thoughts begin with <think> and may be long.'],
    ['```\n</think>\n```'],
    ['<thinking>Hm.</thinking>Sol'],
    ['<think><reasoning></reasoning></think>'],
  ])('holds for %s', (value) => {
    expect(of('tags-paired', [text(value)])).toBe('pass')
  })

  it.each([
    ['Hm.</think>Sol'],
    ['Hm. </think> Sol'],
    ['<reasoning>Sol'],
    ['<think>Hm.</reasoning>Sol'],
  ])('fails for %s', (value) => {
    expect(of('tags-paired', [text(value)])).toBe('text.tag-unbalanced')
  })

  it('lets a limit leave a tag open', () => {
    const cut = { stop_reason: 'max_tokens' }
    expect(of('tags-paired', [text('<think>Hm.')], cut)).toBe('pass')
    expect(of('tags-paired', [text('Hm.</think>')], cut)).toBe('text.tag-unbalanced')
  })
})

describe('no-tagged-thought', () => {
  const begun = (value: string, request?: unknown) =>
    verdict('no-tagged-thought', true, whole(message([text(value)]), request))

  it.each(['<think>Hm.</think>Sol', '\n<reasoning>Hm.</reasoning>\n\nSol', '<THINK>Hm.'])(
    'finds reasoning in %j',
    (value) => {
      expect(begun(value)).toBe('text.reasoning-tag')
    },
  )

  it.each(['Sol', '<thinking>Hm.</thinking>Sol', 'A <think> tag marks it.', '`<think>`', ''])(
    'takes %j',
    (value) => {
      expect(begun(value)).toBe('pass')
    },
  )

  it('takes tags that the request asks for', () => {
    const system = 'Think in <think> tags before you answer.'
    const messages = [{ role: 'user', content: 'Which star is ours?' }]
    expect(begun('<think>Hm.</think>Sol', { system, messages })).toBe('pass')
  })
})
