import { describe, expect, it } from 'vitest'
import { loadSuite } from '../load-suite.ts'
import { parameterHoles, parameterTable } from './parameters.ts'

const catalogue = loadSuite()
const table = parameterTable(catalogue)
const named = (cells: typeof table): string[] => cells.map((one) => `${one.parameter}: ${one.api}`)

describe('the table of parameters and APIs', () => {
  it('has no hole without a reason', () => {
    expect(named(parameterHoles(table))).toEqual([])
  })

  it('excuses nothing that is judged', () => {
    const excused = table.filter(({ excluded }) => excluded !== undefined)
    expect(named(excused.filter(({ checkedBy }) => checkedBy.length > 0))).toEqual([])
  })

  it('knows whole answers and their streamed twins of five forms', () => {
    const apis = [...new Set(table.map(({ api }) => api))]
    expect(apis).toHaveLength(10)
    expect(apis.filter((api) => api.endsWith('-stream'))).toHaveLength(5)
  })

  it('shows a hole where the cases of a parameter are gone', () => {
    const cases = catalogue.cases.filter(({ id }) => !id.startsWith('twins.'))
    expect(named(parameterHoles(parameterTable({ cases })))).toContain(
      'stop sequences: converse-stream',
    )
  })
})
