import { describe, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { blamedOnServer, blamedUpstream, defectsOf, findsAll } from './blame.ts'

const [defect] = defectsOf({ 'usage-total-wrong': 'chat.simple/usage' })
if (defect === undefined) throw new Error('There is no defect.')

/** As much of a report as blame is read from. */
function reportWith(verdict: string, blame?: string, id = 'usage', name = 'chat.simple'): Report {
  const against = blame === undefined ? {} : { against: { verdict, blame } }
  return { cells: [{ case: name, checks: [{ id, verdict, ...against }] }] } as unknown as Report
}

const noReport = { problem: 'x has no report.json.' }

describe('a defect behind a server', () => {
  it.each(['usage', 'first.usage'])('is blamed on upstream by the check %s', (id) => {
    expect(blamedUpstream(defect, reportWith('fail', 'upstream', id)).holds).toBe(true)
  })

  it.each([
    ['passes', reportWith('pass', 'upstream')],
    ['is blamed on the server', reportWith('fail', 'llamastack')],
    ['is blamed on nobody', reportWith('fail')],
    ['is seen by another check', reportWith('fail', 'upstream', 'status')],
    ['is seen in another case', reportWith('fail', 'upstream', 'usage', 'chat.batch')],
    ['is in no report', noReport],
  ])('is not, where it %s', (_, report) => {
    expect(blamedUpstream(defect, report).holds).toBe(false)
  })
})

describe('what deviates while Bedrock is in order', () => {
  const holds = (report: Report | { readonly problem: string }, least: number): boolean[] =>
    blamedOnServer(report, 'portkey', least).map((one) => one.holds)

  it('must be blamed on the server, and be enough', () => {
    expect(holds(reportWith('known', 'portkey'), 1)).toEqual([true, true])
    expect(holds(reportWith('known', 'portkey'), 2)).toEqual([true, false])
    expect(holds(reportWith('known', 'upstream'), 0)).toEqual([false, true])
    expect(holds(noReport, 0)).toEqual([false])
  })

  it('may not recur where it is a behaviour, or where the baseline calls it intermittent', () => {
    const check = (id: string, blame: string, kind = 'protocol') => ({
      id,
      kind,
      verdict: 'known',
      finding: { code: 'c' },
      against: { blame },
    })
    const reportOf = (intermittent: boolean, ...checks: unknown[]) =>
      ({
        baseline: [{ check: 'a/y', finding: 'c', reason: 'r', intermittent }],
        cells: [{ case: 'a', api: 'p', region: 'q', model: 'm', checks }],
      }) as unknown as Report
    const own = check('x', 'portkey')
    expect(holds(reportOf(true, own, check('y', 'model')), 1)).toEqual([true, true])
    expect(holds(reportOf(true, own, check('y', 'model')), 2)).toEqual([true, false])
    expect(holds(reportOf(true, own, check('z', 'model')), 1)).toEqual([false, true])
    expect(holds(reportOf(false, own, check('y', 'model')), 1)).toEqual([false, true])
    expect(holds(reportOf(true, own, check('y', 'upstream')), 1)).toEqual([false, true])
    expect(holds(reportOf(false, own, check('z', 'model', 'behaviour')), 1)).toEqual([true, true])
  })
})

describe('what a whole run is known to find', () => {
  it('must be found', () => {
    const known = ['chat.simple/usage']
    expect(findsAll(reportWith('known'), known).map((one) => one.holds)).toEqual([true])
    expect(findsAll(reportWith('pass'), known).map((one) => one.holds)).toEqual([false])
    expect(findsAll(noReport, known).map((one) => one.holds)).toEqual([false])
  })
})
