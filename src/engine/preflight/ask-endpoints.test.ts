import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { runProgram, temporaryFolder } from '../../cli/testing/program.ts'

async function historyAfter(...flags: readonly string[]): Promise<readonly string[]> {
  const [history, reports] = [temporaryFolder(), temporaryFolder()]
  const { code } = await runProgram([
    'run',
    '--config=none',
    '--target=openai-compatible',
    '--endpoint=http://127.0.0.1:9/v1',
    '--model=m',
    `--history=${history}`,
    `--report-dir=${reports}`,
    ...flags,
  ])
  expect(code).toBe(3)
  return readdirSync(history)
}

it('an outage is kept in the history, as a result is, where the whole suite was to be run', async () => {
  expect(await historyAfter()).toHaveLength(1)
  expect(await historyAfter('--case=chat.simple')).toEqual([])
})

it('a first request that the end of the run cancels does not count against its region', async () => {
  // One region answers wrongly, the other not at all.
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/us-west-2/') === true) return
    response.setHeader('content-type', 'application/json')
    response.end('{"choices":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const reports = temporaryFolder()
  const { code } = await runProgram([
    'run',
    '--config=none',
    '--target=bedrock-mantle',
    `--endpoint=http://127.0.0.1:${port}/{region}/v1`,
    '--region=us-east-1,us-west-2',
    '--model=m',
    '--no-auth',
    '--case=chat.simple',
    '--api=openai-chat',
    '--fail-fast',
    '--history=none',
    `--report-dir=${reports}`,
  ])
  server.closeAllConnections()
  server.close()
  expect(code).toBe(1)
  const report = JSON.parse(readFileSync(join(reports, 'report.json'), 'utf8')) as Report
  expect(report.problems).toEqual([expect.stringContaining('--fail-fast')])
  const unsent = report.cells.filter(({ region }) => region === 'us-west-2')
  const reasons = unsent.flatMap(({ checks }) => checks.map(({ reason }) => reason))
  expect([...new Set(reasons)]).toEqual(['over-budget'])
})
