import { describe, expect, it } from 'vitest'
import { runReplies, type CellResult, type Report, type RunSelection } from '../../model/report.ts'
import type { Part } from './conflict.ts'
import { mergeParts, type Merged } from './merge.ts'
import { judgedCell, judgedCheck, judgedReport } from '../testing/cells.ts'

const cells = ['a', 'b', 'c', 'd', 'e'].map((id) =>
  judgedCell([judgedCheck('status')], { case: `chat.${id}` }),
)

function part(
  index: number,
  count: number,
  positions: number[],
  members: Partial<Report> = {},
): Part {
  const shard = { index, count, planned: cells.length, positions }
  const own = positions.flatMap((position) => cells[position] ?? [])
  return { name: `part-${index}`, report: judgedReport(own, { selection: { shard }, ...members }) }
}

function merged(...parts: Part[]): Merged {
  const put = mergeParts(parts)
  if ('problem' in put) throw new Error(put.problem)
  return put.merged
}

function problem(...parts: Part[]): string {
  const put = mergeParts(parts)
  return 'problem' in put ? put.problem : ''
}

describe('parts of one split', () => {
  it('come together in the order of the plan, whatever their own', () => {
    const whole = merged(part(3, 3, [1]), part(1, 3, [4, 0]), part(2, 3, [2, 3]))
    expect(whole.cells).toEqual(cells)
    expect(whole.missing).toEqual([])
    expect(whole.selection).toBeUndefined()
  })

  it('that are missing are named, with how much they held', () => {
    expect(merged(part(1, 3, [0, 4])).missing).toEqual([
      'Missing: shard 2/3, 3/3: 3 of 5 cells were not judged.',
    ])
  })

  it('that are missing are counted where they are many', () => {
    expect(merged(part(1, 30, [0])).missing).toEqual([
      expect.stringMatching(/^Missing: shard 2\/30, .*, 21\/30 and 9 more: 4 of 5 cells/),
    ])
  })

  it('that a part lacks as the result of a merge itself stay missing', () => {
    const { missing, cells: own } = merged(part(1, 3, [0, 4]))
    const again = merged({
      name: 'merged',
      report: judgedReport(own, { problems: ['x', ...missing] }),
    })
    expect(again).toMatchObject({ missing, problems: ['x'] })
    const [cut] = merged(part(1, 2, [0]), part(2, 2, [1])).missing
    expect(cut).toMatch(/^No part is missing, but/)
    const cutAgain = judgedReport(own, { problems: [cut ?? ''] })
    expect(merged({ name: 'merged', report: cutAgain }).missing).toEqual([cut])
  })

  it('keep what narrowed all of them', () => {
    const narrowed = (index: number, positions: number[]): Part => {
      const { name, report } = part(index, 2, positions)
      return { name, report: { ...report, selection: { ...report.selection, cases: ['chat.*'] } } }
    }
    expect(merged(narrowed(1, [0, 1, 2]), narrowed(2, [3, 4])).selection).toEqual({
      cases: ['chat.*'],
    })
  })

  it('keep whether a violated should fails, and the second target with all requests to it', () => {
    const against = { name: 'other', endpoint: 'http://b', requests: 3 }
    const members = { strict: true, against }
    const whole = merged(part(1, 2, [0], members), part(2, 2, [1, 2, 3, 4], members))
    expect(whole).toMatchObject({ strict: true, against: { ...against, requests: 6 } })
  })

  it('that were interrupted are as those that are missing', () => {
    const whole = merged(part(1, 2, [0], { interrupted: true }), part(2, 2, [1, 2, 3, 4]))
    expect(whole.missing).toEqual(['part-1 was interrupted: what it did not send is not judged.'])
    expect(whole.interrupted).toBe(true)
    expect(merged(part(1, 2, [0]), part(2, 2, [1, 2, 3, 4])).interrupted).toBe(false)
  })

  it('take the time from the first start to the last end', () => {
    const late = { startedAt: '2026-01-02T03:00:05.000Z', durationMs: 2000 }
    expect(merged(part(1, 2, [0]), part(2, 2, [1, 2, 3, 4], late))).toMatchObject({
      startedAt: new Date('2026-01-02T03:00:00.000Z'),
      durationMs: 7000,
    })
  })

  it('say nothing of the baseline that only the whole can say', () => {
    const fixed = judgedCheck('status', 'fixed', '', { because: 'The baseline expects x here.' })
    const own: CellResult = { ...cells[0]!, checks: [fixed] }
    const report = judgedReport([own])
    expect(merged({ name: 'p', report }).cells[0]?.checks).toEqual([judgedCheck('status')])
  })
})

it('one region each is a split, too, and narrows nothing', () => {
  const region = (name: string): Part => ({
    name,
    report: judgedReport(
      cells.slice(0, 2).map((cell) => ({ ...cell, region: name })),
      {
        selection: { regions: [name] },
      },
    ),
  })
  const whole = merged(region('us-east-1'), region('eu-west-1'))
  expect(whole.selection).toBeUndefined()
  expect(whole.cells.map((cell) => `${cell.case} ${cell.region}`)).toEqual([
    'chat.a us-east-1',
    'chat.a eu-west-1',
    'chat.b us-east-1',
    'chat.b eu-west-1',
  ])
})

describe('parts that were split by an axis', () => {
  const of = (selection: RunSelection, ...own: Partial<CellResult>[]): Part => ({
    name: JSON.stringify(selection),
    report: judgedReport(
      own.map((members) => ({ ...cells[0]!, ...members })),
      { selection },
    ),
  })

  it.each<[string, Part[]]>([
    [
      'APIs',
      [
        of({ apis: ['converse'] }, { api: 'converse' }),
        of({ apis: ['invoke'] }, { api: 'invoke' }),
      ],
    ],
    ['models', [of({ models: ['x'] }, { model: 'x' }), of({ models: ['y'] }, { model: 'y' })]],
    [
      'regions of which one was the default',
      [of({ regions: ['a'] }, { region: 'a' }), of({}, { region: 'b' })],
    ],
    [
      'regions and models',
      ['a', 'b'].flatMap((region) =>
        ['x', 'y'].map((model) => of({ regions: [region], models: [model] }, { region, model })),
      ),
    ],
  ])('are a whole run: %s', (_, parts) => {
    expect(merged(...parts)).toMatchObject({ missing: [] })
    expect(merged(...parts).selection).toBeUndefined()
  })

  it('leave the rows about the replies of a part to the whole', () => {
    const replies = { case: runReplies, region: '-', model: '-' }
    const parts = ['a', 'b'].map((region) => of({ regions: [region] }, { region }, replies))
    expect(merged(...parts)).toMatchObject({
      missing: [],
      cells: [{ region: 'a' }, { region: 'b' }],
    })
  })

  it('keep what narrowed each of them', () => {
    const parts = ['a', 'b'].map((region) =>
      of({ regions: [region], apis: ['converse'], level: 'must' }, { region }),
    )
    expect(merged(...parts).selection).toEqual({ apis: ['converse'], level: 'must' })
  })

  it('lack the combinations that none of them was', () => {
    const parts = [
      of({ regions: ['a'], models: ['x'] }, { region: 'a', model: 'x' }),
      of({ regions: ['b'], models: ['y'] }, { region: 'b', model: 'y' }),
    ]
    expect(merged(...parts).missing).toEqual([
      'Missing: a, y: together they were not judged.',
      'Missing: b, x: together they were not judged.',
    ])
  })

  it.each<[string, RunSelection, RunSelection]>([
    ['--case', { cases: ['chat.a'] }, { cases: ['chat.b'] }],
    ['--case', { cases: ['chat.a'] }, {}],
    ['--level', {}, { level: 'must' }],
    ['--budget', { budget: '2m' }, { budget: '3m' }],
    ['--last-failed', { lastFailed: true }, {}],
    ['--api', { apis: ['converse'] }, {}],
    ['--model', {}, { models: ['x'] }],
  ])('are refused where %s narrowed them differently: %j and %j', (flag, one, other) => {
    const parts = [of(one, { region: 'a' }), of(other, { region: 'b' })]
    expect(problem(...parts)).toContain(`${flag} is not the same for both.`)
  })
})

it('a region that must be there and is not is named', () => {
  const put = mergeParts([{ name: 'p', report: judgedReport(cells) }], ['us-west-2', 'eu-west-1'])
  expect(put).toMatchObject({
    merged: { missing: ['Missing: region eu-west-1: it was not judged.'] },
  })
})

describe('parts are refused', () => {
  const one = part(1, 2, [0, 1])
  it.each<[string, Part, RegExp]>([
    ['of another suite', part(2, 2, [2], { suiteVersion: '0.2.0' }), /suites 0\.1\.0 and 0\.2\.0/],
    [
      'of another target',
      part(2, 2, [2], { target: { name: 'bedrock', endpoint: 'x' } }),
      /targets/,
    ],
    [
      'of another server',
      part(2, 2, [2], { target: { name: 'llamastack', endpoint: 'http://b:1' } }),
      /servers/,
    ],
    [
      'of another release',
      part(2, 2, [2], { target: { ...one.report.target, version: '2' } }),
      /versions - and 2/,
    ],
    ['judged by another rule', part(2, 2, [2], { strict: true }), /without --strict and with/],
    [
      'compared with another target',
      part(2, 2, [2], { against: { name: 'other', endpoint: 'http://b', requests: 1 } }),
      /targets - and other/,
    ],
    ['held against another baseline', part(2, 2, [2], { baseline: [] }), /different baselines/],
    ['of another split', part(2, 3, [2]), /shard 1\/2 of 5 cells, the other shard 2\/3/],
    ['with a cell twice', part(2, 2, [1, 2]), /both ran chat\.b/],
  ])('%s', (_, other, words) => {
    expect(problem(one, other)).toMatch(words)
    expect(problem(one, other)).toContain('part-1 and part-2')
  })

  it('when there are none', () => {
    expect(problem()).toMatch(/needs the report directory/)
  })
})

it('another port of this machine is the same server', () => {
  const at = (index: number, port: number, positions: number[]): Part =>
    part(index, 2, positions, {
      target: { name: 'reference', endpoint: `http://127.0.0.1:${port}/{region}` },
    })
  expect(problem(at(1, 1111, [0, 1]), at(2, 2222, [2, 3, 4]))).toBe('')
})
