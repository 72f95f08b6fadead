import { expect, it } from 'vitest'
import { codes, reply, stream } from '../testing/see.ts'

const thought = 'The user greets me, so I greet them back and offer my help.'
const reasoning = { reasoningContent: { reasoningText: { text: thought } } }

const seen = (...content: readonly object[]) =>
  codes('reasoning-apart', reply('converse', { output: { message: { content } } }))

it('finds reasoning that stands in the text as well', () => {
  expect(seen(reasoning, { text: `${thought}\n\nHello!` })).toEqual(['reasoning-in-text'])
  expect(seen(reasoning, { text: 'Hello!' })).toEqual([])
})

it('takes short reasoning for chance, and leaves tags to their own check', () => {
  const short = { reasoningContent: { reasoningText: { text: 'Hello' } } }
  expect(seen(short, { text: 'Hello!' })).toEqual([])
  expect(seen(reasoning, { text: `<think>${thought}</think>Hello!` })).toEqual([])
  expect(seen({ text: thought })).toEqual([])
})

it('joins the deltas of a stream', () => {
  const delta = (index: number, given: object) =>
    ['contentBlockDelta', { contentBlockIndex: index, delta: given }] as const
  const events = [
    ['messageStart', { role: 'assistant' }] as const,
    delta(0, { reasoningContent: { text: thought.slice(0, 20) } }),
    delta(0, { reasoningContent: { text: thought.slice(20) } }),
    delta(1, { text: thought.slice(0, 30) }),
    delta(1, { text: `${thought.slice(30)} Hello!` }),
  ]
  expect(codes('reasoning-apart', stream(events))).toEqual(['reasoning-in-text'])
})
