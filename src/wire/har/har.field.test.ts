/** Against published recordings in `../shared/observed`; see the project `field` in vitest.config.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import { createRedactor } from '../secrets/redact.ts'
import { fromHar, toHar } from './har.ts'

const creator = { name: 'bedrock-conformance', version: '0.1.0' }
const quiet = createRedactor([])

const observed = new URL('../../../../shared/observed/', import.meta.url)

it('reads all published recordings and gives them back the same', () => {
  const files = readdirSync(observed).filter((file) => file.endsWith('.har'))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const { exchanges, problems } = fromHar(readFileSync(new URL(file, observed), 'utf8'))
    expect(problems, file).toEqual([])
    const second = fromHar(toHar(exchanges, creator, quiet))
    expect(second.problems).toEqual([])
    const same = isDeepStrictEqual(
      second.exchanges.map((item) => item.exchange),
      exchanges.map((item) => item.exchange),
    )
    expect(same, file).toBe(true)
  }
})
