import { expect, it } from 'vitest'
import { renderParameters } from './parameters.ts'

it('shows the number of checks, else the reason for zero, else a gap', () => {
  const text = renderParameters([
    { parameter: 'stop', api: 'a', checkedBy: ['x.y/z', 'x.y/w'] },
    { parameter: 'stop', api: 'b', checkedBy: [] },
    { parameter: 'n', api: 'a', checkedBy: [], excluded: 'It has none.' },
    { parameter: 'n', api: 'b', checkedBy: ['x.y/n'] },
  ])
  expect(text).toMatch(/^stop +2 +HOLE$/mu)
  expect(text).toMatch(/^n +- +1$/mu)
  expect(text).toContain('- n, a: It has none.')
})
