import { describe, expect, it } from 'vitest'
import { extentOf } from './describe.ts'

describe('the extent of a cause', () => {
  it('says how many of its checks only follow from it, since they are not among those that failed', () => {
    expect(extentOf({ checks: 70, cells: 10, following: 50, passing: 8 })).toBe(
      '70 checks in 10 cells, 50 of them consequences, 8 others pass',
    )
    expect(extentOf({ checks: 2, cells: 1, following: 1 })).toBe(
      '2 checks in 1 cell, 1 of them a consequence',
    )
  })

  it('says how many of its checks only warn, since they are not among those that failed either', () => {
    expect(extentOf({ checks: 31, cells: 30, warnings: 30 })).toBe(
      '31 checks in 30 cells, 30 of them warnings',
    )
    expect(extentOf({ checks: 9, cells: 2, warnings: 1, following: 2 })).toBe(
      '9 checks in 2 cells, 1 of them a warning, 2 of them consequences',
    )
  })

  it('names nothing that is not there', () => {
    expect(extentOf({ checks: 3, cells: 3 })).toBe('3 checks in 3 cells')
  })
})
