/** What `no-token-leak` reads: every form of a key at every location of an answer is a leak. */
import { afterAll, expect, it } from 'vitest'
import { createRedactor } from '../secrets/redact.ts'
import { forms, locations } from '../testing/planted.ts'
import { startRawServer } from '../testing/raw-server.ts'
import { createClient } from './client.ts'

const key = 'sk-proj-Yw9kL2mN8pQ4/rS6t+V0xZ1bD3fG5hJ7'

let planted: Uint8Array = Buffer.alloc(0)
const server = await startRawServer((socket) => socket.end(planted))
const client = createClient({ env: {}, redactor: createRedactor([key]) })
afterAll(async () => {
  await client.close()
  await server.close()
})

it.each(Object.keys(locations).filter((location) => location !== 'no HTTP'))(
  'a key is found in: %s',
  async (location) => {
    const missed: string[] = []
    for (const [form, write] of Object.entries(forms)) {
      const text = write(key)
      // A name of a header has few characters: what is left of an escape is no key.
      if (location === 'header name' && /[\\%&\0]/.test(text)) continue
      planted = locations[location]?.(text) ?? Buffer.alloc(0)
      const { leaks } = await client.send({ method: 'GET', url: server.origin, headers: [] })
      if (leaks.length === 0) missed.push(form)
    }
    expect(missed).toEqual([])
  },
)
