import { afterEach, describe, expect, it } from 'vitest'
import type { ReferenceServer } from '../reference/server.ts'
import { playReference } from './play-reference.ts'

const running: ReferenceServer[] = []

async function started(...args: Parameters<typeof playReference>): Promise<ReferenceServer> {
  const server = await playReference(...args)
  running.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

describe('playReference', () => {
  it('listens on loopback and gives addresses with a region to fill in', async () => {
    const server = await started()
    expect(server.bedrock).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\{region\}$/)
    expect(server.mantle).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mantle\/\{region\}$/)
    expect(server.control).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/control\/\{region\}$/)
    expect(server.llamaStack).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(server.regions).toHaveLength(40)
    expect(server.models.map((model) => model.id)).toContain('us.meta.llama3-1-8b-instruct-v1:0')
  })

  it('refuses an unknown mutant with the nearest ids', async () => {
    await expect(playReference({ mutant: 'done-mising' })).rejects.toThrow(
      /Unknown mutant 'done-mising'.*done-missing/,
    )
    await expect(playReference({ oddity: 'crlf' })).rejects.toThrow(/crlf-lines/)
    await expect(playReference({ oddity: 'done-missing' })).rejects.toThrow(/Unknown oddity/)
    await expect(playReference({ mutant: 'zzzz' })).rejects.toThrow(
      /^Unknown mutant 'zzzz'\. `[^`]+ mutants --list` lists all \d+\.$/,
    )
  })

  it('refuses a region that Bedrock does not have', async () => {
    await expect(playReference({ defaultRegion: 'ap-east-1' })).rejects.toThrow(/ap-east-1/)
  })

  it('counts the requests of all fronts', async () => {
    const server = await started()
    await fetch(`${server.llamaStack}/v1/health`)
    await fetch(server.bedrock.replace('{region}', 'us-west-2'))
    expect(server.requests).toBe(2)
  })

  it('stops listening when closed, whatever still hangs', async () => {
    const server = await playReference({ mutant: 'never-answers' })
    const hanging = fetch(`${server.llamaStack}/v1/health`).then(
      () => 'answered',
      () => 'dropped',
    )
    await expect.poll(() => server.requests).toBe(1)
    await server.close()
    expect(await hanging).toBe('dropped')
    await expect(fetch(`${server.llamaStack}/v1/health`)).rejects.toThrow()
  })

  it('refuses a port that is taken and leaves nothing running', async () => {
    const server = await started()
    const port = Number(new URL(server.llamaStack).port)
    await expect(playReference({ llamaStackPort: port })).rejects.toThrow(/EADDRINUSE/)
  })

  it('stops the work for a client that has hung up', async () => {
    const server = await started()
    const aborter = new AbortController()
    const response = await fetch(`${server.llamaStack}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'bedrock/openai.gpt-oss-20b-1:0',
        stream: true,
        messages: [{ role: 'user', content: 'Write a 300-word story.' }],
      }),
      signal: aborter.signal,
    })
    await response.body?.getReader().read()
    aborter.abort()
    const next = await fetch(`${server.llamaStack}/v1/health`)
    expect(await next.json()).toEqual({ status: 'OK' })
    expect(server.faults).toEqual([])
  })
})
