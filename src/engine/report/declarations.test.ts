import { describe, expect, it } from 'vitest'
import type { Cell } from '../../model/plan.ts'
import { judgedCell, judgedCheck } from '../../judge/testing/cells.ts'
import { buildReport } from './build-report.ts'
import type { FinishedCell } from './finished.ts'

const finding = {
  code: 'http.status',
  message: 'The status is 400.',
  expected: 'status 200',
  received: '400 Bad Request: Not supported.',
}
const api = 'anthropic-messages'
const cell = {
  case: { capability: 'messages' },
  endpoint: { capabilities: {} },
} as unknown as Cell

const refused: FinishedCell = {
  result: judgedCell([judgedCheck('status', 'fail', 'http.status', { finding })], {
    case: 'messages.limit',
    api,
  }),
  cell,
}

function remedies(...cells: readonly FinishedCell[]) {
  const { causes } = buildReport({
    suiteVersion: '0.1.0',
    startedAt: new Date(0),
    durationMs: 0,
    target: { name: 'llamastack', endpoint: 'http://localhost:8321' },
    cells,
    baseline: [],
    interrupted: false,
    problems: [],
    rules: { get: () => ({ text: 'It is answered.', remedy: 'Answer it.' }) } as never,
  })
  return (causes ?? []).map(({ remedy }) => remedy)
}

describe('an API that a target may lack', () => {
  it('can be declared as lacking where it refuses everything', () => {
    expect(remedies(refused)[0]).toContain('--lacks=messages')
  })

  it('is there where it answered one request, whatever it refuses', () => {
    const replies = { count: 1, empty: 0 }
    const result = judgedCell([judgedCheck('status')], { case: 'chat.simple', api, replies })
    const again = { ...refused, result: { ...refused.result, case: 'messages.again' } }
    expect(remedies(refused, again, { result, cell })[0]).toBe('Answer it.')
  })
})
