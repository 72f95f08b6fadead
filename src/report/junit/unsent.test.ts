import { describe, expect, it } from 'vitest'
import type { CheckResult } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import { elements, junitProblems, parseXml, type Element } from '../testing/junit-schema.ts'
import { hostile, sampleCell, sampleCheck, sampleReport } from '../testing/sample.ts'
import { renderJunit } from './junit.ts'

const why = { verdict: 'inconclusive', reason: 'prerequisite', because: `No ${hostile}` } as const
const rules = ['http.status', 'openai.error', 'sse.done', '<&"$&>']
const checks = rules.map((rule, at) =>
  sampleCheck({ id: `c${at}`, rule, level: at > 1 ? 'should' : 'must', ...why }),
)
const where = { region: `r<&"${hostile}`, model: '$& {model} [x]' }

function render(...lists: readonly (readonly CheckResult[])[]): Element {
  const cells = lists.map((list) => sampleCell({ ...where, checks: list, durationMs: 0 }))
  const files = [...renderJunit(modelOf(sampleReport(cells)))].map((pieces) => [...pieces].join(''))
  expect(files).toHaveLength(1)
  return parseXml(files[0]!)
}

/** Everything of the test cases but why they were skipped. */
function withoutMessages(root: Element): unknown[] {
  return elements(root, 'testcase').map(({ attributes, children }) => [
    attributes,
    children.map((child) => [child.name, elements(child, 'property')]),
  ])
}

function messages(root: Element): string[] {
  return elements(root, 'skipped').map(({ attributes }) => attributes['message'] ?? '')
}

describe('the test cases of a cell that was not sent', () => {
  const other = { ...checks[3]!, because: 'Another reason.' }

  it('are one for each check, as those of a cell that was', () => {
    const [unsent, sent] = [render(checks), render([...checks.slice(0, 3), other])]
    expect(elements(unsent, 'testcase')).toHaveLength(checks.length)
    expect(withoutMessages(unsent)).toEqual(withoutMessages(sent))
    expect(junitProblems(unsent)).toEqual([])
  })

  it('give the reason with the first check', () => {
    const [first, ...others] = messages(render(checks))
    expect(first).toMatch(/^inconclusive: prerequisite: No \S/)
    const same = 'inconclusive: prerequisite: see the first check of this case'
    expect(others).toEqual([same, same, same])
    const twice = messages(render(checks, checks))
    expect(twice).toEqual([first, same, same, same, first, same, same, same])
  })

  it('each give their own reason where the reasons differ', () => {
    const given = messages(render([...checks.slice(0, 3), other]))
    expect(given.slice(0, 3).every((message) => message.includes(': No '))).toBe(true)
    expect(given[3]).toBe('inconclusive: prerequisite: Another reason.')
  })

  it('are in the order of the cells', () => {
    const ids = elements(render([other], checks, [other]), 'testcase').map(
      ({ attributes }) => /\/(c\d)/.exec(attributes['name'] ?? '')?.[1],
    )
    expect(ids).toEqual(['c3', 'c0', 'c1', 'c2', 'c3', 'c3'])
  })
})
