import { expect, it } from 'vitest'
import type { CheckResult } from '../../../model/report.ts'
import type { NotSent } from '../play.ts'
import { sharedAfter, sharedChecks } from './unsent.ts'

const source = { file: 'suites/a.yaml', line: 1 }
const why = (): NotSent => ({
  reason: 'prerequisite',
  because: 'No.',
  after: { case: 'a', api: 'openai-chat', region: 'r', model: 'm', because: 'key' },
})
const check = (more: Partial<CheckResult> = {}): CheckResult => ({
  id: 'status',
  level: 'must',
  kind: 'protocol',
  rule: 'r',
  source,
  verdict: 'inconclusive',
  because: 'No.',
  ...more,
})

it('equal results of cells that one reason left out are one object', () => {
  const reason = why()
  const [first] = sharedChecks(reason, [check()])
  expect(sharedChecks(reason, [check()])[0]).toBe(first)
})

it.each([
  ['another level', why(), { level: 'may' as const }],
  ['another sentence', why(), { because: 'Yes.' }],
  ['more to say', why(), { notes: ['x'] }],
])('a result with %s stays as it is', (_, reason, more) => {
  sharedChecks(reason, [check()])
  expect(sharedChecks(reason, [check(more)])[0]).toEqual(check(more))
})

it('equal results of two reasons are two objects, since they have two causes', () => {
  const [first] = sharedChecks(why(), [check()])
  expect(sharedChecks(why(), [check()])[0]).not.toBe(first)
})

it('the cell that failed before is named without secrets', () => {
  const reason = why()
  const clean = (text: string): string => text.replace('key', '***')
  expect(sharedAfter(reason, clean)).toMatchObject({ case: 'a', because: '***' })
  expect(sharedAfter(reason, clean)).toBe(sharedAfter(reason, clean))
  expect(sharedAfter({ reason: 'prerequisite', because: 'No.' }, clean)).toBeUndefined()
})
