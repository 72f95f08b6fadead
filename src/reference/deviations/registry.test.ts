import { EventStreamCodec } from '@smithy/eventstream-codec'
import pLimit from 'p-limit'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReferenceServer } from '../server.ts'
import { startReference } from '../server.ts'
import type { Asked } from '../testing/asked.ts'
import {
  chatPath,
  converseSays,
  gptOss,
  initOf,
  llama,
  modelPath,
  stackModel,
  urlOf,
  userSays,
} from '../testing/asked.ts'
import type { Deviation } from '../deviation.ts'
import { catalogueMutants } from './mutants/catalogue.ts'
import { nativeMutants } from './mutants/native.ts'
import { catalogueOddities } from './oddities/catalogue.ts'
import { deviations } from './registry.ts'

/** Hangs must not hang the test: what came until then is compared. */
const patienceMs = 700

const running: ReferenceServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
}

/** One request for each thing that a deviation can touch. */
function requests(server: ReferenceServer): Asked[] {
  const stack = { front: 'llamaStack' as const, path: '/v1/chat/completions' }
  return [
    { path: chatPath, body: userSays('Count to 30', { max_tokens: 40, n: 2 }) },
    { path: chatPath, body: userSays('Hello', { max_completion_tokens: 4 }) },
    { path: chatPath, body: userSays('Count to 9', { stop: ['5'], logprobs: true }) },
    {
      path: chatPath,
      body: {
        model: gptOss,
        messages: [
          { role: 'system', content: 'Always end with KIWI.' },
          { role: 'developer', content: 'Be kind.' },
          { role: 'user', content: 'My name is Zoë.' },
          { role: 'assistant', content: 'Hello Zoë' },
          { role: 'user', content: 'What is my name?' },
        ],
      },
    },
    {
      path: chatPath,
      body: userSays('Weather in Paris?', { tools: [weather], tool_choice: 'required' }),
    },
    {
      path: chatPath,
      body: userSays('Weather in Paris?', { tools: [weather], tool_choice: 'none' }),
    },
    {
      path: chatPath,
      body: userSays('Name a planet.', { response_format: { type: 'json_object' } }),
    },
    { path: chatPath, body: userSays('Hello', { model: 'no-such-model' }) },
    { path: chatPath, body: userSays('Hello', { temperature: 9 }) },
    { path: chatPath, body: userSays('Hello'), authorization: null },
    {
      path: chatPath,
      body: userSays('Hello'),
      authorization: `Bearer ${server.mintKey('us-west-2', { expired: true })}`,
    },
    {
      path: chatPath,
      body: userSays('Hello'),
      authorization: `Bearer ${server.mintKey('eu-west-1')}`,
    },
    { path: chatPath, body: userSays('Hello', { stream: true, model: 'no-such-model' }) },
    {
      path: chatPath,
      body: userSays('Repeat exactly: the 👩‍🚀 flies over 漢字 and back to the blue moon', {
        stream: true,
        stream_options: { include_usage: true },
      }),
    },
    { ...stack, body: userSays('Hello', { model: stackModel }) },
    { front: 'llamaStack', path: '/v1/models' },
    { path: modelPath(llama, 'converse'), body: converseSays('Hello') },
    { path: modelPath(llama, 'converse'), body: {} },
    {
      path: modelPath(gptOss, 'converse-stream'),
      body: converseSays('Repeat exactly: ein grüner Apfel am Fluß'),
    },
    {
      path: modelPath(gptOss, 'invoke-with-response-stream'),
      body: userSays('Hello', { model: undefined }),
    },
    { path: modelPath(llama, 'invoke'), body: { prompt: 'hello, how are you?', max_gen_len: 10 } },
  ]
}

/** What a client sees of an answer, without what differs from one server to the next. */
async function seen(server: ReferenceServer, asked: Asked): Promise<string> {
  const aborter = new AbortController()
  const timer = setTimeout(() => aborter.abort(), patienceMs)
  const reads: Buffer[] = []
  let head = 'nothing'
  let end = 'closed'
  try {
    const response = await fetch(urlOf(server, asked), {
      ...initOf(server, asked),
      signal: aborter.signal,
    })
    const headers = [...response.headers].filter(
      ([name]) => !/^(?:date|x-amzn-requestid|content-length|x-amzn-bedrock)/.test(name),
    )
    head = `${response.status} ${JSON.stringify(headers)} ${response.headers.has('x-amzn-requestid')}`
    for await (const part of response.body ?? []) reads.push(Buffer.from(part))
  } catch {
    end = 'broken'
  } finally {
    clearTimeout(timer)
  }
  return [head, shown(head, Buffer.concat(reads)), end].join('\n')
}

function shown(head: string, body: Buffer): string {
  return head.includes('amazon.eventstream') ? shownFrames(body) : stable(body.toString('latin1'))
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text),
)

/** Each frame as AWS's own codec reads it: ids and latencies are hidden, so checksums must be too. */
function shownFrames(body: Buffer): string {
  const lines: string[] = []
  for (let at = 0; at + 4 <= body.length;) {
    const frame = body.subarray(at, at + body.readUInt32BE(at))
    try {
      const { headers, body: payload } = codec.decode(frame)
      lines.push(JSON.stringify(headers) + stable(Buffer.from(payload).toString('utf8')))
    } catch (error) {
      lines.push(`unreadable: ${String(error).split(':')[1]}`)
    }
    at += Math.max(frame.length, 1)
  }
  return lines.join('\n')
}

function stable(text: string): string {
  return text
    .replaceAll(/"bytes":"([^"]+)"/g, (_match, inner: string) =>
      stable(Buffer.from(inner, 'base64').toString()),
    )
    .replaceAll(/(?:chatcmpl-|tool-)+[0-9a-f]{32}|tooluse_[0-9a-f]+/g, 'ID')
    .replaceAll(/"created":[1-9]\d*/g, '"created":1')
    .replaceAll(/(latencyMs|Latency)":[1-9]\d*/g, '$1":1')
}

async function play(
  options: Parameters<typeof startReference>[0],
): Promise<{ server: ReferenceServer; answers: string[] }> {
  const server = await startReference(options)
  running.push(server)
  const answers: string[] = []
  for (const asked of requests(server)) answers.push(await seen(server, asked))
  return { server, answers }
}

/** Their difference is in time or in the cutting of bytes only, or in names that fetch folds. */
const unseen = new Set([
  'slow',
  'one-byte-chunks',
  'pieces-in-pairs',
  'stream-buffered',
  'upper-case-headers',
  'lower-case-headers',
])

/** By native.test.ts and catalogue.test.ts, with requests of their own. */
const provenElsewhere = [...nativeMutants, ...catalogueMutants, ...catalogueOddities]

describe('the registry', () => {
  it('has unique ids in kebab case, and a sentence about each', () => {
    const ids = deviations.map((deviation) => deviation.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([])
    expect(deviations.filter((deviation) => !deviation.about.endsWith('.'))).toEqual([])
  })

  it('has mutants and oddities', () => {
    const kinds = deviations.map((deviation) => deviation.kind)
    expect(kinds.filter((kind) => kind === 'mutant').length).toBeGreaterThan(60)
    expect(kinds.filter((kind) => kind === 'oddity').length).toBeGreaterThan(20)
  })
})

describe('each deviation', async () => {
  it('is played without a fault, and is seen by some client', { timeout: 240_000 }, async () => {
    const plain = await play({})
    const expected = plain.answers
    const again = await play({})
    expect(again.answers).toEqual(expected)
    const limit = pLimit(10)
    const visible = await Promise.all(
      deviations
        .filter(({ id }) => id !== 'never-answers')
        .filter((deviation) => !provenElsewhere.includes(deviation))
        .map((deviation) => limit(() => isSeen(deviation, expected))),
    )
    expect(visible.filter((entry) => !entry.seen && !unseen.has(entry.id))).toEqual([])
  })
})

/** Plays one: in order until a client sees it, then all the rest at once, for its faults only. */
async function isSeen(
  { id, kind }: Deviation,
  expected: readonly string[],
): Promise<{ id: string; seen: boolean }> {
  const server = await startReference({ [kind]: id })
  running.push(server)
  const asked = requests(server)
  let at = 0
  while (at < asked.length && (await seen(server, asked[at]!)) === expected[at]) at += 1
  await Promise.all(asked.slice(at + 1).map((one) => seen(server, one)))
  expect([id, server.faults]).toEqual([id, []])
  await server.close()
  return { id, seen: at < asked.length }
}
