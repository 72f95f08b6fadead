/** Against published recordings in `../shared/observed`; see the project `field` in vitest.config.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fromHar } from '../har/har.ts'
import { readSse } from './sse.ts'

const observed = new URL('../../../../shared/observed/', import.meta.url)

it('reads published Bedrock streams without a violation', () => {
  const streams = readdirSync(observed)
    .filter((file) => file.endsWith('.har'))
    .flatMap((file) => fromHar(readFileSync(new URL(file, observed), 'utf8')).exchanges)
    .filter(({ exchange }) =>
      exchange.response?.headers.some(([, value]) => value.includes('text/event-stream')),
    )
  expect(streams.length).toBe(25)
  for (const { exchange } of streams) {
    const record = readSse(exchange.response!.decoded)
    expect(record.violations).toEqual([])
    expect(record.events.at(-1)?.data).toBe('[DONE]')
  }
})
