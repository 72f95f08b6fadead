import { afterAll, beforeAll, expect, it } from 'vitest'
import { asObject } from '../../json.ts'
import { startReference, type ReferenceServer } from '../../server.ts'
import { ask, gptOss } from '../../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => {
  await server.close()
})

const path = '/openai/v1/responses'

it('the oldest responses are forgotten where too much is kept', { timeout: 30_000 }, async () => {
  const note = 'x'.repeat(10_000_000)
  const made: string[] = []
  for (let count = 0; count < 7; count += 1) {
    const body = { model: gptOss, input: 'Hello', text: { note } }
    made.push(String(asObject((await ask(server, { path, body })).json)['id']))
  }
  const found = await Promise.all(
    made.map(async (id) => (await ask(server, { path: `${path}/${id}` })).status),
  )
  expect(found).toEqual([404, 404, 404, 200, 200, 200, 200])
  const last = { path: `${path}/${made.at(-1)}` }
  expect((await ask(server, { ...last, method: 'DELETE' })).status).toBe(200)
  expect((await ask(server, last)).status).toBe(404)
  expect(server.faults).toEqual([])
})
