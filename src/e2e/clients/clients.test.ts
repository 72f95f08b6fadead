import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'
import { deviations } from '../../proof/deviations/registry.ts'
import { disagreementClaims, loadDisagreements, refusedCalls } from './disagreements.ts'
import { startClient } from './strict-client.ts'
import { join } from 'node:path'
import { e2eFixtures } from '../part/load.ts'

const refused = { call: 'boto3 converse', oddity: 'odd', error: 'ParserError' }
const known = { call: 'boto3 *', oddity: 'odd', reason: 'It is legal.' }

describe('a refusal of a client', () => {
  it('is one that the plain answer does not cause', () => {
    const plain = { 'boto3 converse': null, 'boto3 invoke': 'broken' }
    const seen = { 'boto3 converse': 'ParserError', 'boto3 invoke': 'broken' }
    expect(refusedCalls('odd', plain, seen)).toEqual([refused])
  })

  it('must be explained, and what is explained must be seen', () => {
    const holds = (list: (typeof known)[], seen = [refused]): boolean[] =>
      disagreementClaims(seen, list, ['boto3 converse']).map((one) => one.holds)
    expect(holds([])).toEqual([false])
    expect(holds([known])).toEqual([true, true])
    expect(holds([known], [])).toEqual([false])
    expect(holds([{ ...known, call: 'openai *' }], [])).toEqual([])
  })

  it('is explained in a file and shown in the documentation', () => {
    const entries = loadDisagreements(join(e2eFixtures, 'disagreements.yaml'))
    const page = readFileSync(join(packageRoot, 'docs', 'end-to-end.md'), 'utf8')
    const shown = [...page.matchAll(/^\|[^|]*\| `([a-z-]+)` \|/gm)].map(([, oddity]) => oddity)
    expect(entries.map(({ oddity }) => oddity)).toEqual(shown)
    expect(entries.filter(({ reason }) => reason.length < 20)).toEqual([])
  })

  it('is of a behaviour that exists', () => {
    const oddities = deviations.filter(({ kind }) => kind === 'oddity').map(({ id }) => id)
    const entries = loadDisagreements(join(e2eFixtures, 'disagreements.yaml'))
    expect(oddities).toEqual(expect.arrayContaining(entries.map(({ oddity }) => oddity)))
  })
})

describe('a strict client', () => {
  const options = {
    command: process.execPath,
    cwd: '.',
    env: {},
    signal: AbortSignal.timeout(60_000),
  }

  it('is asked again and again', async () => {
    const script = `process.stdin.on('data', () => console.log('{"a":null,"b":"no"}'))`
    const client = startClient({ ...options, args: ['-e', script] })
    expect(await client.ask()).toEqual({ a: null, b: 'no' })
    expect(await client.ask()).toEqual({ a: null, b: 'no' })
    client.stop()
  })

  it('that ends says so', async () => {
    const client = startClient({ ...options, args: ['-e', 'process.exit(4)'] })
    await expect(client.ask()).rejects.toThrow(/code 4|EPIPE/)
  })
})
