import { afterAll, beforeAll, expect, it } from 'vitest'
import { asObject } from '../json.ts'
import { startReference, type ReferenceServer } from '../server.ts'
import { ask, gptOss } from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => {
  await server.close()
})

const path = '/openai/v1/responses'

it('input items come in pages, the latest first where nothing else is asked for', async () => {
  const input = ['one', 'two', 'three'].map((content) => ({ role: 'user', content }))
  const { json } = await ask(server, { path, body: { model: gptOss, input } })
  const items = async (query: string) =>
    ask(server, { path: `${path}/${String(asObject(json)['id'])}/input_items${query}` })
  const texts = async (query: string) =>
    JSON.stringify((await items(query)).json).match(/\b(?:one|two|three)\b|"has_more":\w+/gu)
  expect(await texts('')).toEqual(['three', 'two', 'one', '"has_more":false'])
  expect(await texts('?order=asc')).toEqual(['one', 'two', 'three', '"has_more":false'])
  expect(await texts('?limit=2')).toEqual(['three', 'two', '"has_more":true'])
  const last = String(asObject((await items('?limit=2')).json)['last_id'])
  expect(await texts(`?limit=2&after=${last}`)).toEqual(['one', '"has_more":false'])
  for (const wrong of ['?limit=0', '?limit=101', '?limit=x', '?order=up', '?after=none']) {
    expect([wrong, (await items(wrong)).status]).toEqual([wrong, 400])
  }
})

it('inference profiles come in pages', async () => {
  const profiles = async (query: string) =>
    (await ask(server, { endpoint: 'control', path: `/inference-profiles${query}` })).json
  const all = asObject(await profiles(''))
  expect(all).not.toHaveProperty('nextToken')
  const first = asObject(await profiles('?maxResults=2'))
  const rest = asObject(await profiles(`?maxResults=2&nextToken=${String(first['nextToken'])}`))
  expect(rest).not.toHaveProperty('nextToken')
  const listed = [first, rest].flatMap((page) => page['inferenceProfileSummaries'])
  expect(listed).toEqual(all['inferenceProfileSummaries'])
  for (const wrong of ['?maxResults=0', '?maxResults=1001', '?maxResults=x', '?nextToken=x']) {
    expect([wrong, await profiles(wrong)]).toEqual([wrong, { message: expect.any(String) }])
  }
})
