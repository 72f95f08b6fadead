/** Log probabilities of OpenAI's replies and chunks are missing or wrong. */
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { eachChoice, eachChunk } from '../edits/members.ts'
import { inBoth } from '../edits/path.ts'
import { apis } from '../scopes.ts'

function inLogprobs(edit: (logprobs: JsonObject) => unknown): (json: unknown) => JsonObject {
  return (json) =>
    eachChoice(json, (choice) => {
      const { logprobs } = choice
      return isObject(logprobs) ? { ...choice, logprobs: edit(logprobs) } : choice
    })
}

const firstOnly = inLogprobs((logprobs) => ({
  ...logprobs,
  content: asArray(logprobs['content']).slice(0, 1),
}))

const withoutLogprobs = inLogprobs(() => null)

/** A change of all tokens of a reply with log probabilities, whole or streamed. */
interface TokenEdit {
  readonly id: string
  readonly about: string
  readonly seen?: readonly string[]
  readonly kills?: readonly string[]
  readonly isLegal?: true
  readonly edit: (tokens: readonly JsonObject[]) => readonly JsonObject[]
}

function inTokens(edit: (tops: readonly JsonObject[]) => readonly JsonObject[]): TokenEdit['edit'] {
  return (tokens) =>
    tokens.map((one) => ({
      ...one,
      top_logprobs: edit(asArray(one['top_logprobs']).map((top) => asObject(top))),
    }))
}

/** A token of these bytes, as likely as the whole. */
function inPart(whole: JsonObject): (bytes: readonly number[]) => JsonObject {
  return (bytes) => {
    const part = { token: Buffer.from(bytes).toString('utf8'), bytes, logprob: whole['logprob'] }
    const others = asArray(whole['top_logprobs']).slice(1)
    return { ...part, top_logprobs: [part, ...others] }
  }
}

function toBase10(one: JsonObject): JsonObject {
  return { ...one, logprob: Number(one['logprob']) / Math.LN10 }
}

function tokensIn(json: unknown): readonly JsonObject[] {
  return asArray(asObject(json)['choices']).flatMap((choice) =>
    asArray(asObject(asObject(choice)['logprobs'])['content']).map((token) => asObject(token)),
  )
}

/** The tokens of a stream are edited together, then shared out to its chunks again. */
function ofTokens({
  id,
  about,
  seen = ['OpenAI schema'],
  kills,
  isLegal,
  edit,
}: TokenEdit): Deviation {
  const shared = (parts: readonly unknown[]): readonly unknown[] => {
    const edited = [...edit(parts.flatMap(tokensIn))]
    const last = parts.findLastIndex((part) => tokensIn(part).length > 0)
    return parts.map((part, at) =>
      isObject(part)
        ? inLogprobs((logprobs) => {
            const count = at === last ? edited.length : asArray(logprobs['content']).length
            return { ...logprobs, content: edited.splice(0, count) }
          })(part)
        : part,
    )
  }
  return {
    id,
    about,
    seen,
    apis: apis.chat,
    ...(isLegal
      ? { kind: 'oddity', sees: ['chance.logprobs/*'] }
      : {
          kind: 'mutant',
          kills: kills ?? ['chance.logprobs/top-logprobs'],
          also: ['chance.logprobs/*'],
        }),
    hooks: {
      body: (json) => asObject(shared([json])[0]),
      chunks: (chunks) => shared(chunks) as Chunk[],
    },
  }
}

export const chunksLogprobs: readonly Deviation[] = [
  {
    id: 'logprobs-of-one-token',
    kind: 'mutant',
    about: 'Only the first token has a log probability.',
    seen: ['SP-08'],
    apis: apis.chatWhole,
    kills: ['chance.logprobs/given'],
    also: ['chance.logprobs/spells-the-text'],
    hooks: { body: firstOnly },
  },
  {
    id: 'logprobs-unasked',
    kind: 'mutant',
    about: 'Log probabilities come with every reply, as the engine behind computes them.',
    seen: ['SP-08'],
    apis: apis.chat,
    kills: ['*/no-logprobs-unasked'],
    also: ['*'],
    hooks: { request: (request) => (isObject(request) ? { logprobs: true, ...request } : request) },
  },
  {
    id: 'logprobs-empty',
    kind: 'oddity',
    about: 'Where no log probabilities are asked for, they are an object without any.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    sees: ['*/no-logprobs-unasked'],
    hooks: inBoth('choices/*/logprobs', (given) => given ?? { content: null, refusal: null }),
  },
  {
    id: 'logprobs-lost-in-streams',
    kind: 'mutant',
    about: 'Streams have no log probabilities.',
    seen: ['SP-08'],
    apis: apis.chatStreams,
    kills: ['chance.logprobs/given-in-chunks'],
    also: ['chance.logprobs/spells-the-text'],
    hooks: { chunks: eachChunk(withoutLogprobs) },
  },
  ...(
    [
      {
        id: 'top-logprobs-of-another-token',
        about: 'The alternatives of every token are those of the first.',
        edit: (tokens) =>
          tokens.map((one) => ({ ...one, top_logprobs: tokens[0]?.['top_logprobs'] ?? [] })),
      },
      {
        id: 'top-logprobs-lack-the-token',
        about: 'The alternatives of a token are the other tokens.',
        edit: inTokens((tops) => tops.slice(1)),
      },
      {
        id: 'top-logprobs-of-one-token',
        about: 'Every alternative of a token is the likeliest one again.',
        seen: ['vllm#42887'],
        kills: ['chance.logprobs/alternatives-differ'],
        edit: inTokens((tops) =>
          tops.map((top) => ({ ...top, token: tops[0]?.['token'], bytes: tops[0]?.['bytes'] })),
        ),
      },
      {
        id: 'top-logprobs-alike-once',
        about: 'Two tokens that have one text are the alternatives of the first token.',
        isLegal: true,
        edit: (tokens) =>
          tokens.map((one, at) => {
            const [top, ...others] = asArray(one['top_logprobs']).map((each) => asObject(each))
            const { token, bytes } = top ?? {}
            return at > 0
              ? one
              : {
                  ...one,
                  top_logprobs: [top, ...others.map((other) => ({ ...other, token, bytes }))],
                }
          }),
      },
      {
        id: 'top-logprobs-reversed',
        about: 'The least likely alternative of a token comes first.',
        edit: inTokens((tops) => tops.toReversed()),
      },
      {
        id: 'top-logprobs-above-zero',
        about: 'The alternatives of a token are given as probabilities.',
        edit: inTokens((tops) =>
          tops.map((top) => ({ ...top, logprob: Math.exp(Number(top['logprob'])) })),
        ),
      },
      {
        id: 'top-logprobs-too-few',
        about: 'Every token has one alternative, however many were asked for.',
        edit: inTokens((tops) => tops.slice(0, 1)),
      },
      {
        id: 'logprob-bytes-of-another-token',
        about: 'The bytes of a token are those of the token before it.',
        edit: (tokens) =>
          tokens.map((one, at) => ({
            ...one,
            bytes: tokens[Math.max(0, at - 1)]?.['bytes'] ?? null,
          })),
      },
      {
        id: 'logprob-tokens-in-ascii',
        about: 'Tokens with characters beyond ASCII are empty, and so are their bytes.',
        kills: ['chance.logprobs/spells-the-text'],
        edit: (tokens) =>
          tokens.map((one) =>
            /^[ -~\s]*$/u.test(String(one['token'])) ? one : { ...one, token: '', bytes: [] },
          ),
      },
      {
        id: 'alternative-bytes-beyond-a-byte',
        about: 'The bytes of alternatives are code points, and above 255.',
        kills: ['chance.logprobs/response-schema', 'chance.logprobs/chunk-schema'],
        edit: inTokens((tops) => tops.map((top) => ({ ...top, bytes: [0x2019] }))),
      },
      {
        id: 'logprob-differs-from-its-alternative',
        about: 'The log probability of a token is not the one that its alternatives give it.',
        edit: (tokens) => tokens.map((one) => ({ ...one, logprob: Number(one['logprob']) - 0.5 })),
      },
      {
        id: 'logprob-tokens-replaced',
        about: 'Tokens with characters beyond ASCII are U+FFFD, and so are their bytes.',
        kills: ['chance.logprobs/spells-the-text', 'chance.logprobs/utf8'],
        edit: (tokens) =>
          tokens.map((one) =>
            /^[ -~\s]*$/u.test(String(one['token']))
              ? one
              : { ...one, token: '\uFFFD', bytes: [0xef, 0xbf, 0xbd] },
          ),
      },
      {
        id: 'logprob-tokens-partial',
        about: 'A character of two tokens is U+FFFD in each of them, beside its bytes.',
        isLegal: true,
        edit: (tokens) =>
          tokens.flatMap((one) => {
            const bytes = [...Buffer.from(String(one['token']))]
            const at = bytes.findIndex((byte) => byte > 0x7f) + 1
            return at === 0 ? [one] : [bytes.slice(0, at), bytes.slice(at)].map(inPart(one))
          }),
      },
      {
        id: 'logprobs-to-base-10',
        about: 'Log probabilities are to the base 10.',
        kills: ['chance.logprobs/sums'],
        edit: (tokens) =>
          tokens.map((one) => ({
            ...toBase10(one),
            top_logprobs: asArray(one['top_logprobs']).map((top) => toBase10(asObject(top))),
          })),
      },
    ] satisfies readonly TokenEdit[]
  ).map(ofTokens),
]
