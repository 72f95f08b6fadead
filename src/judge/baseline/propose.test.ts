import { describe, expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import { acceptKnown } from './apply.ts'
import { entryState } from './entry-state.ts'
import { proposeEntries } from './propose.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'

const today = '2026-01-02'
const apis = ['openai-chat', 'converse'] as const
const regions = ['us-east-1', 'us-west-2', 'eu-west-1']

/** A cell per API and region, failing where `fails` says so. */
function grid(fails: (cell: CellResult) => boolean, id = 'chat.a'): CellResult[] {
  return apis.flatMap((api) =>
    regions.map((region) => {
      const cell = judgedCell([judgedCheck('usage')], { case: id, api, region })
      return fails(cell) ? { ...cell, checks: [judgedCheck('usage', 'fail', 'usage.sum')] } : cell
    }),
  )
}

function proposed(cells: readonly CellResult[], selection = {}): Record<string, unknown>[] {
  return proposeEntries({ cells, selection }, today).map(({ check, api, region, model }) =>
    Object.fromEntries(Object.entries({ check, api, region, model }).filter(([, value]) => value)),
  )
}

describe('entries are proposed', () => {
  it('without patterns where the failure is everywhere', () => {
    expect(proposed(grid(() => true))).toEqual([{ check: 'chat.a/usage' }])
  })

  it('with a pattern for the axis that tells failing cells from others', () => {
    expect(proposed(grid(({ region }) => region === 'eu-west-1'))).toEqual([
      { check: 'chat.a/usage', region: 'eu-west-1' },
    ])
  })

  it('with several patterns where one does not do', () => {
    const odd = grid(({ api, region }) => api === 'converse' && region !== 'us-east-1')
    expect(proposed(odd)).toEqual([
      { check: 'chat.a/usage', api: 'converse', region: 'us-west-2' },
      { check: 'chat.a/usage', api: 'converse', region: 'eu-west-1' },
    ])
  })

  it('once for a defect that three cases or more show alike', () => {
    const cells = ['chat.a', 'chat.b', 'chat.c'].flatMap((id) => grid(() => true, id))
    expect(proposed(cells)).toEqual([{ check: '*/usage' }])
    expect(proposed(cells, { cases: ['chat.*'] })).toHaveLength(3)
  })

  it('once for all steps of cases whose checks are named alike, and for the APIs that show it', () => {
    const steps = (fails: boolean, id: string): CellResult[] =>
      grid(({ api }) => fails && api === 'converse', id).map((cell) => ({
        ...cell,
        checks: cell.checks.flatMap((check) => [check, { ...check, id: `control.${check.id}` }]),
      }))
    const cells = ['chat.a', 'chat.b', 'chat.c'].flatMap((id) => steps(true, id))
    expect(proposed(cells)).toEqual([{ check: '*usage', api: 'converse' }])
    const alone = steps(false, 'chat.d').filter(({ api }) => api === 'openai-chat')
    expect(proposed([...cells, ...alone])).toEqual([{ check: '*usage', api: 'converse' }])
  })

  it('once for an API and its streamed form, also where few of many cases do not show it', () => {
    const both = (id: string, verdict: 'fail' | 'pass'): CellResult[] =>
      (['invoke', 'invoke-stream', 'converse'] as const).map((api) =>
        judgedCell([judgedCheck('usage', api === 'converse' ? 'pass' : verdict, 'usage.sum')], {
          case: id,
          api,
        }),
      )
    const cells = Array.from({ length: 9 }, (_, index) => both(`chat.${index}`, 'fail')).flat()
    expect(proposed([...cells, ...both('chat.x', 'pass')])).toEqual([
      { check: '*/usage', api: 'invoke*' },
    ])
    const more = ['x', 'y', 'z', 'v'].flatMap((id) => both(`chat.${id}`, 'pass'))
    expect(proposed([...cells, ...more]).length).toBeGreaterThanOrEqual(9)
    expect(proposed(cells, { apis: ['invoke', 'invoke-stream', 'converse'] })).toEqual([
      { check: '*/usage', api: 'invoke' },
      { check: '*/usage', api: 'invoke-stream' },
    ])
  })

  it('for each case when one of them does not show it', () => {
    const cells = ['chat.a', 'chat.b', 'chat.c'].flatMap((id) => grid(() => true, id))
    expect(proposed([...cells, ...grid(() => false, 'chat.d')])).toHaveLength(3)
  })

  it('only for what a narrowed run saw', () => {
    expect(
      proposed(
        grid(() => true),
        { regions },
      ),
    ).toEqual(regions.map((region) => ({ check: 'chat.a/usage', region })))
  })

  it('for every code that one check found, and for failures only', () => {
    const two = judgedCheck('usage', 'fail', 'usage.sum', {
      alsoFound: [{ code: 'usage.negative' }],
    })
    const cells = [judgedCell([two, judgedCheck('speed', 'warn')])]
    expect(proposeEntries({ cells }, today).map(({ finding }) => finding)).toEqual([
      'usage.sum',
      'usage.negative',
    ])
  })

  it('as not reviewed, and to expire in a month', () => {
    expect(proposeEntries({ cells: grid(() => true) }, today)).toMatchObject([
      { reason: 'recorded 2026-01-02, not yet reviewed', since: today, expires: '2026-02-01' },
    ])
  })
})

it('what is proposed expects exactly the failures, whatever their pattern', () => {
  let seed = 7
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647
  for (let round = 0; round < 60; round += 1) {
    const rate = random()
    const cells = ['chat.a', 'chat.b', 'chat.c'].flatMap((id) => grid(() => random() < rate, id))
    const entries = proposeEntries({ cells }, today)
    const after = cells.flatMap((cell) => acceptKnown(cell, entries).checks)
    expect(after.filter(({ verdict }) => verdict === 'fail')).toEqual([])
    expect(entries.map((entry) => entryState(entry, { cells }))).toEqual(entries.map(() => 'holds'))
    // An entry covers no cell that passes.
    const flipped = cells.map((cell) => ({
      ...cell,
      checks: [
        judgedCheck('usage', cell.checks[0]?.verdict === 'fail' ? 'pass' : 'fail', 'usage.sum'),
      ],
    }))
    const stillFailing = flipped
      .map((cell) => acceptKnown(cell, entries))
      .filter(({ checks }) => checks[0]?.verdict === 'fail')
    expect(stillFailing).toHaveLength(
      flipped.filter(({ checks }) => checks[0]?.verdict === 'fail').length,
    )
  }
})

describe('accepting a baseline', () => {
  const [entry] = proposeEntries({ cells: grid(() => true) }, today)

  it('leaves a failure with one finding too many as it is', () => {
    const check = judgedCheck('usage', 'fail', 'usage.sum', { alsoFound: [{ code: 'usage.x' }] })
    const cell = judgedCell([check], { case: 'chat.a' })
    expect(acceptKnown(cell, [entry!])).toEqual(cell)
  })

  it('leaves errors and undecided checks as they are', () => {
    const cell = judgedCell([judgedCheck('usage', 'error'), judgedCheck('usage', 'inconclusive')])
    expect(acceptKnown(cell, [entry!])).toEqual(cell)
  })
})
