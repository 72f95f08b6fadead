import { describe, expect, it } from 'vitest'
import { deviations } from './registry.ts'

// That each of them acts, and is seen by the check that it is for, the command `mutants` proves.
describe('the registry', () => {
  it('has unique ids in kebab case, and a sentence about each', () => {
    const ids = deviations.map((deviation) => deviation.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([])
    expect(deviations.filter((deviation) => !deviation.about.endsWith('.'))).toEqual([])
  })

  it('says of every mutant which checks it turns red', () => {
    const mutants = deviations.filter(({ kind }) => kind === 'mutant')
    expect(mutants.filter(({ kills = [] }) => kills.length === 0)).toEqual([])
    expect(mutants.length).toBeGreaterThan(500)
  })

  it('has oddities, which blame nothing', () => {
    const oddities = deviations.filter(({ kind }) => kind === 'oddity')
    expect(oddities.filter(({ kills, also }) => kills ?? also)).toEqual([])
    expect(oddities.length).toBeGreaterThan(80)
  })
})
