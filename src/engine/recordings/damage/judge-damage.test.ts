/** Streams of the reference, damaged in every way that a proxy or a recorder has, as `judge` sees them. */
import { seededRandom } from '../../../model/run/random.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { playReference } from '../../../proof/play-reference.ts'
import { gptOss, modelPath } from '../../../reference/testing/asked.ts'
import {
  changes,
  cuts,
  drops,
  numberedAnew,
  piecesOf,
  swaps,
  type Damage,
  type Pieces,
} from './testing/damage.ts'
import { judgedBodies, unseen, type Recorded } from './testing/judged-bodies.ts'

const paris = 'What is the weather in Paris?'
const planet = 'Which planet do humans live on?'
const story = 'Write a story of about 300 words.'
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const weather = { name: 'get_weather', description: 'Current weather of a city.' }
const says = (content: unknown): object[] => [{ role: 'user', content }]

function responses(input: string, more: object = {}): Asked {
  const asked = { model: gptOss, input, stream: true, max_output_tokens: 600, ...more }
  return { path: '/openai/v1/responses', asked }
}

function messages(content: string, more: object = {}): Asked {
  const model = 'us.anthropic.claude-sonnet-4-6'
  const asked = { model, messages: says(content), stream: true, max_tokens: 2000, ...more }
  return { path: '/anthropic/v1/messages', asked }
}

function invoke(model: string, asked: object): Asked {
  return { path: modelPath(model, 'invoke-with-response-stream'), asked }
}

interface Asked {
  readonly path: string
  readonly asked: object
}

const claude = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
const ofClaude = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 2000 }
const tools = [{ ...weather, input_schema: schema }]

const asked = {
  'a response with a text': responses(planet),
  'a response with reasoning': responses(planet, { reasoning: { effort: 'high' } }),
  'a response with a call': responses(paris, {
    tools: [{ type: 'function', ...weather, parameters: schema }],
    tool_choice: 'required',
  }),
  'an incomplete response': responses(story, { max_output_tokens: 16 }),
  'a message with a text': messages(planet),
  'a message with a call': messages(paris, { tools, tool_choice: { type: 'any' } }),
  'a message with thinking': messages(planet, { thinking: { type: 'adaptive' } }),
  'a message that a limit cuts': messages(story, { max_tokens: 16 }),
  'invoke of Claude': invoke(claude, { ...ofClaude, messages: says(planet) }),
  'invoke of Claude with a call': invoke(claude, {
    ...ofClaude,
    messages: says(paris),
    tools,
    tool_choice: { type: 'any' },
  }),
  'invoke of Nova': invoke('amazon.nova-micro-v1:0', { messages: says([{ text: planet }]) }),
  'invoke of Llama': invoke('us.meta.llama3-1-8b-instruct-v1:0', { prompt: planet }),
  'invoke of gpt-oss': invoke(gptOss, { messages: says(planet), stream: true }),
  'invoke of Mistral': invoke('mistral.mistral-7b-instruct-v0:2', { prompt: planet }),
  'invoke of DeepSeek': invoke('deepseek.r1-v1:0', { prompt: planet }),
  'invoke of Titan': invoke('amazon.titan-text-lite-v1', { inputText: planet }),
} satisfies Readonly<Record<string, Asked>>

type Name = keyof typeof asked
type Taken = Recorded & { readonly body: Buffer }

const recorded = new Map<string, Taken>()

/** The real address of each endpoint, by which a recording tells its API. */
const host = 'https://bedrock-runtime.us-west-2.amazonaws.com'

beforeAll(async () => {
  const server = await playReference()
  for (const [name, { path, asked: body }] of Object.entries(asked)) {
    const response = await fetch(server.bedrock.replace('{region}', 'us-west-2') + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'anthropic-version': '2023-06-01',
        authorization: `Bearer ${server.mintKey('us-west-2')}`,
      },
      body: JSON.stringify(body),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.status, `${name}: ${bytes.toString('utf8').slice(0, 300)}`).toBe(200)
    const headers = [...response.headers].map(([header, value]) => ({ name: header, value }))
    recorded.set(name, { url: host + path, asked: body, headers, body: bytes })
  }
  await server.close()
})

const random = seededRandom(20261126)
const below = (limit: number): number => Math.floor(random() * limit)

/** Names of the damages of a stream that no check sees. */
function missed(name: Name, damage: (pieces: Pieces) => readonly Damage[]): readonly string[] {
  const taken = recorded.get(name)!
  const type = taken.headers.find((header) => header.name === 'content-type')?.value ?? ''
  const damages = damage(piecesOf(taken.body, type))
  expect(damages.length).toBeGreaterThan(0)
  return unseen(taken, damages)
}

const names = Object.keys(asked) as Name[]
const responsesOnly = names.filter((name) => name.includes('response'))
const anthropicOnly = names.filter((name) => /message|Claude/.test(name))
const others = names.filter((name) => ![...responsesOnly, ...anthropicOnly].includes(name))

it.each(names)('%s is green as it is', (name) => {
  const taken = recorded.get(name)!
  const [cell] = judgedBodies(taken, [taken.body])
  const red = cell!.checks.filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict))
  expect(red.map(({ id }) => id)).toEqual([])
  expect(cell!.checks.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(10)
})

it.each(names)('%s is red with any tail cut', (name) => {
  expect(missed(name, (pieces) => cuts(pieces, below))).toEqual([])
})

/** Items may overlap, and only should a response be in_progress before its items. */
const mayBe = /response\.in_progress|^swap of \d+ response\.output_item\.done and/u

describe.each(responsesOnly)('%s', (name) => {
  it('is red with any event dropped, any two swapped and any delta changed', () => {
    const all = (pieces: Pieces): Damage[] =>
      [drops, swaps, changes].flatMap((damage) => damage(pieces))
    expect(missed(name, all)).toEqual([])
  })

  it('is red with any event dropped or swapped where the rest is numbered anew', () => {
    const all = (pieces: Pieces): Damage[] =>
      [drops, swaps].flatMap((damage) => damage(pieces)).map(numberedAnew)
    expect(missed(name, all).filter((one) => !mayBe.test(one))).toEqual([])
  })
})

/** Of a message nothing says what its deltas were, or when a ping came, and blocks may overlap. */
const unsaid =
  /^drop of \d+ (?:content_block_delta|ping)$|^swap of .*(?:\bping\b|_stop and content_block_start)/u

it.each(anthropicOnly)(
  '%s is red with any event dropped or swapped but deltas and pings',
  (name) => {
    const all = (pieces: Pieces): Damage[] => [drops, swaps].flatMap((damage) => damage(pieces))
    expect(missed(name, all).filter((one) => !unsaid.test(one))).toEqual([])
  },
)

it.each(others)('%s is red with its last chunk dropped, or in another order', (name) => {
  const all = (pieces: Pieces): Damage[] => [...drops(pieces).slice(-1), ...swaps(pieces)]
  expect(missed(name, all)).toEqual([])
})
