/** Ids of answers and requests that come again, or look unusual. */
import type { Call } from '../../../reference/call.ts'
import type { Header } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'

/** A number from 0 to 2, counted apart under each name. */
function wrapped(name: string, { memory }: Call): number {
  const before = Number(memory.get(name) ?? 0)
  memory.set(name, before + 1)
  return before % 3
}

/** The headers with a request id; where the endpoint sends none, with one of OpenAI's name. */
function withRequestId(headers: readonly Header[], value: string): readonly Header[] {
  const isNamed = ([name]: Header): boolean => name === 'x-amzn-RequestId'
  if (!headers.some(isNamed)) return [...headers, ['x-request-id', value]]
  return headers.map((header) => (isNamed(header) ? [header[0], value] : header))
}

const families = [
  { name: 'chat', on: apis.chat, also: [] },
  { name: 'messages', on: apis.anthropic, also: [] },
  { name: 'invoke', on: apis.invoke, also: [] },
  { name: 'responses', on: apis.responses, also: ['responses-state.*'] },
]

export const serverIds: readonly Deviation[] = [
  ...families.map(({ name, on, also }): Deviation => ({
    id: `ids-wrap-${name}`,
    kind: 'mutant',
    about: `The ids of answers are numbers that begin anew after the third (${name}).`,
    seen: ['lmdeploy#4707'],
    apis: on,
    kills: ['*/unique-id'],
    also: ['*/own-id', ...also],
    hooks: {
      reply: (reply, call) => ({
        ...reply,
        id: `${wrapped(`ids ${name}`, call)}`,
      }),
    },
  })),
  {
    id: 'request-id-constant',
    kind: 'mutant',
    about: 'Every response carries the same request id.',
    seen: ['openai request id'],
    kills: ['*/unique-request-id'],
    hooks: {
      headers: (headers) => withRequestId(headers, '11111111-2222-3333-4444-555555555555'),
    },
  },
  {
    id: 'request-id-wraps',
    kind: 'mutant',
    about: 'Request ids are numbers that begin anew after the third.',
    seen: ['openai request id'],
    kills: ['*/unique-request-id'],
    hooks: {
      headers: (headers, call) => withRequestId(headers, `req-${wrapped('request ids', call)}`),
    },
  },
  {
    id: 'ids-long',
    kind: 'oddity',
    about: 'Ids of answers have 256 characters, the first of which are alike.',
    seen: ['openai id'],
    apis: [...apis.chat, ...apis.anthropic, ...apis.invoke, ...apis.responses],
    sees: ['*/unique-id'],
    hooks: {
      reply: (reply) => ({ ...reply, id: reply.id.padStart(256, '0') }),
    },
  },
  {
    id: 'request-id-of-proxy',
    kind: 'oddity',
    about: 'A proxy adds a request id of its own.',
    seen: ['openai request id'],
    sees: ['*/unique-request-id'],
    hooks: {
      headers: (headers, call) => [...headers, ['request-id', `proxy-${call.requestId}`]],
    },
  },
]
