import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runProgram, temporaryFolder } from '../../cli/testing/program.ts'
import type { Report } from '../../model/report.ts'

const reply = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
}

/** What a report says of a server without a list of models, which answers chat with this status. */
async function problemsWhere(status: number): Promise<readonly string[]> {
  const server = createServer((request, response) => {
    const isChat = request.url?.endsWith('/chat/completions') === true
    response.writeHead(isChat ? status : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isChat && status === 200 ? reply : { detail: 'Not Found' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const reports = temporaryFolder()
  await runProgram([
    'run',
    '--config=none',
    '--target=openai-compatible',
    `--endpoint=http://127.0.0.1:${port}/v1`,
    '--model=m',
    '--no-auth',
    '--case=chat.simple',
    '--api=openai-chat',
    '--history=none',
    `--report-dir=${reports}`,
  ])
  server.closeAllConnections()
  server.close()
  return (JSON.parse(readFileSync(join(reports, 'report.json'), 'utf8')) as Report).problems
}

it('an odd answer to the first request is no problem of a server that answers conversations', async () => {
  expect(await problemsWhere(200)).toEqual([])
  expect((await problemsWhere(404)).join()).toContain('correct the path of --endpoint')
})
