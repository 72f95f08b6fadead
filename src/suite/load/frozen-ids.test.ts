/** Ids are frozen: baselines, reports, links and scripts name them. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { closest } from 'fastest-levenshtein'
import { expect, it } from 'vitest'
import { loadSuite } from '../load-suite.ts'

const list = new URL('../../../fixtures/frozen-ids.txt', import.meta.url)
const update = 'npx vitest run src/suite/load/frozen-ids.test.ts -u'

const { cases, packs } = loadSuite()

/** `suite.case`, each followed by its own checks, then the protocol checks by their file. */
const ids = [
  ...cases.flatMap(({ id, checks }) => [id, ...checks.map((check) => `${id}/${check.id}`)]),
  ...packs.flatMap(({ checks, source }) =>
    checks.map(({ id }) => `protocol ${basename(source.file, '.yaml')}/${id}`),
  ),
].toSorted()

it('no id of a case or check has disappeared or been renamed', () => {
  const frozen = readFileSync(list, 'utf8').split('\n').filter(Boolean)
  const added = ids.filter((id) => !frozen.includes(id))
  const gone = frozen
    .filter((id) => !ids.includes(id))
    .map((id) => (added.length > 0 ? `${id} (now ${closest(id, added)}?)` : id))
  const why =
    'Baselines, reports and links name these ids. Give them back their names; if one has to go for good, ' +
    `say so in CHANGELOG.md and bring the list up to date: ${update}`
  expect(gone, why).toEqual([])
})

it(`every id is on the list of frozen ones (else: ${update})`, async () => {
  await expect(`${ids.join('\n')}\n`).toMatchFileSnapshot(list.pathname)
})

it('no two ids are the same', () => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})
