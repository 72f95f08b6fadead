import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { openTarget } from './open-target.ts'

it('a server that refuses its first requests is asked again for its models and its version', async () => {
  const asked = new Set<string>()
  const answers: Record<string, unknown> = {
    '/v1/models': { data: [{ id: 'own', custom_metadata: { provider_id: 'bedrock' } }] },
    '/v1/version': { version: '0.7.1' },
  }
  const refuse = (response: ServerResponse, url: string): void => {
    asked.add(url)
    response.writeHead(url === '/v1/models' ? 429 : 503).end()
  }
  const server = createServer(({ url = '' }, response) => {
    if (!asked.has(url)) refuse(response, url)
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(answers[url]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const flags = { target: 'llamastack', endpoint: `http://127.0.0.1:${port}` }
  const startReference = async (): Promise<never> => Promise.reject(new Error('not needed'))
  const { target, close } = await openTarget(flags, { startReference })
  await close()
  server.close()
  expect(target.version).toBe('0.7.1')
  expect(target.endpoints[0]?.models.map(({ id }) => id)).toEqual(['own'])
})
