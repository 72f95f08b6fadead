/** The metadata service of an instance, as one that never answers. */
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { credentialChain, findCredentials } from './credentials.ts'

let server: Server
let asked = 0
beforeAll(async () => {
  server = createServer((socket) => {
    asked += 1
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_EC2_METADATA_DISABLED']) {
    vi.stubEnv(name, undefined)
  }
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
  vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', `http://127.0.0.1:${port}`)
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
})

it('the metadata service is not waited for longer than a moment, so that a lack of credentials is soon known', async () => {
  const found = await findCredentials(await credentialChain(), 10_000)
  expect(found).toEqual({ because: 'Could not load credentials from any providers' })
  expect(asked).toBeGreaterThan(0)
})

it('the metadata service is not asked at all when AWS_EC2_METADATA_DISABLED is set', async () => {
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  const before = asked
  expect(await findCredentials(await credentialChain())).toHaveProperty('because')
  expect(asked).toBe(before)
})
