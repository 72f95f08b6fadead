import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixturesFolder, loadBaseline } from './files.ts'
import { loadKnownFiles } from './known-files.ts'
import { isProblem } from '../problem.ts'
import { regionSchema } from './region-format.ts'
import { endpointKinds } from '../../model/names.ts'
import { targetSchema } from '../own/own-format.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'targets-'))
  for (const name of ['targets', 'profiles', 'regions.yaml']) {
    cpSync(join(fixturesFolder, name), join(folder, 'fixtures', name), { recursive: true })
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

function edit(name: string, from: string, to: string): string {
  const path = join(folder, 'fixtures', name)
  const before = readFileSync(path, 'utf8')
  expect(before).toContain(from)
  writeFileSync(path, before.replace(from, to))
  const known = loadKnownFiles(join(folder, 'fixtures'))
  return isProblem(known) ? known.problem : 'no problem'
}

describe('the files of the project', () => {
  it('load, and agree with each other', () => {
    const known = loadKnownFiles()
    if (isProblem(known)) throw new Error(known.problem)
    expect([...known.targets.keys()]).toEqual(
      expect.arrayContaining(['bedrock', 'bedrock-mantle', 'llamastack', 'openai-compatible']),
    )
    const names = [...known.targets.values()].flatMap(({ value }) => [value.name, ...value.aliases])
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('ogx')
  })

  it('let the reference play only what is a target, by its own front', () => {
    const known = loadKnownFiles()
    if (isProblem(known)) throw new Error(known.problem)
    for (const play of known.targets.get('reference')?.value.plays ?? []) {
      expect(known.targets.get(play.of)?.value.endpoint?.kind).toBe(play.kind)
    }
  })
})

describe('a mistake in a file', () => {
  it('is shown with its place and a caret', () => {
    const problem = edit('targets/bedrock.yaml', 'auth: bedrock-key', 'auth: bedrok-key')
    expect(problem).toMatch(/^fixtures\/targets\/bedrock\.yaml:\d+:\d+: /)
    expect(problem).toContain('bedrok-key')
    expect(problem).toContain('^')
  })

  it.each([
    ['an unknown key', 'targets/llamastack.yaml', 'about:', 'abut:', /abut/],
    ['an unknown API', 'targets/llamastack.yaml', 'openai-chat:', 'openai-chatt:', /openai-chatt/],
    [
      'a path with a slash at its end',
      'targets/llamastack.yaml',
      'base: /v1',
      'base: /v1/',
      /without a slash/,
    ],
    [
      'a profile that is not there',
      'targets/bedrock.yaml',
      'bedrock-native@2026-08',
      'bedrock-native@2026-09',
      /no profile .*did you mean "bedrock-native@2026-08"/,
    ],
    [
      'a play of nothing',
      'targets/reference.yaml',
      'of: llamastack',
      'of: llama',
      /no target "llama"/,
    ],
    [
      'neither endpoint nor plays',
      'targets/reference.yaml',
      'plays:',
      'x-plays:',
      /x-plays|either endpoint/,
    ],
    [
      'an unknown region',
      'regions.yaml',
      'id: us-east-1,',
      'id: us_east_1,',
      /us_east_1|Expected a region/,
    ],
  ])('such as %s is found', (_, name, from, to, message) => {
    expect(edit(name, from, to)).toMatch(message)
  })
})

describe('loadBaseline', () => {
  const entry = '- { check: "stream.*/done-last", finding: sse.done-missing, reason: never sent }'

  it('takes a file, `none`, or nothing where a target has none', () => {
    const path = join(folder, 'own.yaml')
    writeFileSync(path, `entries:\n  ${entry}\n`)
    expect(loadBaseline('llamastack', path)).toEqual([
      { check: 'stream.*/done-last', finding: 'sse.done-missing', reason: 'never sent' },
    ])
    expect(loadBaseline('llamastack', 'none')).toEqual([])
    expect(loadBaseline('llamastack', undefined, join(folder, 'fixtures'))).toEqual([])
  })

  it('names a file that is not there, and a mistake in one that is', () => {
    expect(loadBaseline('llamastack', 'nowhere.yaml')).toEqual({
      problem: '--baseline: there is no file nowhere.yaml. Name a baseline file, or "none".',
    })
    const path = join(folder, 'bad.yaml')
    writeFileSync(path, `entries:\n  ${entry.replace('reason', 'raeson')}\n`)
    const loaded = loadBaseline('llamastack', path)
    expect(isProblem(loaded) && loaded.problem).toMatch(/bad\.yaml:2:\d+: .*raeson/)
  })
})

describe('an entry of a baseline that could never match', () => {
  it.each([
    [
      'finding: sse.done-mising',
      'there is no finding "sse.done-mising"; did you mean "sse.done-missing"?',
    ],
    ['api: convrse', 'there is no API "convrse"; did you mean "converse"?'],
    ['api: soap*', 'there is no API "soap*"'],
    ['expires: 31.03.2027', 'expected a date, as in 2027-03-31'],
  ])('such as %s is found', (member, message) => {
    const path = join(folder, 'typo.yaml')
    const known = member.startsWith('finding') ? '' : 'finding: sse.done-missing, '
    writeFileSync(path, `entries:\n  - { check: a.b/c, ${known}${member}, reason: x }\n`)
    const loaded = loadBaseline('llamastack', path)
    expect(isProblem(loaded) && loaded.problem).toContain(message)
  })

  it('may not have a pattern in place of an API', () => {
    const path = join(folder, 'pattern.yaml')
    const entry = '{ check: a.b/c, finding: usage.sum, api: converse*, reason: x }'
    writeFileSync(path, `entries:\n  - ${entry}\n`)
    expect(loadBaseline('llamastack', path)).toHaveLength(1)
  })
})

describe('the generated schemas', () => {
  it('name every front and refuse unknown keys', () => {
    const text = JSON.stringify(targetSchema())
    for (const endpointKind of endpointKinds) expect(text).toContain(`"${endpointKind}"`)
    expect(targetSchema()).toMatchObject({ title: 'Target' })
    expect(regionSchema()).toMatchObject({ additionalProperties: false, title: 'Regions' })
  })
})
