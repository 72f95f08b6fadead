/** Of a chain of responses, the model is given too little, too much, or none of the parameters. */
import type { Call } from '../../../reference/call.ts'
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, asString, isObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { inInput } from '../tools/turns.ts'
import { inWhole } from './edits.ts'
import { sentIn } from '../edits/sent.ts'

/** What a response was asked, and what it answered, as items of an input. */
interface Past {
  readonly asked: readonly unknown[]
  readonly answered: readonly unknown[]
}

const key = (id: unknown): string => `responses chained: ${String(id)}`

function itemsOf(input: unknown): readonly unknown[] {
  return Array.isArray(input) ? input : [{ role: 'user', content: String(input) }]
}

function textsOf(output: unknown): readonly unknown[] {
  return asArray(output)
    .flatMap((item) => asArray(asObject(item)['content']))
    .map((part) => ({ role: 'assistant', content: asString(asObject(part)['text']) ?? '' }))
}

/** A server that makes the input of a chained request from its latest response alone. */
function chaining(input: (past: Past) => readonly unknown[], keeps = false): Hooks {
  const kept = inWhole((response, call) => {
    const { input: asked } = sentIn(call)
    const answered = textsOf(response['output'])
    call.memory.set(key(response['id']), { asked: itemsOf(asked), answered } satisfies Past)
    const { previous_response_id: previous } = asObject(call.memory.get(key(call.requestId)))
    return previous === undefined ? response : { ...response, previous_response_id: previous }
  })
  return {
    request: (request, call) => {
      const { previous_response_id: id, ...body } = asObject(request)
      const past = call.memory.get(key(id)) as Past | undefined
      if (past === undefined) return request
      call.memory.set(key(call.requestId), { previous_response_id: id })
      const whole = { ...body, input: [...input(past), ...itemsOf(body['input'])] }
      return keeps ? { ...whole, previous_response_id: id } : whole
    },
    body: (body, call) => (call.method === 'POST' ? kept(body, call) : body),
  }
}

/** Keeps some of the turns of all that is kept. */
function keeping(isKept: (turn: JsonObject) => boolean): Pick<Hooks, 'body'> {
  return {
    body: (body, { memory }: Call) => {
      for (const [name, kept] of memory) {
        if (!name.startsWith('response ')) continue
        const turns = asArray(asObject(kept)['turns']).filter((turn) => isKept(asObject(turn)))
        memory.set(name, { ...asObject(kept), turns })
      }
      return body
    },
  }
}

const isCalling = (turn: JsonObject): boolean => asArray(turn['toolCalls']).length > 0

/** Chained requests without a member. */
function chainedWithout(name: string): Pick<Hooks, 'request'> {
  return {
    request: (request) => {
      const { [name]: _, ...body } = asObject(request)
      return typeof body['previous_response_id'] === 'string' ? body : request
    },
  }
}

function again(edit: (response: JsonObject) => JsonObject): Pick<Hooks, 'body'> {
  const inside = inWhole(edit)
  return { body: (body, call: Call) => (call.method === 'GET' ? inside(body, call) : body) }
}

const history = { kind: 'mutant', apis: apis.responsesWhole } as const
const kills = ['responses-state.chain/as-listed']

export const responsesChained: readonly Deviation[] = [
  {
    ...history,
    id: 'responses-chain-one-deep',
    about: 'A chained response is made from the one before it, without those before that.',
    seen: ['OpenAI Response'],
    kills,
    also: ['responses-state.*'],
    hooks: chaining(({ asked, answered }) => [...asked, ...answered]),
  },
  {
    ...history,
    id: 'responses-chain-answers-lost',
    about: 'Of the chain, a response is given the questions without the answers.',
    seen: ['OpenAI Response'],
    kills,
    also: ['responses-state.*'],
    hooks: keeping(({ role }) => role !== 'assistant'),
  },
  {
    ...history,
    id: 'responses-chain-calls-lost',
    about: 'Of the chain, a response is given neither calls nor their outputs.',
    seen: ['vllm#43244'],
    kills: ['responses-state.tool-result/as-listed', 'responses-state.tool-result/result-kept'],
    also: ['responses-state.*'],
    hooks: keeping((turn) => turn['role'] !== 'tool' && !isCalling(turn)),
  },
  {
    ...history,
    id: 'responses-chain-call-lost',
    about: 'Of the chain, a response is given outputs without the calls that they answer.',
    seen: ['vllm#43244'],
    kills: ['responses-state.tool-result/as-listed'],
    also: ['responses-state.*'],
    hooks: keeping((turn) => !isCalling(turn)),
  },
  {
    ...history,
    id: 'responses-chain-answers-doubled',
    about: 'Of the chain, a response is given each answer twice.',
    seen: ['OpenAI Response'],
    kills,
    also: ['responses-state.*'],
    hooks: chaining(({ answered }) => answered, true),
  },
  {
    ...history,
    id: 'responses-chain-without-input',
    about: 'Of the chain, a response is given the answers without the questions.',
    seen: ['OpenAI Response'],
    kills,
    also: ['responses-state.*'],
    hooks: chaining(({ answered }) => answered),
  },
  {
    ...history,
    id: 'responses-chain-doubled',
    about: 'A chained response is given what was answered before twice.',
    seen: ['OpenAI Response'],
    kills,
    also: ['responses-state.*'],
    hooks: chaining(({ asked, answered }) => [...asked, ...answered, ...asked, ...answered], true),
  },
  {
    id: 'responses-chained-limit-ignored',
    kind: 'mutant',
    about: 'max_output_tokens is ignored where a response continues another.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.chain/within-budget', 'responses-state.chain/says-length'],
    also: ['*/echo', '*/limit-kept'],
    hooks: chainedWithout('max_output_tokens'),
  },
  {
    id: 'responses-chained-instructions-ignored',
    kind: 'mutant',
    about: 'Instructions are ignored where a response continues another.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.chain/instructions-counted'],
    also: ['*/echo'],
    hooks: chainedWithout('instructions'),
  },
  {
    id: 'responses-metadata-not-kept',
    kind: 'mutant',
    about: 'A stored response has lost its metadata.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.retrieve/metadata-kept'],
    hooks: again((response) => ({ ...response, metadata: {} })),
  },
  {
    id: 'responses-short-answers-lost',
    kind: 'mutant',
    about: 'Answers that are sent back as a text never reach the model.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['prompt.quoted/counted-alike'],
    also: ['memory.*', 'conversation.*'],
    hooks: inInput((items) =>
      items.filter(({ role, content }) => role !== 'assistant' || typeof content !== 'string'),
    ),
  },
  {
    id: 'responses-first-part-alone',
    kind: 'mutant',
    about: 'Of the parts of a message only the first arrives.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tool-history.responses/every-piece-counted'],
    hooks: {
      request: (request) => {
        const { input } = asObject(request)
        if (!Array.isArray(input)) return request
        const items = input.map((item) =>
          isObject(item) && Array.isArray(item['content'])
            ? { ...item, content: item['content'].slice(0, 1) }
            : item,
        )
        return { ...asObject(request), input: items }
      },
    },
  },
]
