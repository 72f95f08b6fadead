import { expect, it } from 'vitest'
import { historyEntry } from '../../judge/history/entry.ts'
import { trendOf } from '../../judge/history/trend.ts'
import { judgedCell, judgedCheck, judgedReport } from '../../judge/testing/cells.ts'
import { renderTrend } from './trend.ts'

const checks = ['a-first-check', 'a-second-check', 'a-third-check']
const nights = (['pass', 'fail'] as const).map((verdict, day) =>
  historyEntry(
    judgedReport([judgedCell(checks.map((id) => judgedCheck(id, verdict)))], {
      startedAt: `2026-01-0${day + 1}T03:00:00.000Z`,
    }),
  ),
)

it.each([Infinity, 110, 80, 40])(
  'says what happened in %s columns, and cuts nothing off',
  (columns) => {
    const text = renderTrend(trendOf(nights), columns)
    expect(text.split('\n').filter((line) => line.length > columns)).toEqual([])
    const line = text.replace(/\s+/g, ' ')
    expect(line).toMatch(/stream\.basic\/a-first-check, stream\.basic\/a-second-check and 1 more/)
    expect(text).toContain('2026-01-02 03:00')
    expect(line).toMatch(columns > 70 ? /03:00 1 1 3 3 0/ : /exit 1, cells 1, checks 3, fail 3/)
  },
)
