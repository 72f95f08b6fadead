import { afterEach, expect, it } from 'vitest'
import { startReference, type ReferenceServer } from '../server.ts'
import { regionDeviations } from './region-deviations.ts'

const running: ReferenceServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(async (server) => server.close()))
})

async function start(kind: string): Promise<ReferenceServer> {
  const server = await startReference({ regionDeviations: { 'us-east-1': kind } })
  running.push(server)
  return server
}

/** The result of a call in a region: status and body, or the failure. */
async function call(server: ReferenceServer, region: string, patience = 10_000): Promise<string> {
  const origin = server.elsewhere[region]
  const base = server.bedrock.replace('{region}', region)
  const url = origin === undefined ? base : base.replace(/^http:\/\/[^/]+/, origin)
  try {
    const response = await fetch(`${url}/model/openai.gpt-oss-20b-1%3A0/converse`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.mintKey(region)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }),
      signal: AbortSignal.timeout(patience),
    })
    return `${response.status} ${await response.text()}`
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } }
    return cause?.code ?? name
  }
}

it.each(Object.keys(regionDeviations).filter((kind) => kind !== 'slow'))(
  '%s strikes the region that has it, and no other',
  async (kind) => {
    const server = await start(kind)
    const patience = kind === 'silent' ? 300 : 10_000
    expect(await call(server, 'us-east-1', patience)).not.toMatch(/^200 \{"metrics|^200 \{"output/)
    expect(await call(server, 'us-east-2')).toMatch(/^200 .*"output"/)
    expect(server.faults).toEqual([])
  },
)

it('a region has no name, no server, or no trusted server at its address', async () => {
  expect(await call(await start('no-host'), 'us-east-1')).toMatch(/ENOTFOUND|EAI_AGAIN/)
  expect(await call(await start('refused'), 'us-east-1')).toBe('ECONNREFUSED')
  expect(await call(await start('bad-certificate'), 'us-east-1')).toMatch(
    /CERT|SELF_SIGNED|SIGNATURE/,
  )
})

it('names the troubles there are when it is asked for another', async () => {
  await expect(startReference({ regionDeviations: { 'us-east-1': 'rain' } })).rejects.toThrow(
    /bad-certificate/,
  )
  await expect(startReference({ regionDeviations: { mars: 'silent' } })).rejects.toThrow(
    /us-east-1/,
  )
})
