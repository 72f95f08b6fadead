import { describe, expect, it } from 'vitest'
import type { CellResult } from '../../../model/report.ts'
import type { Capability } from '../../../model/names.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'
import { unclaimedIn, type Needed } from './unclaimed.ts'

const refused = (id: string, received = '400 Bad Request: Not supported.'): CellResult => {
  const finding = {
    code: 'http.status',
    message: 'The status is 400.',
    expected: 'status 200',
    received,
  }
  return judgedCell(
    [judgedCheck('status', 'fail', 'http.status', { rule: 'http.success', finding })],
    { case: id },
  )
}

const rules = new Map([['http.success', { text: 'It is answered.', remedy: 'Answer it.' }]])
const needs = new Map<string, Capability>([
  ['state', 'stored-responses'],
  ['background', 'background-responses'],
])

const remedies = (...cells: readonly CellResult[]) =>
  causesOf(cells, { target: 't', rules, unclaimed: (cell) => needs.get(cell.case) }).causes.map(
    ({ remedy }) => remedy,
  )

it('a refusal of what was never claimed says how to declare that it is lacking', () => {
  expect(remedies(refused('state'))).toEqual([
    'If the server does not have this, declare it with --lacks=stored-responses; if it does: Answer it.',
  ])
})

it('several of them are declared together', () => {
  const [remedy] = remedies(refused('state'), refused('background'))
  expect(remedy).toContain('--lacks=stored-responses,background-responses;')
})

it.each<[string, CellResult[]]>([
  ['what the target claims or needs no capability', [refused('other')]],
  ['both', [refused('state'), refused('other')]],
  ['a limit of requests', [refused('state', '429 Too Many Requests: Slow down.')]],
  ['a server that failed', [refused('state', '500 Internal Server Error: Broken.')]],
])('a refusal of %s is to be corrected', (_, cells) => {
  expect(remedies(...cells)).toEqual(['Answer it.'])
})

describe('what most cells that need it have', () => {
  const cell = (id: string, verdict: 'pass' | 'fail', replies = 1): Needed => ({
    result: judgedCell([judgedCheck('status', verdict, 'http.status')], {
      case: id,
      verdict,
      replies: { count: replies, empty: 0 },
    }),
    capability: 'tools',
  })
  const unclaimed = (...needed: readonly Needed[]) =>
    unclaimedIn(needed)({ ...needed[0]!.result, case: 'refused' })

  it('is not lacking', () => {
    const refusal = cell('refused', 'fail', 0)
    expect(unclaimed(refusal)).toBe('tools')
    expect(unclaimed(refusal, cell('one', 'pass'))).toBe('tools')
    expect(unclaimed(refusal, cell('one', 'pass'), cell('two', 'pass'))).toBeUndefined()
  })

  it('is not shown by cells that pass without any reply', () => {
    const refusal = cell('refused', 'fail', 0)
    expect(unclaimed(refusal, cell('one', 'pass', 0), cell('two', 'pass', 0))).toBe('tools')
  })
})
