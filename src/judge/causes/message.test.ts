import { expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'
import { causesOf } from './causes.ts'

/** A cell whose steps of these names were granted, although they must be refused with the error. */
function granted(id: string, error: string, ...steps: readonly string[]): CellResult {
  const finding = {
    code: 'error.absent',
    message: `The request was granted, though it must be refused (${error}).`,
    expected: 'a refusal',
    received: '200: {}',
  }
  const checks = steps.map((step) =>
    judgedCheck(step, 'fail', 'error.absent', { rule: 'errors', finding }),
  )
  return judgedCell(checks, { case: id })
}

const messages = (...cells: readonly CellResult[]): string[] =>
  causesOf(cells, { target: 't' }).causes.map(({ message }) => message)

it('requests that are granted are named by their cases and steps', () => {
  expect(
    messages(
      granted('limits', 'invalid-parameter', 'zero.refused', 'negative.refused'),
      granted('roles', 'invalid-role', 'refused'),
    ),
  ).toEqual([
    'The request was granted, though it must be refused (invalid-parameter). Granted: limits (zero, negative); roles.',
  ])
})

it('of many cases that are granted the first are named and the others counted', () => {
  const cells = ['one', 'two', 'three', 'four', 'five'].map((id) =>
    granted(id, 'invalid-parameter', 'refused'),
  )
  expect(messages(...cells)[0]).toMatch(/Granted: one; two; three and 2 more cases\.$/)
})

it('what is not looked at apart is a cause of its own: credentials, the model, the body', () => {
  const found = messages(
    granted('keys', 'wrong-key', 'refused'),
    granted('no-key', 'no-credentials', 'refused'),
    granted('models', 'unknown-model', 'refused'),
    granted('limits', 'invalid-parameter', 'refused'),
    granted('stored', 'unknown-response', 'refused'),
  )
  expect(found.map((message) => message.replace(/^.*Granted: /, '')).toSorted()).toEqual([
    'keys; no-key.',
    'limits.',
    'models.',
    'stored.',
  ])
})
