import { describe, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { headlineOf } from './headline.ts'
import { failingCheck, sampleCell, sampleCheck, sampleReport } from '../testing/sample.ts'

function head(
  checks: Report['cells'][number]['checks'],
  exitCode: number,
  problems: string[] = [],
) {
  return headlineOf(sampleReport([sampleCell({ checks })], { exitCode, problems }))
}

const pass = sampleCheck()
const fail = failingCheck()
const error = sampleCheck({ verdict: 'error' })
const open = sampleCheck({ verdict: 'inconclusive' })

describe('headlineOf', () => {
  it('says conformant only of a run in which something was judged and nothing failed', () => {
    expect(head([pass], 0)).toMatchObject({ verdict: 'CONFORMANT', tone: 'good' })
    expect(head([open], 0).verdict).toBe('NOTHING JUDGED')
    expect(headlineOf(sampleReport([], { exitCode: 0 })).verdict).toBe('NOTHING JUDGED')
    expect(head([pass, fail], 0).verdict).toBe('NOT CONFORMANT')
    expect(head([pass], 77)).toMatchObject({ verdict: 'UNKNOWN', tone: 'open' })
  })

  it('names what is missing, though some checks are inconclusive, or that no must check was judged', () => {
    const missing = 'Missing: 2 entries of the files could not be read.'
    expect(head([pass, open], 5, ['Another.', missing]).sentence).toBe(
      'Missing: 2 entries of the files could not be read (exit code 5).',
    )
    expect(head([pass, open], 5, ['Another.']).sentence).toMatch(/^1 of 2 checks could not/)
    expect(head([pass], 5).sentence).toBe('No must check could be judged (exit code 5).')
  })

  it('calls a run that a budget narrowed conformant in what was asked alone', () => {
    const power = { requests: 12, share: 0.614, finds: 135, of: 220, leftOut: 79 }
    const report = sampleReport([sampleCell({ checks: [pass] })], { exitCode: 0 })
    expect(headlineOf({ ...report, selection: { budget: '12' }, power })).toEqual({
      verdict: 'CONFORMANT IN WHAT WAS ASKED',
      tone: 'good',
      sentence:
        'No must was violated outside the baseline in 1 judged check, in 12 requests, with which 61 % of the 220 known defects of these APIs would have been found; 79 cells were left out (--budget=12) (exit code 0).',
    })
  })

  it('says how many checks failed', () => {
    expect(head([pass, fail, error], 1)).toEqual({
      verdict: 'NOT CONFORMANT',
      tone: 'bad',
      sentence: '1 of 3 checks failed and 1 check could not be completed (exit code 1).',
    })
  })

  it('does not call nonconformant what could only not be completed', () => {
    expect(head([pass, error], 1).verdict).toBe('NOT COMPLETED')
    expect(head([pass], 1, ['expired']).verdict).toBe('NOT ACCEPTED')
  })

  it('does not judge a target that could not be reached', () => {
    expect(head([error], 3)).toMatchObject({ verdict: 'NOTHING JUDGED', tone: 'open' })
  })

  it('names a stale baseline, an undecided run and an interrupted one', () => {
    expect(head([pass, sampleCheck({ verdict: 'fixed' })], 4).verdict).toBe(
      'CONFORMANT, STALE BASELINE',
    )
    expect(head([pass, open], 5).verdict).toBe('UNDECIDED')
    expect(head([pass, open], 130).verdict).toBe('INTERRUPTED')
    expect(head([pass, fail], 130).verdict).toBe('INTERRUPTED, NOT CONFORMANT SO FAR')
  })

  it('mentions warnings and known deviations beside conformance', () => {
    const checks = [pass, failingCheck({ verdict: 'warn' }), failingCheck({ verdict: 'known' })]
    expect(head(checks, 0).sentence).toContain('with 1 warning and 1 known deviation')
  })
})
