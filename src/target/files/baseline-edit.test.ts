import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { editBaseline, freshBaseline } from './baseline-edit.ts'
import { baselineFormat, baselineSchema } from './baseline-format.ts'

const today = '2026-01-02'
const text = `# yaml-language-server: $schema=../schemas/baseline.schema.json
about: What is known

entries:
  # first of all
  - check: a.b/c # trailing
    finding: usage.sum
    # inside
    reason: >-
      A long reason
      over lines
    link: https://example.com/1

  - { check: a.b/d,   finding: usage.missing, reason: 'quoted: "x"' }
  - check: a.b/e
    finding: usage.prompt
    reason: recorded 2026-01-01, not yet reviewed
# at the end
`
const added = {
  check: '*/usage',
  finding: 'usage.details',
  api: 'converse',
  reason: 'why: "so"',
  since: today,
}

function entriesOf(edited: string) {
  return baselineFormat.parse(parse(edited)).entries
}

/** Lines with \`#\`, indentation and dashes taken off: what a person wrote. */
function words(given: string): string[] {
  return given
    .split('\n')
    .map((line) => line.replace(/^[\s#]*/, ''))
    .filter((line) => line !== '')
}

describe('a baseline file is edited', () => {
  it('not at all when there is nothing to change', () => {
    expect(editBaseline(text, 't', { add: [], remove: [], today })).toBe(text)
  })

  it('by adding lines only', () => {
    const edited = editBaseline(text, 't', { add: [added], remove: [], today })
    const before = text.split('\n')
    expect(edited.split('\n').filter((line) => before.includes(line))).toEqual(before)
    expect(entriesOf(edited)).toEqual([...entriesOf(text), added])
  })

  it.each([[[0]], [[1]], [[2]], [[0, 2]], [[0, 1, 2]]])(
    'without losing a word of the entries %o that are taken out',
    (remove) => {
      const edited = editBaseline(text, 't', { add: [added], remove, today })
      const kept = entriesOf(text).filter((_, index) => !remove.includes(index))
      expect(entriesOf(edited)).toEqual([...kept, added])
      expect(words(edited)).toEqual(expect.arrayContaining(words(text)))
      expect(edited).toContain(`# gone on ${today}, was:`)
      const emptied = editBaseline(text, 't', { add: [], remove, today })
      expect(entriesOf(emptied)).toEqual(kept)
      expect(entriesOf(editBaseline(emptied, 't', { add: [added], remove: [], today }))).toEqual([
        ...kept,
        added,
      ])
    },
  )

  it('without a trace of what only the program wrote', () => {
    const edited = editBaseline(text, 't', { add: [], remove: [2], forget: [2], today })
    expect(edited).not.toContain('a.b/e')
    expect(editBaseline(text, 't', { add: [], remove: [0], forget: [0], today })).toContain(
      'over lines',
    )
  })

  it('when its list is in brackets, or not indented', () => {
    const flow = "entries: [{ check: a.b/c, finding: usage.sum, reason: 'r' }]\n"
    const flat = 'entries:\n- check: a.b/c\n  finding: usage.sum\n  reason: r\n'
    for (const given of [flow, flat]) {
      const edited = editBaseline(given, 't', { add: [added], remove: [], today })
      expect(entriesOf(edited)).toEqual([...entriesOf(given), added])
      expect(entriesOf(editBaseline(given, 't', { add: [added], remove: [0], today }))).toEqual([
        added,
      ])
    }
    expect(editBaseline(flat, 't', { add: [added], remove: [], today })).toContain(flat)
  })

  it.each([
    ['a comment after the dash', '  - # why-so\n    check: a.b/c-d\n'],
    ['a dash on a line of its own', '  -\n    check: a.b/c-d\n'],
  ])('where an entry begins with %s', (_, first) => {
    const item = `${first}    finding: usage.sum\n    reason: r\n`
    const given = `entries:\n${item}${item}`
    const [, second] = entriesOf(given)
    const more = editBaseline(given, 't', { add: [added], remove: [], today })
    expect(more.startsWith(given.trimEnd())).toBe(true)
    expect(entriesOf(more)).toEqual([...entriesOf(given), added])
    const fewer = editBaseline(given, 't', { add: [], remove: [0], today })
    expect(entriesOf(fewer)).toEqual([second])
    expect(words(fewer)).toEqual(expect.arrayContaining(words(given)))
  })

  it('without losing the comments of a list in brackets', () => {
    const given = `entries: [ # first
  { check: a.b/c, finding: usage.sum, reason: r }, # why
  # before the second
  { check: a.b/d, finding: usage.sum, reason: r } # last
] # after
`
    const edited = editBaseline(given, 't', { add: [added], remove: [1], today })
    expect(entriesOf(edited)).toEqual([entriesOf(given)[0], added])
    for (const comment of ['# first', '# why', '# before the second', '# last', '# after']) {
      expect(edited).toContain(comment)
    }
  })

  it('that is emptied, though its key is quoted', () => {
    const given = '"entries":\n  - check: a.b/c\n    finding: usage.sum\n    reason: r\n'
    expect(entriesOf(editBaseline(given, 't', { add: [], remove: [0], today }))).toEqual([])
  })

  it('with the line ends that it has', () => {
    const given = text.replaceAll('\n', '\r\n')
    for (const forget of [[], [2]]) {
      const change = { add: [added], remove: [0, 2], forget, today }
      const edited = editBaseline(given, 't', change)
      expect(edited.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(edited.replaceAll('\r\n', '\n')).toBe(editBaseline(text, 't', change))
    }
  })

  it.each([
    '{ entries: [{ check: a.b/c, finding: usage.sum, reason: r }] }\n',
    '{ about: x, entries: [] }\n',
    'entries:\n  - &a\n    check: a.b/c\n    finding: usage.sum\n    reason: r\n  - *a\n',
  ])('or left alone, where that would lose something: %o', (given) => {
    const remove = entriesOf(given).length > 0 ? [0] : []
    expect(() => editBaseline(given, 't', { add: [added], remove, today })).toThrow(
      /cannot be edited without losing something: give each entry lines of its own/,
    )
  })

  it('or begun, when there is none', () => {
    const edited = editBaseline(undefined, freshBaseline('llamastack', '../schema.json'), {
      add: [added],
      remove: [],
      today,
    })
    expect(edited).toMatch(
      /^# yaml.*\nabout: Known deviations of llamastack\.\nentries:\n {2}- check/,
    )
    expect(entriesOf(edited)).toEqual([added])
  })
})

it('editors complete baselines from the schema that the program reads them with', () => {
  const path = new URL('../../../fixtures/schemas/baseline.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(baselineSchema())
})
