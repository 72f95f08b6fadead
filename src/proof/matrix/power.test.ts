import { describe, expect, it } from 'vitest'
import { deviations } from '../deviations/registry.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import type { Power } from '../../model/run/power.ts'
import { powerFile, readPower } from '../../suite/power/power-file.ts'
import type { Deviation } from '../../reference/deviation.ts'
import type { Played, Red } from './played.ts'
import { cellsOfReference } from './play/plan.ts'
import { powerOf } from './power.ts'

const mutant = (id: string, seen: string[] = []): Deviation => ({
  id,
  kind: 'mutant',
  about: '',
  seen,
  hooks: {},
})
const red = (key: string, level: Red['level'], kind: Red['kind'] = 'protocol'): Red => ({
  key,
  names: [key],
  identity: key,
  step: 'main',
  api: 'openai-chat',
  endpointKind: 'llamastack',
  family: 'gpt-oss',
  level,
  kind,
  verdict: 'fail',
  judgesSilence: false,
  message: '',
})
const played = (id: string, ...found: Red[]): Played => ({
  id,
  cells: 1,
  checks: 1,
  requests: 1,
  durationMs: 0,
  acted: true,
  red: found,
  redCells: 1,
  green: [],
  faults: [],
})

const cells = await cellsOfReference(loadSuite())

describe('the power of a case', () => {
  it('counts each defect once, at the strictest level that finds it', () => {
    const { defects, cases } = powerOf(
      [mutant('b'), mutant('a', ['D01', 'ogx#1', 'D02'])],
      [
        played('a', red('chat.simple/x', 'should'), red('chat.simple/y', 'must')),
        played('b', red('chat.simple/x', 'should', 'behaviour')),
      ],
      cells,
    )
    expect(defects).toEqual([
      { id: 'a', weight: 3 },
      { id: 'b', weight: 1 },
    ])
    expect(cases.get('openai-chat')?.get('chat.simple')).toMatchObject([
      { id: 'main', requests: 1, finds: { must: [0], should: [], may: [], behaviour: [1] } },
    ])
  })
})

describe('the families of a defect', () => {
  const on = (family: string, kind: Red['kind'] = 'protocol'): Red => ({
    ...red('chat.simple/main.x', 'must', kind),
    api: 'invoke',
    family,
  })
  const familiesOf = (found: readonly Red[], before?: Power['defects']) => {
    const killed = { ...mutant('a'), kills: ['chat.simple/main.x'] }
    const known = before && { defects: before, cases: new Map() }
    return powerOf([killed], [played('a', ...found)], cells, known).defects[0]?.families
  }

  it('are those of the cells of InvokeModel that are meant to find it and do', () => {
    expect(familiesOf([on('nova'), on('llama')])).toEqual(['llama', 'nova'])
  })

  it('are not known from behaviours, which are played for one', () => {
    expect(familiesOf([on('llama', 'behaviour')])).toBeUndefined()
  })

  it('are not limited where all find it', () => {
    const all = new Set(
      cells.filter(({ api }) => api === 'invoke').map(({ model }) => model.family),
    )
    expect(familiesOf([...all].map((family) => on(family)))).toBeUndefined()
  })

  it('grow when it is played on further cases, and stay unlimited', () => {
    const before = [{ id: 'a', weight: 1, families: ['nova'] }]
    expect(familiesOf([], before)).toEqual(['nova'])
    expect(familiesOf([on('llama')], before)).toEqual(['llama', 'nova'])
    expect(familiesOf([on('llama')], [{ id: 'a', weight: 1 }])).toBeUndefined()
  })
})

/** Shares that may be missing before the order is no longer that of this suite. */
const mostMissing = 0.1

describe(`${powerFile}, or else run: npm run mutants -- --power`, () => {
  const power = readPower()

  it('knows nearly every case on every API', () => {
    const planned = new Set(cells.map(({ api, case: { id } }) => `${api} ${id}`))
    const missing = [...planned].filter((name) => {
      const [api = '', id = ''] = name.split(' ')
      return !power.cases.get(api)?.has(id)
    })
    expect(missing.length / planned.size).toBeLessThan(mostMissing)
  })

  it('knows nearly every mutant', () => {
    const mutants = deviations.filter(({ kind }) => kind === 'mutant')
    const known = new Set(power.defects.map(({ id }) => id))
    const missing = mutants.filter(({ id }) => !known.has(id))
    expect(missing.length / mutants.length).toBeLessThan(mostMissing)
  })
})
