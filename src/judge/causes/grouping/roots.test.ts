import { describe, expect, it } from 'vitest'
import type { CheckResult } from '../../../model/report.ts'
import type { FindingCode } from '../../../model/findings/finding-codes.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

function shows(code: FindingCode, id: string, expected: string, received: string): CheckResult {
  const message = code === 'error.absent' ? 'Granted (invalid-parameter).' : `It is ${code}.`
  return judgedCheck(id, 'fail', code, { finding: { code, message, expected, received } })
}

function codesOf(...checks: readonly CheckResult[]): string[] {
  const cells = checks.map((check, at) => judgedCell([check], { case: `a.case-${at}` }))
  return causesOf(cells, { target: 'llamastack' }).causes.map(({ code }) => code)
}

describe('a status that is compared', () => {
  const ofKey = (received: string): CheckResult =>
    shows('compare.status', 'no-crossing', 'one of 401, 403', received)
  const mapped = shows('http.status', 'kept', 'one of 401, 403', '400 Bad Request: bad key')

  it('counts with the same status that another case does not expect', () => {
    expect(codesOf(mapped, ofKey('400: bad key'))).toEqual(['http.status'])
  })

  it('is a cause of its own beside another status', () => {
    expect(codesOf(mapped, ofKey('200: Hello'))).toEqual(['http.status', 'compare.status'])
    expect(codesOf(mapped, ofKey('400: bad key'), ofKey('200: Hello'))).toHaveLength(2)
  })

  it('is no consequence of a wrong body that is granted where a wrong key is', () => {
    const granted = shows('error.absent', 'refused', 'a refusal', '200: Hello')
    expect(codesOf(granted, ofKey('200: Hello'))).toHaveLength(2)
    const ofBody = shows('compare.status', 'only-the-invalid', 'one of 400, 404', '200: Hello')
    expect(codesOf(granted, ofBody)).toHaveLength(1)
  })
})
