import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import { verdicts } from '../../model/names.ts'
import { summarise } from './summary.ts'
import { sampleCell, sampleCheck } from '../testing/sample.ts'

describe('summarise', () => {
  it('counts nothing in nothing', () => {
    expect(Object.values(summarise([])).every((number) => number === 0)).toBe(true)
  })

  it('counts cells, requests, and checks by verdict', () => {
    const checks = [sampleCheck(), sampleCheck(), sampleCheck({ verdict: 'fail' })]
    const summary = summarise([sampleCell({ checks, requests: 3 }), sampleCell({ requests: 2 })])
    expect(summary).toMatchObject({ cells: 2, requests: 5, checks: 4, pass: 3, fail: 1, error: 0 })
  })

  it('counts a cell without checks as one, and never as a pass', () => {
    const empty = { checks: [] }
    expect(summarise([sampleCell(empty)])).toMatchObject({ checks: 1, inconclusive: 1 })
    expect(summarise([sampleCell({ ...empty, verdict: 'error' })])).toMatchObject({ error: 1 })
    expect(summarise([sampleCell({ ...empty, verdict: 'pass' })])).toMatchObject({
      pass: 0,
      error: 1,
    })
  })

  it('has verdict counts that add up to the checks, whatever the cells', () => {
    const random = seededRandom(3)
    for (let round = 0; round < 50; round += 1) {
      const cells = Array.from({ length: Math.floor(random() * 20) }, (): CellResult => {
        const length = Math.floor(random() * 5)
        const verdict = () => verdicts[Math.floor(random() * verdicts.length)]!
        return sampleCell({
          checks: Array.from({ length }, () => sampleCheck({ verdict: verdict() })),
        })
      })
      const summary = summarise(cells)
      const sum = verdicts.reduce((total, verdict) => total + summary[verdict], 0)
      expect(sum).toBe(summary.checks)
      expect(summary.checks).toBe(
        cells.reduce((total, cell) => total + Math.max(1, cell.checks.length), 0),
      )
    }
  })
})
