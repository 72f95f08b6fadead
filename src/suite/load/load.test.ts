import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadCatalogue, renderProblem } from './load.ts'
import { fewAssertions, rulesFile, suiteOf } from '../testing/load-texts.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'suite-'))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), content)
  }
}

function problems(): readonly string[] {
  const loaded = loadCatalogue(root, fewAssertions)
  return 'problems' in loaded ? loaded.problems.map((problem) => renderProblem(problem)) : []
}

const basic = suiteOf('  - { id: a, title: T, apis: [converse], say: [{ user: Hi }] }\n')
const rules = { 'suites/rules/r.yaml': rulesFile }

describe('the suite folder', () => {
  it('is read at any depth, in the order of the names', () => {
    const other = (suite: string) =>
      basic['suites/chat/basic.yaml']?.replace('suite: chat', `suite: ${suite}`) ?? ''
    write({ 'suites/b.yaml': other('b'), 'suites/a/z/y.yaml': other('a'), ...rules })
    write({ 'suites/readme.md': 'not a suite', 'suites/conformance.test.ts': 'nor this' })
    const loaded = loadCatalogue(root, fewAssertions)
    expect('catalogue' in loaded && loaded.catalogue.cases.map(({ id }) => id)).toEqual([
      'a.a',
      'b.a',
    ])
    expect('catalogue' in loaded && [...loaded.catalogue.rules.keys()]).toEqual(['test.rule'])
  })

  it('that is not there is one problem', () => {
    expect(problems()).toEqual([
      'suites:1:1: it does not exist; correct its path, or what a link points at',
    ])
  })

  it('gives the problems of all its files, by file and line, each with its line and a caret', () => {
    write({
      'suites/b.yaml': 'suite: 5\nabout: x\ncases: []\n',
      'suites/a.yaml': 'suite: a\nabout: "x\n',
      ...rules,
    })
    expect(problems()).toEqual([
      'suites/a.yaml:2:8: this quote is never closed\n  2 | about: "x\n    |        ^^',
      'suites/b.yaml:1:8: expected text, found the number 5\n  1 | suite: 5\n    |        ^',
      'suites/b.yaml:3:8: must not be empty\n  3 | cases: []\n    |        ^^',
    ])
  })
})

describe('a file', () => {
  it('with another ending than .yaml is not passed over in silence', () => {
    write({ ...basic, ...rules, 'suites/chat/more.yml': 'suite: x\n' })
    expect(problems()).toEqual(['suites/chat/more.yml:1:1: its name must end in .yaml; rename it'])
  })

  it('that is not UTF-8, or cannot be read, is a problem', () => {
    write({ ...basic, ...rules, 'suites/chat/latin.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xe9]) })
    symlinkSync(join(root, 'nowhere'), join(root, 'suites/chat/link.yaml'))
    expect(problems()).toEqual([
      'suites/chat/latin.yaml:1:1: it is not UTF-8; save it as UTF-8',
      'suites/chat/link.yaml:1:1: it does not exist; correct its path, or what a link points at',
    ])
  })

  it('that is longer than 250 KB is a problem, however many mistakes it has', () => {
    write({ ...basic, ...rules, 'suites/chat/long.yaml': `cases:\n${'- 5\n'.repeat(200_000)}` })
    expect(problems()).toEqual(['suites/chat/long.yaml:1:1: it is longer than 250 KB; split it'])
  })

  it('that stands where a folder is due is a problem', () => {
    write({ suites: 'suite: a\n' })
    expect(problems()).toEqual(['suites:1:1: it is not a folder; name its folder'])
  })

  it('may begin with a byte order mark', () => {
    write({ 'suites/chat/basic.yaml': `\uFEFF${basic['suites/chat/basic.yaml'] ?? ''}`, ...rules })
    expect(problems()).toEqual([])
  })
})
