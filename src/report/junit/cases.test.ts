import { expect, it } from 'vitest'
import type { CheckResult } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import { elements, parseXml, type Element } from '../testing/junit-schema.ts'
import { hostile, sampleCell, sampleCheck, sampleReport } from '../testing/sample.ts'
import { renderJunit } from './junit.ts'

const names = ['plain.id-1', `a<&"'${hostile}`, '{class} {name} time="0"', '$& $1 ::x', ' [é 日] ']

function render(given: Partial<CheckResult>): Element {
  const cells = names.map((name) => {
    const checks = names.map((id) =>
      sampleCheck({ id, rule: name, level: id === name ? 'should' : 'must', ...given }),
    )
    const where = { suite: name, case: name, region: name, model: name }
    return sampleCell({ ...where, durationMs: 1234.5, checks })
  })
  const [pieces = []] = [...renderJunit(modelOf(sampleReport(cells)))]
  return parseXml([...pieces].join(''))
}

/** Everything of the test cases but what they say of their checks. */
function withoutNotes(root: Element): unknown[] {
  return elements(root, 'testcase').map(({ attributes, children }) => [
    attributes,
    children.filter(({ name }) => name !== 'system-out'),
  ])
}

it('a check that passed without a note has the test case of one with a note', () => {
  const [plain, noted] = [render({}), render({ notes: ['A note.'] })]
  expect(elements(plain, 'testcase')).toHaveLength(names.length ** 2)
  expect(withoutNotes(plain)).toEqual(withoutNotes(noted))
  expect(elements(noted, 'system-out')).toHaveLength(names.length ** 2)
})
