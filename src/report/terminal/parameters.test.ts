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

it('is parted where a terminal has no room for all APIs, and loses nothing', () => {
  const apis = ['openai-chat', 'converse', 'invoke-stream']
  const excluded = 'No document says that it takes this.'
  const cells = apis.map((api) => ({ parameter: 'stop', api, checkedBy: [], excluded }))
  const lines = renderParameters(cells, 34).split('\n')
  expect(lines.filter((line) => line.length > 34)).toEqual([])
  expect(lines.filter((line) => line.startsWith('PARAMETER'))).toEqual([
    'PARAMETER  openai-chat  converse',
    'PARAMETER  invoke-stream',
  ])
  expect(lines.join(' ')).toMatch(/- stop, invoke-stream: No document +says that it takes this\./)
})
