/** Against published recordings in `../shared/observed`; see the project `field` in vitest.config.ts. */
import { expect, it } from 'vitest'
import { recognise } from './recognise.ts'
import { observed } from './testing/observed.ts'

it('recognise names the API of each published recording as its source does', () => {
  const known = observed().filter(({ api }) => api !== 'error')
  const named = known.map((one) => [one.id, recognise(one.exchange)])
  const wanted = known.map(({ id, api }) => [id, api === 'models' ? 'openai-models' : api])
  expect(named).toEqual(wanted)
})
