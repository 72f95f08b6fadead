import { expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createRedactor } from '../../../wire/secrets/redact.ts'
import type { CellRun } from '../../play/run-cell.ts'
import { wireFiles } from './wire-files.ts'

const exchange: Exchange = {
  startedAt: '2026-01-02T03:04:05.000Z',
  request: { method: 'GET', url: 'http://localhost/', headers: [], body: new Uint8Array() },
  earlier: [],
  leaks: [],
}

/** A cell of the case, with this verdict and these exchanges. */
function run(id: string, verdict: string, exchanges: readonly Exchange[]): CellRun {
  const result = { case: id, api: 'openai-chat', region: '-', model: 'm', verdict }
  return { cell: { case: { id }, endpoint: { kind: 'bedrock' } }, result, exchanges } as never
}

it('each case has a recording in which something is wrong with what was sent, and no other', () => {
  const runs = [
    run('a.fails', 'fail', [exchange]),
    run('a.fails', 'warn', [exchange]),
    run('a.passes', 'pass', [exchange]),
    run('a.unsent', 'inconclusive', []),
  ]
  const files = wireFiles(runs, createRedactor([]))
  expect(files.map(({ path }) => path)).toEqual(['wire/a.fails.har'])
})
