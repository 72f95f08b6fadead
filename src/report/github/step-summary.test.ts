import { expect, it } from 'vitest'
import { fitSummary, renderOutage } from './step-summary.ts'

const section = (index: number): string => `## Section ${index}\n\n${'ü'.repeat(5000)}\n`
const long = Array.from({ length: 300 }, (_, index) => section(index)).join('\n')
const mebibyte = 1_048_576

it('a text that fits is left as it is', () => {
  expect(fitSummary('# Short\n')).toBe('# Short\n')
})

it('a longer one is cut at the end of a section, so that all fits, and says so', () => {
  const fitted = fitSummary(long)
  expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(mebibyte)
  expect(Buffer.byteLength(fitted)).toBeGreaterThan(mebibyte * 0.9)
  const [kept = '', note] = fitted.split('\n\n**Cut here')
  expect(note).toMatch(/artifacts/)
  expect(long.startsWith(`${kept}\n## Section`)).toBe(true)
})

it('what the page already holds counts', () => {
  expect(Buffer.byteLength(fitSummary(long, mebibyte - 50_000))).toBeLessThanOrEqual(50_000)
  expect(fitSummary(long, mebibyte)).toBe('')
})

it('the page of an outage has the reason, escaped', () => {
  expect(renderOutage('llamastack', 'The port is <b>closed</b>.')).toMatch(
    /NOTHING JUDGED[^]*&#60;b&#62;/,
  )
})
