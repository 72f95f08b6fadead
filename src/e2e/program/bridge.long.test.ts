/** The suite as tests of Vitest: `suites/conformance.test.ts`. */
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'

const models = JSON.stringify({
  object: 'list',
  data: [{ id: 'bedrock/m', object: 'model', created: 1, owned_by: 'x' }],
})

it('a server that throttles every request skips tests, and is no green run', async () => {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.statusCode = request.method === 'GET' ? 200 : 429
    response.end(request.method === 'GET' ? models : '{"error":{"message":"Slow down."}}')
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const env = {
    ...process.env,
    TARGET: 'llamastack',
    LLAMA_STACK_BASE_URL: `http://127.0.0.1:${port}`,
    LLAMA_STACK_MODEL_ID: 'bedrock/m',
  }
  const args = ['vitest', 'run', '--project=conformance', '-t', 'chat\\.simple \\[openai-chat ']
  const { code, text } = await new Promise<{ code: unknown; text: string }>((done) => {
    execFile('npx', args, { cwd: packageRoot, env }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, text: stdout + stderr }),
    )
  })
  server.close()
  expect(code, text).toBe(1)
  expect(text).toContain('No cell was judged')
  expect(text).toMatch(/skipped/)
}, 180_000)
