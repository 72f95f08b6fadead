/** Recordings of embeddings, with and without their requests. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runProgram, temporaryFolder } from '../../../cli/testing/program.ts'
import type { Report } from '../../../model/report.ts'

interface Recorded {
  readonly asked?: object
  readonly body: object
  readonly url?: string
}

async function redOf({ asked, body, url = 'http://gateway/v1/embeddings' }: Recorded) {
  const file = join(temporaryFolder(), 'recorded.har')
  const headers = [{ name: 'Content-Type', value: 'application/json' }]
  const request = {
    method: 'POST',
    url,
    headers: [],
    ...(asked && { postData: { text: JSON.stringify({ model: 'embed-1', ...asked }) } }),
  }
  const response = { status: 200, headers, content: { text: JSON.stringify(body) } }
  const entry = { startedDateTime: '2026-11-22T10:00:00.000Z', time: 9, request, response }
  const creator = { name: 'test', version: '1' }
  writeFileSync(file, JSON.stringify({ log: { version: '1.2', creator, entries: [entry] } }))
  const { stdout, stderr } = await runProgram(['judge', file, '--json'])
  expect(stdout, stderr).not.toBe('')
  const { cells } = JSON.parse(stdout) as Report
  expect(cells.map(({ api }) => api)).toEqual(['openai-embeddings'])
  return cells.flatMap(({ checks }) =>
    checks.flatMap(({ id, verdict }) => (verdict === 'fail' || verdict === 'warn' ? [id] : [])),
  )
}

function listed(embeddings: readonly unknown[], more: object = {}): object {
  const data = embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding }))
  const usage = { prompt_tokens: 6, total_tokens: 6 }
  return { object: 'list', data, model: 'embed-1', usage, ...more }
}

const a = [0.6, -0.8]
const b = [0.8, 0.6]

it.each([
  ['a text', { asked: { input: 'Hi' }, body: listed([a]) }, []],
  ['a text without its request', { body: listed([a]) }, []],
  ['base64 without its request', { body: listed(['mpkZP83MTL8=']) }, []],
  [
    'base64 that was asked for',
    { asked: { input: 'Hi', encoding_format: 'base64' }, body: listed(['mpkZP83MTL8=']) },
    [],
  ],
  ['two texts', { asked: { input: ['Hi', 'Ho'] }, body: listed([a, b]) }, []],
  ['a path that names nothing', { url: 'http://gateway/proxy', body: listed([a]) }, []],
  ['a lost vector', { asked: { input: ['Hi', 'Ho'] }, body: listed([a]) }, ['one-for-each']],
  ['other dimensions', { asked: { input: 'Hi', dimensions: 3 }, body: listed([a]) }, ['vectors']],
  ['uneven vectors', { body: listed([a, [1]]) }, ['vectors']],
  ['a vector of zeros', { body: listed([[0, 0]]) }, ['direction']],
  ['null', { body: listed([[null, 1]]) }, ['embeddings-schema', 'vectors']],
  [
    'a total that is no sum',
    { body: listed([a], { usage: { prompt_tokens: 6, total_tokens: 7 } }) },
    ['usage'],
  ],
  ['no usage', { body: listed([a], { usage: undefined }) }, ['embeddings-schema']],
  ['another model', { asked: { input: 'Hi' }, body: listed([a], { model: 'x' }) }, ['model']],
] as const)('%s is judged', async (_, recorded, red) => {
  expect(await redOf(recorded)).toEqual(red)
})
