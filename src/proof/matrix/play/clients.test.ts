import { afterEach, describe, expect, it } from 'vitest'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { startReference, type ReferenceServer } from '../../../reference/server.ts'
import { isProblem } from '../../../target/problem.ts'
import { resolveTarget } from '../../../target/resolve/resolve.ts'
import type { ResolvedTarget } from '../../../target/resolve/resolved.ts'
import { createClients, patience } from './clients.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function setUp() {
  const server: ReferenceServer = await startReference()
  const target = await resolveTarget('reference', {}, {}, { startReference: async () => server })
  if (isProblem(target)) throw new Error(target.problem)
  const clients = createClients()
  open.push(clients.close, server.close)
  return { clients, target, server }
}

function deviation(hooks: Hooks): Deviation {
  return { id: 'any', kind: 'mutant', about: '', seen: [], hooks }
}

/** Whether a play after one with these hooks sends with the same client. */
async function isKept(target: ResolvedTarget, hooks: Hooks, silence: number): Promise<boolean> {
  const clients = createClients()
  open.push(clients.close)
  const first = clients.lend(target, [deviation(hooks)], silence)
  await first.giveBack()
  return first.send === clients.lend(target, [], patience).send
}

describe('the clients of a player', () => {
  it('keep connections after a deviation that changes only what is said', async () => {
    const { target } = await setUp()
    expect(await isKept(target, { body: (body) => body }, patience)).toBe(true)
  })

  it('keep none after a deviation that acts on the connection, or never answers', async () => {
    const { target } = await setUp()
    expect(await isKept(target, { timing: (timing) => timing }, patience)).toBe(false)
    expect(await isKept(target, { body: (body) => body, bytes: (all) => all }, patience)).toBe(
      false,
    )
    expect(await isKept(target, { body: (body) => body }, 500)).toBe(false)
  })

  it('send until the player is closed', async () => {
    const { clients, target, server } = await setUp()
    const { send, giveBack } = clients.lend(target, [], patience)
    await giveBack()
    const url = `${server.llamaStack}/v1/models`
    const { response } = await send({ method: 'GET', url, headers: [] })
    expect(response?.status).toBe(200)
    await clients.close()
    await expect(send({ method: 'GET', url, headers: [] })).rejects.toThrow('closed')
  })
})
