import { describe, expect, it } from 'vitest'
import { baselineEntry, judgedCell, judgedCheck } from '../testing/cells.ts'
import { deadEntries, describeDead } from './dead.ts'
import { judgeEntries } from './entry-state.ts'

const today = '2026-03-01'
const entry = baselineEntry()
const known = judgedCheck('done-last', 'known', 'sse.done-missing')

describe('dead entries', () => {
  it('have expired the day after their date, whether or not they still hold', () => {
    const cells = [judgedCell([known])]
    const dead = (expires: string) =>
      deadEntries(judgeEntries([baselineEntry({ expires })], { cells }), today)
    expect(dead('2026-02-28')).toMatchObject([{ why: 'expired' }])
    expect(dead('2026-03-01')).toEqual([])
  })

  it('are described with what to do and whom to ask', () => {
    const given = baselineEntry({
      expires: '2026-02-28',
      owner: 'team-inference',
      link: 'https://example.com/1',
      region: 'us-west-2',
    })
    expect(describeDead({ entry: given, why: 'expired' })).toBe(
      'Baseline entry stream.basic/done-last [us-west-2] (sse.done-missing) expired on 2026-02-28: fix what it tolerates (https://example.com/1), or renew it with a reason. Owner: team-inference.',
    )
    expect(describeDead({ entry, why: 'gone' })).toContain('--update-baseline')
    expect(describeDead({ entry, why: 'matches-nothing', nearest: 'stream.b' })).toContain(
      'Did you mean stream.b?',
    )
  })

  it('include those of a case that does not exist, even in a narrowed run', () => {
    const cells = [judgedCell([judgedCheck('done-last')])]
    const scene = { cells, selection: { cases: ['stream.basic'] }, cases: ['stream.basic'] }
    const misspelt = baselineEntry({ check: 'stream.basik/done-last' })
    expect(deadEntries(judgeEntries([misspelt], scene), today, scene.cases)).toEqual([
      { entry: misspelt, why: 'matches-nothing', nearest: 'stream.basic' },
    ])
    const wide = judgeEntries([baselineEntry({ check: '*done-last' })], scene)
    expect(deadEntries(wide, today, scene.cases)).toEqual([])
  })
})
