import { describe, expect, it } from 'vitest'
import { exchange } from '../../../protocol/testing/build.ts'
import { modelOf } from '../../../report/model/model.ts'
import { failingCheck, sampleCell, sampleReport } from '../../../report/testing/sample.ts'
import { toHar } from '../../../wire/har/har.ts'
import { createRedactor } from '../../../wire/secrets/redact.ts'
import { evidenceOf } from './evidence.ts'
import { recordedExchanges, withoutSecrets } from './recorded.ts'

const key = 'sk-Zk3v9QpLr7TxWm2BfH8s'

describe('the evidence of a report', () => {
  it('shows each kind of failure before a second cell of the same kind', () => {
    const kinds = ['one', 'one', 'one', 'two']
    const cells = kinds.map((id, at) =>
      sampleCell({ case: `suite.case-${at}`, checks: [failingCheck({ id })] }),
    )
    const big = exchange({ chunks: ['x'.repeat(5000)] })
    const seen = evidenceOf(modelOf(sampleReport(cells)), () => ({
      exchanges: Array(12).fill(big),
    }))
    expect(seen.map(({ cell }) => cell)).toEqual([0, 3, 1, 2])
  })

  it('is bounded, and counts the exchanges that it leaves out', () => {
    const cells = Array.from({ length: 200 }, (_, at) =>
      sampleCell({ case: `suite.case-${at}`, checks: [failingCheck()] }),
    )
    const big = exchange({ chunks: ['x'.repeat(9000)] })
    const seen = evidenceOf(modelOf(sampleReport(cells)), () => ({
      exchanges: Array(40).fill(big),
    }))
    expect(JSON.stringify(seen).length).toBeLessThan(910_000)
    expect(seen[0]?.exchanges.length).toBeLessThan(40)
    expect(seen[0]!.exchanges.length + seen[0]!.omitted).toBe(40)
  })

  it('has the exchanges of a second target beside those of the first, without its findings', () => {
    const finding = { ...failingCheck().finding!, at: { byte: 4 } }
    const cells = [sampleCell({ checks: [failingCheck({ finding })] })]
    const [here, there] = ['one', 'other'].map((text) =>
      exchange({ chunks: [`data: {"text":"${text}"}\n\n`] }),
    )
    const [shown] = evidenceOf(modelOf(sampleReport(cells)), () => ({
      exchanges: [here!],
      against: [there!, there!],
    }))
    expect(shown?.against).toHaveLength(1)
    expect(JSON.stringify(shown?.exchanges)).toContain('one')
    expect(JSON.stringify(shown?.against)).toContain('other')
    expect(shown?.exchanges[0]?.response?.bytes).toHaveLength(1)
    expect(shown?.against?.[0]?.response?.bytes).toEqual([])
  })

  it('has nothing of cells that passed', () => {
    expect(evidenceOf(modelOf(sampleReport([sampleCell()])), () => undefined)).toEqual([])
  })
})

describe('recorded exchanges', () => {
  const cell = sampleCell({ checks: [failingCheck()], wire: 'wire/stream.basic.har' })
  const extra = { _case: cell.case, _api: cell.api, _region: cell.region, _model: cell.model }
  const creator = { name: 'test', version: '1' }
  const one = exchange({ chunks: ['{"a":1}'] })
  const redactor = createRedactor([key])

  it('are those that the recording names for the cell', () => {
    const entries = [
      { exchange: one, extra },
      { exchange: one, extra: { ...extra, _region: 'elsewhere' } },
    ]
    const text = toHar(entries, creator, redactor)
    const exchangesOf = recordedExchanges([{ path: 'wire/stream.basic.har', text: () => text }])
    expect(exchangesOf(cell)?.exchanges).toHaveLength(1)
    expect(exchangesOf({ ...cell, model: 'other' })).toBeUndefined()
    expect(exchangesOf({ ...cell, wire: 'wire/other.har' })).toBeUndefined()
  })

  it('of a broken recording are none', () => {
    expect(
      recordedExchanges([{ path: 'wire/stream.basic.har', text: () => '{' }])(cell),
    ).toBeUndefined()
  })

  it('of another program hold no secret, in requests and in responses', () => {
    const leaking = exchange({
      url: `http://h/?key=${key}`,
      requestBody: { key },
      headers: [['x-key', key]],
      chunks: [`{"key":"${key.slice(0, 9)}`, `${key.slice(9)}"}`],
    })
    const { request, response } = withoutSecrets(leaking, redactor)
    const bodies = [request.body, ...response!.decoded.map(({ bytes }) => bytes)]
    const text = JSON.stringify([request.url, request.headers, response!.headers])
    const all = text + Buffer.concat(bodies).toString()
    expect(all).toContain('redacted')
    expect(all).not.toContain(key.slice(0, 16))
    expect(all).not.toContain(key.slice(-12))
  })
})
