import { expect, it } from 'vitest'
import { assertions } from '../../assertions/registry.ts'
import type { Assertion } from '../../assertions/assertion.ts'
import { answered } from '../../assertions/testing/observation.ts'
import { inputOf } from '../../assertions/testing/judge.ts'
import type { PlannedCheck } from '../../model/plan.ts'
import { whyDeclined } from './declined.ts'

const declined = 'The answer was declined.'

function answeredWith(content: string, finish = 'content_filter') {
  const message = { role: 'assistant', content }
  return answered({ choices: [{ index: 0, message, finish_reason: finish }] })
}

function because(
  name: string,
  args: unknown,
  observation = answeredWith(''),
  kind: PlannedCheck['kind'] = 'protocol',
): string | undefined {
  const assertion = assertions.get(name) as Assertion
  const outcome = assertion.judge(args, inputOf(observation))
  return whyDeclined({ kind }, assertion, observation, outcome)
}

it.each([
  ['answer', { nonEmpty: true }],
  ['answer', { contains: 'Paris' }],
  ['finish', 'stop'],
  ['tool-calls', true],
  ['repeats', { text: 'one two three' }],
  ['counts-to', 20],
])('%s finds nothing wrong with an answer that was declined', (name, args) => {
  expect(because(name, args)).toBe(declined)
})

it('what came of a declined answer is judged', () => {
  const args = { notContains: 'secret' }
  expect(because('answer', args, answeredWith('the secret'))).toBeUndefined()
})

it('a behaviour counts it', () => {
  expect(because('answer', { nonEmpty: true }, answeredWith(''), 'behaviour')).toBeUndefined()
})

it('an answer that ended by itself is judged', () => {
  expect(because('answer', { nonEmpty: true }, answeredWith('', 'stop'))).toBeUndefined()
})

it('a check for filters judges them', () => {
  expect(because('not-filtered', true)).toBeUndefined()
})
