import { describe, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import { outageAnnotation, renderAnnotations } from './annotations.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleCheck,
  sampleReport,
} from '../testing/sample.ts'

function render(report: Report): string[] {
  return renderAnnotations(modelOf(report))
}

it('a cause is shown at the line of its case', () => {
  const [line] = render(sampleReport([sampleCell({ checks: [failingCheck()] })]))
  expect(line).toMatch(
    /^::error file=suites\/stream\/framing\.yaml,line=31,title=llamastack%3A openai\.stream\.done%2C sse\.done-missing::The stream ended/,
  )
  expect(line).toContain('%0Aexpected a last event')
})

it('many cells with one defect are one annotation', () => {
  const cells = ['a', 'b', 'c'].map((model) => sampleCell({ model, checks: [failingCheck()] }))
  const lines = render(sampleReport(cells))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('%0A3 checks in 3 cells: openai-chat-stream')
})

it('more causes than a runner shows are counted in the last annotation', () => {
  const checks = Array.from({ length: 25 }, (_, index) => {
    const finding = {
      code: `c.${index}`,
      message: `Wrong: ${'x'.repeat(index)}.`,
      expected: 'a',
      received: 'b',
    }
    return failingCheck({ id: `c${index}`, finding })
  })
  const lines = render(sampleReport([sampleCell({ checks })]))
  expect(lines).toHaveLength(10)
  expect(lines.at(-1)).toBe('::error title=llamastack::16 further causes, in report.md.')
})

it('warnings and problems have levels of their own, and passes none', () => {
  const checks = [sampleCheck(), sampleCheck({ id: 'w', verdict: 'warn' })]
  const report = sampleReport([sampleCell({ checks })], { problems: ['One.', 'Two.'] })
  const levels = render(report).map((line) => /^::(\w+) /.exec(line)?.[1])
  expect(levels).toEqual(['warning', 'notice'])
})

describe('a server’s text', () => {
  it('can neither end a command nor begin one', () => {
    for (const line of [...render(reportSaying(hostile)), outageAnnotation('t', hostile)]) {
      expect(line).toMatch(/^::(error|warning|notice) [^\n\r]*$/)
      expect(line).not.toMatch(dangerous)
      const [, properties = ''] = /^::\w+ (.*?)::/.exec(line) ?? []
      expect(properties.replace(/(^|,)(file|line|title)=/g, '')).not.toMatch(/[:,\r\n]/)
    }
  })
})
