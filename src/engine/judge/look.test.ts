import { expect, it } from 'vitest'
import { chat, completion } from '../../assertions/testing/completion.ts'
import { inputOf } from '../../assertions/testing/judge.ts'
import type { PlannedCheck, PlannedStep } from '../../model/plan.ts'
import { lookOnce } from './look.ts'

const check = { id: 'calls', assert: 'tool-calls', args: true, needs: [] }
const step = { id: 'ask', expect: { outcome: 'reply' } }

function lookAt(calls: readonly unknown[]) {
  const observation = chat(completion({}, { finish_reason: 'tool_calls' }, { tool_calls: calls }))
  return lookOnce(check as unknown as PlannedCheck, {
    step: step as unknown as PlannedStep,
    input: inputOf(observation),
    values: { lookup: () => undefined } as never,
    failed: new Set(),
  })
}

it('of findings of one code the first twenty are kept, and those of another code behind them', () => {
  const call = (id: string, args: string) => ({
    id,
    type: 'function',
    function: { name: 'weather', arguments: args },
  })
  const calls = Array.from({ length: 1000 }, (_, index) => call(`call_${index}`, '{'))
  const { findings } = lookAt([...calls, call('', '{}')])
  const codes = findings.map(({ code }) => code)
  expect(codes.filter((code) => code === codes[0])).toHaveLength(20)
  expect(new Set(codes).size).toBe(2)
})

it('an expression of a case that takes for ever is an error that says so, and no fault of ours', () => {
  const text = `${'word '.repeat(20)}word.`
  const args = { matches: '^(\\w+\\s?)+$' }
  const look = lookOnce({ ...check, assert: 'answer', args } as unknown as PlannedCheck, {
    step: step as unknown as PlannedStep,
    input: inputOf(chat(completion({}, {}, { content: text }))),
    values: { lookup: () => undefined } as never,
    failed: new Set(),
  })
  expect(look.error).toMatch(/took more than 2 s on what came\. Write it so/)
  expect(look.fault).toBeUndefined()
}, 20_000)
