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
    const seen = evidenceOf(modelOf(sampleReport(cells)), () => Array(12).fill(big))
    expect(seen.map(({ cell }) => cell)).toEqual([0, 3, 1, 2])
  })

  it('is bounded, and counts the exchanges that it leaves out', () => {
    const cells = Array.from({ length: 200 }, (_, at) =>
      sampleCell({ case: `suite.case-${at}`, checks: [failingCheck()] }),
    )
    const big = exchange({ chunks: ['x'.repeat(9000)] })
    const seen = evidenceOf(modelOf(sampleReport(cells)), () => Array(40).fill(big))
    expect(JSON.stringify(seen).length).toBeLessThan(910_000)
    expect(seen[0]?.exchanges.length).toBeLessThan(40)
    expect(seen[0]!.exchanges.length + seen[0]!.omitted).toBe(40)
  })

  it('has nothing of cells that passed', () => {
    expect(evidenceOf(modelOf(sampleReport([sampleCell()])), () => [])).toEqual([])
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
    const exchangesOf = recordedExchanges([{ path: 'wire/stream.basic.har', text }])
    expect(exchangesOf(cell)).toHaveLength(1)
    expect(exchangesOf({ ...cell, model: 'other' })).toEqual([])
    expect(exchangesOf({ ...cell, wire: 'wire/other.har' })).toEqual([])
  })

  it('of a broken recording are none', () => {
    expect(recordedExchanges([{ path: 'wire/stream.basic.har', text: '{' }])(cell)).toEqual([])
  })

  it('hold no secret, in headers and in bodies', () => {
    const leaking = exchange({ chunks: [`{"key":"${key}"}`], headers: [['x-key', key]] })
    const [clean] = withoutSecrets(leaking, redactor)
    const text = Buffer.concat(clean!.response!.decoded.map(({ bytes }) => bytes)).toString()
    expect(text).toContain('redacted')
    expect(JSON.stringify(clean!.response!.headers) + text).not.toContain(key)
  })
})
