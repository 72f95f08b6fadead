import { describe, expect, it } from 'vitest'
import { modelOf } from '../../model/model.ts'
import { failingCheck, sampleCell, sampleCheck, sampleReport } from '../../testing/sample.ts'
import { runPage } from '../encode/run-page.ts'
import { noFilter, seenCells, type Filter } from './filter.ts'
import { runOf, sameKey } from './run.ts'

const run = runOf(
  runPage(
    modelOf(
      sampleReport([
        sampleCell({ verdict: 'fail', checks: [sampleCheck(), failingCheck()] }),
        sampleCell({
          region: 'us-east-1',
          checks: [failingCheck({ verdict: 'warn', level: 'should' })],
        }),
        sampleCell({ case: 'chat.simple', suite: 'chat', api: 'converse', model: 'm' }),
        sampleCell({ case: 'chat.simple', region: 'us-east-1', checks: [failingCheck()] }),
      ]),
    ),
    {},
  ),
)

function seen(filter: Partial<Filter>): number[] {
  return seenCells(run.cells, { ...noFilter, ...filter }).map(({ cell }) => cell.index)
}

describe('the filter of the matrix', () => {
  it('shows everything where it is empty', () => {
    expect(seen({})).toEqual([0, 1, 2, 3])
  })

  it('selects by API, region, model and suite', () => {
    expect(seen({ api: 'converse' })).toEqual([2])
    expect(seen({ region: 'us-east-1' })).toEqual([1, 3])
    expect(seen({ model: 'm' })).toEqual([2])
    expect(seen({ suite: 'chat', region: 'us-east-1' })).toEqual([3])
  })

  it('selects by the verdict of the cell or of one of its checks', () => {
    expect(seen({ verdict: 'warn' })).toEqual([1])
    expect(seen({ verdict: 'pass' })).toEqual([2])
    expect(seen({ verdict: 'fail' })).toEqual([0, 3])
  })

  it('judges a cell by the checks of the chosen level alone', () => {
    const should = seenCells(run.cells, { ...noFilter, level: 'should' })
    expect(should.map(({ cell, verdict }) => [cell.index, verdict])).toEqual([[1, 'warn']])
    expect(seen({ level: 'must', verdict: 'fail' })).toEqual([0, 3])
  })

  it('finds text in cases, checks, rules, codes and messages, in any case', () => {
    expect(seen({ text: 'CHAT.simple' })).toEqual([2, 3])
    for (const text of ['done-last', 'openai.stream.done', 'sse.done-missing', ' TERMINATOR ']) {
      expect(seen({ text })).toEqual([0, 1, 3])
    }
    expect(seen({ text: 'no such text' })).toEqual([])
  })
})

it('the same finding is found in other cells by rule, verdict and code', () => {
  const [first] = run.cells
  const cells = run.same.get(sameKey(first!.judged[0]!))
  expect(cells?.map(({ index }) => index)).toEqual([0, 3])
  expect(run.wrong.map(({ index }) => index)).toEqual([0, 1, 3])
})
