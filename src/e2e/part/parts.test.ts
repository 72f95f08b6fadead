import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import { deviations } from '../../proof/deviations/registry.ts'
import { chooseParts, fits, refuseNames } from './choose.ts'
import { fill } from './fill.ts'
import { partSchema } from './format.ts'
import { e2eFixtures, loadParts } from './load.ts'

const parts = loadParts()

describe('the part files', () => {
  it('are read, the quickest first', () => {
    const minutes = parts.map((part) => part.minutes)
    expect(minutes.length).toBeGreaterThan(8)
    expect(minutes).toEqual(minutes.toSorted((one, other) => one - other))
  })

  it('pin every package that they install, but where the point is not to', () => {
    for (const { install } of parts) {
      const lists = [install.pip].filter((list) => list !== undefined)
      for (const list of lists) {
        const lines = readFileSync(join(e2eFixtures, list), 'utf8').trim().split('\n')
        const packages = lines.filter((line) => !line.startsWith('#'))
        expect(packages.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([])
      }
    }
  })

  it('name baselines that exist and defects that the reference has', () => {
    const baselines = readdirSync(join(packageRoot, 'fixtures', 'baselines'))
    const mutants = deviations.filter(({ kind }) => kind === 'mutant').map(({ id }) => id)
    for (const { judge } of parts) {
      for (const { baseline, defects } of judge) {
        if (baseline !== undefined) expect(baselines).toContain(baseline)
        expect(mutants).toEqual(expect.arrayContaining(Object.keys(defects)))
      }
    }
  })

  it('have servers listen on loopback only', () => {
    for (const { part, server } of parts) {
      if (server === undefined) continue
      const text = JSON.stringify([server.start, server.files])
      const isLocal = /127\.0\.0\.1|loopback\.cjs/.test(text) || part === 'smollm2'
      expect(isLocal, part).toBe(true)
    }
  })

  it('are shown where they are wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-parts-'))
    writeFileSync(join(folder, 'one.yaml'), 'part: two\nversion: 1\n')
    expect(() => loadParts(folder)).toThrow(/one\.yaml:2/)
  })

  it('must be named after the part', () => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-parts-'))
    const text = 'part: two\nversion: "1"\nabout: x\nminutes: 1\ninstall: {}\n'
    writeFileSync(join(folder, 'one.yaml'), text)
    expect(() => loadParts(folder)).toThrow(/Expected the name of the file, one\.yaml/)
  })

  it('are completed by editors from the schema that the program reads them with', () => {
    const path = join(packageRoot, 'fixtures', 'schemas', 'part.schema.json')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(partSchema())
  })
})

describe('the parts of a run', () => {
  it('are those that are named, in the order of the files', () => {
    const chosen = chooseParts(parts, ['ogx', 'aws-cli']).map(({ part }) => part)
    expect(chosen).toEqual(['aws-cli', 'ogx'])
  })

  it('are all where none is named', () => {
    expect(chooseParts(parts, undefined)).toEqual(parts)
  })

  it('are not named without --only', () => {
    expect(() => refuseNames(['litellm'])).toThrow(/--only=litellm/u)
    expect(() => refuseNames(['--baseline', 'none'])).not.toThrow()
    expect(() => refuseNames([])).not.toThrow()
  })

  it('fit what is left of the budget', () => {
    const [part] = chooseParts(parts, ['aws-cli'])
    if (part === undefined) throw new Error('There is no aws-cli.')
    const length = part.minutes * 60_000
    expect(fits(part, 1000, length + 1000)).toBe(true)
    expect(fits(part, 1001, length + 1000)).toBe(false)
    expect(fits(part, 1e9, undefined)).toBe(true)
  })
})

describe('a placeholder', () => {
  it('is filled in, and leaves alone what belongs to the program', () => {
    expect(fill('${url}/v1 ${env.HOME:=} ${url}', { url: 'u' })).toBe('u/v1 ${env.HOME:=} u')
  })

  it('that stands for nothing is a mistake', () => {
    expect(() => fill('${ur}', { url: 'u' })).toThrow('There is no "${ur}" in a part file.')
  })
})
