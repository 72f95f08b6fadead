import { expect, it } from 'vitest'
import type { Verdict } from '../../../model/names.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

const cause = (answer: Verdict) => {
  const checks = [
    judgedCheck('counted', 'fail', 'usage.prompt', { rule: 'usage' }),
    judgedCheck('knows', answer, 'text.missing', { rule: 'context' }),
  ]
  return causesOf([judgedCell(checks)], { target: 't' }).causes[0]
}

it('tokens that are missing beside an answer that does not know a part of the prompt are lost', () => {
  expect(cause('fail')?.message).toMatch(/the model never had it\.$/)
  expect(cause('fail')?.remedy).toMatch(/^Pass every part of the request to the model/)
})

it('tokens that are missing beside an answer that knows the whole prompt are not counted', () => {
  expect(cause('pass')?.message).not.toContain('never had')
  expect(cause('pass')?.remedy ?? '').not.toContain('Pass every part')
})
