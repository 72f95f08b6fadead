/** Against published recordings in `../shared/observed`; see the project `field` in vitest.config.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fromHar } from '../har/har.ts'
import { readEventStream } from './event-stream.ts'

const observed = new URL('../../../../shared/observed/', import.meta.url)

it('finds the 313 captured Bedrock frames valid', () => {
  const records = readdirSync(observed)
    .filter((file) => file.endsWith('.har'))
    .flatMap((file) => fromHar(readFileSync(new URL(file, observed), 'utf8')).exchanges)
    .filter(({ exchange }) =>
      exchange.response?.headers.some(([, value]) => value.includes('amazon.eventstream')),
    )
    .map(({ exchange, entry }) => ({
      fidelity: entry['_fidelity'],
      record: readEventStream(exchange.response!.decoded),
    }))
  expect(records.flatMap(({ record }) => record.violations)).toEqual([])
  const wire = records.filter(({ fidelity }) => fidelity === 'wire-bytes')
  expect(wire.flatMap(({ record }) => record.frames)).toHaveLength(313)
})
