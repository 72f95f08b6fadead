import { describe, expect, it } from 'vitest'
import { runReplies, type CellResult, type RunSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { entryState } from './entry-state.ts'
import { baselineEntry, judgedCell, judgedCheck } from '../testing/cells.ts'

const code = 'sse.done-missing'
const known = judgedCheck('done-last', 'known', code)
const passing = judgedCheck('done-last')

function stateOf(
  cells: readonly CellResult[],
  given: Partial<BaselineEntry> = {},
  selection?: RunSelection,
): string {
  return entryState(baselineEntry(given), { cells, ...(selection && { selection }) })
}

describe('an entry', () => {
  it('holds while its failure shows in any cell of its scope', () => {
    const other = { api: 'converse' as const }
    expect(stateOf([judgedCell([known]), judgedCell([passing], other)])).toBe('holds')
  })

  it('is gone when every check of its scope was judged and none shows it', () => {
    expect(stateOf([judgedCell([passing])])).toBe('gone')
  })

  it('stays open where its failure is absent and does not show in every run', () => {
    expect(stateOf([judgedCell([passing])], { intermittent: true })).toBe('open')
    expect(stateOf([judgedCell([known])], { intermittent: true })).toBe('holds')
    expect(stateOf([judgedCell([judgedCheck('status')])], { intermittent: true })).toBe('unmatched')
  })

  it('is gone when the check now fails otherwise', () => {
    expect(stateOf([judgedCell([judgedCheck('done-last', 'fail', 'sse.cut')])])).toBe('gone')
  })

  it('holds when its finding is not the first of the check', () => {
    const check = judgedCheck('done-last', 'fail', 'sse.cut', { alsoFound: [{ code }] })
    expect(stateOf([judgedCell([check])])).toBe('holds')
  })

  it('stays open while any check of its scope could not be judged', () => {
    const open = judgedCell([judgedCheck('done-last', 'inconclusive')], { region: 'eu-west-1' })
    const lost = judgedCell([judgedCheck('done-last', 'error')])
    expect(stateOf([judgedCell([passing]), open])).toBe('open')
    expect(stateOf([lost])).toBe('open')
  })

  it('is unmatched when no such check ran, or only where the target lacks the capability', () => {
    expect(stateOf([judgedCell([judgedCheck('status')])])).toBe('unmatched')
    expect(stateOf([judgedCell([judgedCheck('done-last', 'unsupported')])])).toBe('unmatched')
  })

  it('stays open where no cell is of its region or model, whatever chose these', () => {
    const cells = [judgedCell([passing], { region: 'us-west-2', model: 'm' })]
    expect(stateOf(cells, { region: 'eu-*' })).toBe('open')
    expect(stateOf(cells, { model: 'n' })).toBe('open')
    expect(stateOf(cells, { region: 'us-*', model: 'm' })).toBe('gone')
    expect(stateOf(cells, { region: 'us-*', check: 'stream.basic/x' })).toBe('unmatched')
  })

  it('stays open when the run could plan none of its cases, and is unmatched when there is none', () => {
    const state = (check: string): string =>
      entryState(baselineEntry({ check }), {
        cells: [judgedCell([passing])],
        cases: ['stream.basic', 'faults.cut'],
      })
    expect(state('faults.cut/told')).toBe('open')
    expect(state('faults.cutt/told')).toBe('unmatched')
    expect(state('stream.basic/told')).toBe('unmatched')
    // A star stands for every case, and without a slash for the check as well.
    expect(state('*/told')).toBe('unmatched')
    expect(state('faults.cut')).toBe('unmatched')
    expect(stateOf([judgedCell([passing])], { check: 'faults.cut/told' })).toBe('unmatched')
    const ofTwo = [judgedCell([passing]), judgedCell([passing], { case: 'chat.simple' })]
    const cases = ['stream.basic', 'chat.simple']
    const stateIn = (cells: readonly CellResult[], check: string): string =>
      entryState(baselineEntry({ check }), { cells, cases })
    expect(stateIn(ofTwo, 'stream.basic/told')).toBe('unmatched')
    expect(stateIn([], '*/told')).toBe('unmatched')
    expect(stateIn([], 'stream.basic/told')).toBe('open')
  })

  it('about the replies of a run holds with its row, and stays open without it', () => {
    const check = judgedCheck('not-empty', 'known', 'text.empty-rate')
    const entry = baselineEntry({ check: `${runReplies}/not-empty`, finding: 'text.empty-rate' })
    const replies = judgedCell([check], { case: runReplies, region: '-', model: '-' })
    const asked = judgedCell([passing])
    const cases = ['stream.basic']
    expect(entryState(entry, { cells: [asked, replies], cases })).toBe('holds')
    expect(entryState(entry, { cells: [asked], cases })).toBe('open')
  })

  it('stays open when the run could plan nothing on its API, and is unmatched when there is none', () => {
    const cells = [judgedCell([passing])]
    expect(stateOf(cells, { api: 'openai-responses*' })).toBe('open')
    expect(stateOf(cells, { api: 'openai-response' })).toBe('unmatched')
    const both = [...cells, judgedCell([passing], { api: 'invoke' })]
    expect(stateOf(both, { api: 'invoke', check: 'stream.basic/x' })).toBe('unmatched')
  })

  it('tells places apart when it names one', () => {
    const at = (pointer: string) =>
      judgedCell([
        judgedCheck('done-last', 'known', code, {
          finding: { code, message: '', expected: '', received: '', at: { pointer } },
        }),
      ])
    expect(stateOf([at('/choices/0')], { pointer: '/choices/*' })).toBe('holds')
    expect(stateOf([at('/usage')], { pointer: '/choices/*' })).toBe('gone')
  })
})

describe('a narrowed run', () => {
  const cells = [judgedCell([passing])]

  it.each<[string, RunSelection, Partial<BaselineEntry>, string]>([
    ['of one region leaves an entry for all open', { regions: ['us-west-2'] }, {}, 'open'],
    ['of the entry’s region does', { regions: ['us-west-2'] }, { region: 'us-west-2' }, 'gone'],
    ['of one case does for this case', { cases: ['stream.basic'] }, {}, 'gone'],
    [
      'of one case does not for a glob',
      { cases: ['stream.basic'] },
      { check: '*/done-last' },
      'open',
    ],
    ['of other cases does not', { cases: ['chat.*'] }, { check: 'chat.x/done-last' }, 'open'],
    [
      'of some checks does not for another',
      { cases: ['stream.basic/status'] },
      { check: 'stream.basic/x' },
      'open',
    ],
    [
      'of a level does not for a missing check',
      { level: 'must' },
      { check: 'stream.basic/x' },
      'open',
    ],
    ['of other models does not', { models: ['m'] }, { model: 'n' }, 'open'],
    [
      'of the entry’s model that has no such check does',
      { models: ['m'] },
      { model: 'm', check: 'stream.basic/x' },
      'unmatched',
    ],
    [
      'of one part never does',
      { shard: { index: 1, count: 2, planned: 2, positions: [0] } },
      {},
      'open',
    ],
  ])('%s', (_, selection, given, state) => {
    expect(stateOf(cells, given, selection)).toBe(state)
  })
})
