/** Items, parts and texts begin empty, where later events bring what is in them. */
import { describe, expect, it } from 'vitest'
import type { Json } from '../../testing/completion.ts'
import { judgePacks } from '../../testing/judge.ts'
import {
  call,
  changed,
  events,
  message,
  numbered,
  reasoning,
  streamed,
} from '../testing/response.ts'

const rest = events()

const found = (list: readonly Json[]) =>
  judgePacks(['http', 'openai-responses-stream'], streamed(numbered([...list])))[
    'items-begin-empty'
  ]

const announced = (index: number, item: Json) =>
  rest.map((event) =>
    event['type'] === 'response.output_item.added' && event['output_index'] === index
      ? { ...event, item: { ...item, status: 'in_progress' } }
      : event,
  )

const withText = (text: string) =>
  rest.map((event) =>
    event['type'] === 'response.content_part.added' && event['output_index'] === 1
      ? { ...event, part: { type: 'output_text', text, annotations: [], logprobs: [] } }
      : event,
  )

describe('response-items-begin-empty', () => {
  it('is green where everything begins empty', () => {
    expect(found(rest)).toBeUndefined()
  })

  it.each<[string, readonly Json[]]>([
    ['a call that is announced with its arguments', announced(2, call)],
    ['a message that is announced with its parts', announced(1, message)],
    ['a part that is announced with its text', withText('Humans live on Earth.')],
    ['a part that is announced with its first delta', withText('Humans')],
    [
      'a response that is created with its items',
      changed(rest, 'created', (event) => ({
        ...event,
        response: { ...(event['response'] as Json), output: [reasoning] },
      })),
    ],
  ])('finds %s', (_, list) => {
    expect(found(list)).toContain('responses.begun')
  })

  it('leaves arguments alone that no delta brings', () => {
    const whole = announced(2, call).filter(
      ({ type }) => type !== 'response.function_call_arguments.delta',
    )
    expect(found(whole)).toBeUndefined()
  })
})
