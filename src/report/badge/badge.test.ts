import { expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleReport,
} from '../testing/sample.ts'
import { renderBadge } from './badge.ts'

function badgeOf(report: Report): Record<string, unknown> {
  return JSON.parse(renderBadge(modelOf(report))) as Record<string, unknown>
}

const cells = [sampleCell()]

it.each<[string, Report, Record<string, unknown>]>([
  [
    'a conformant run',
    sampleReport(cells, { exitCode: 0 }),
    { message: 'conformant', color: 'brightgreen', isError: false },
  ],
  [
    'a failing run',
    sampleReport([sampleCell({ checks: [failingCheck()] })], { exitCode: 1 }),
    { message: 'not conformant: 1 cause', color: 'red', isError: true },
  ],
  [
    'a baseline that is stale',
    sampleReport(cells, { exitCode: 4 }),
    { message: 'conformant, stale baseline', color: 'yellow', isError: false },
  ],
  [
    'a part of the suite',
    sampleReport(cells, { exitCode: 0, selection: { cases: ['chat.*'] } }),
    { message: 'conformant, a part of the suite', color: 'brightgreen' },
  ],
  [
    'the whole suite in one region',
    sampleReport(cells, { exitCode: 0, selection: { regions: ['us-east-1'] } }),
    { message: 'conformant' },
  ],
])('the badge of %s', (_, report, expected) => {
  const { name } = report.target
  expect(badgeOf(report)).toMatchObject({ schemaVersion: 1, label: name, ...expected })
})

it('has the members that shields knows, and no text of a server', () => {
  const badge = badgeOf(reportSaying(hostile))
  expect(Object.keys(badge)).toEqual(['schemaVersion', 'label', 'message', 'color', 'isError'])
  expect(`${String(badge['label'])} ${String(badge['message'])}`).not.toMatch(dangerous)
})
