/** docs/catalogue.md defines every id that is cited, and nothing else. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { suiteFiles } from '../assertions/testing/suite-files.ts'
import { deviations } from './deviations/registry.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const text = readFileSync(`${root}docs/catalogue.md`, 'utf8')

interface Entry {
  readonly id: string
  readonly meaning: string
  readonly source: string
}

const entries = [...text.matchAll(/^\| `(.+?)` +\| (.+?) +\| (\S+) +\|$/gmu)].map(
  ([, id = '', meaning = '', source = '']): Entry => ({ id, meaning, source }),
)
const links = new Map(
  [...text.matchAll(/^\[(.+)\]: (\S+)$/gmu)].map(([, name = '', address = '']) => [name, address]),
)
const repositories = new Map(
  [...text.matchAll(/^\| `(.+?)` +\| <(https:\S+)> +\|$/gmu)].map(([, name = '', address = '']) => [
    name,
    address,
  ]),
)

interface Cited {
  readonly covers?: readonly string[]
  readonly from?: string | readonly string[]
}

const files = [...suiteFiles()].map(([name, content]) => ({
  name,
  yaml: content as { readonly cases?: readonly Cited[]; readonly rules?: readonly Cited[] },
}))

/** The files whose rules cite members of a published model. */
const modelled = files
  .filter(({ yaml }) => yaml.rules?.some(({ covers = [] }) => covers.length > 0))
  .map(({ name }) => name.replace(/^rules\/|\.yaml$/gu, ''))

const cited = new Set([
  ...deviations.flatMap(({ seen }) => seen),
  ...files.flatMap(({ yaml: { cases = [] } }) =>
    cases.flatMap(({ covers = [], from = [] }) => [...covers, from].flat()),
  ),
  ...modelled,
])

describe('the catalogue of ids', () => {
  it('defines every id that a case, a rule or a deviation cites', () => {
    const defined = new Set(entries.map(({ id }) => id))
    expect([...cited].filter((id) => !defined.has(id))).toEqual([])
  })

  it('defines no id that is not cited, and none twice', () => {
    const ids = entries.map(({ id }) => id)
    expect(ids.filter((id) => !cited.has(id))).toEqual([])
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it('gives each id a sentence and a source', () => {
    expect(entries.length).toBeGreaterThan(300)
    for (const { id, meaning, source } of entries) {
      expect(meaning, id).toMatch(/^.+\.$/u)
      const address = links.get(source.replace(/^\[|\]$/gu, '')) ?? source.replace(/^<|>$/gu, '')
      expect(address, id).toMatch(/^https:\/\/|^\.\.\/CONTRIBUTING\.md$/u)
    }
  })

  it('gives an issue the address of its number in its repository', () => {
    const issues = entries.filter(({ id }) => /#\d+$/u.test(id))
    expect(issues.length).toBeGreaterThan(50)
    for (const { id, source } of issues) {
      const [name = '', number] = id.split('#')
      expect(source, id).toBe(`<${repositories.get(name)}/issues/${number}>`)
    }
  })

  it('names only repositories and links that it uses', () => {
    const named = new Set(entries.map(({ id }) => id.split('#')[0] ?? ''))
    expect([...repositories.keys()].filter((name) => !named.has(name))).toEqual([])
    const used = new Set(entries.map(({ source }) => source))
    expect([...links.keys()].filter((name) => !used.has(`[${name}]`))).toEqual([])
  })
})
