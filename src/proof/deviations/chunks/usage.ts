/** The usage chunk is misplaced, repeated or wrong. */
import type { Chunk } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { countTokens } from '../../../reference/model/tokens.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { inChunks } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { eachUsage, finishAt, insertedAt, isUsage } from './edits.ts'

export const chunksUsage: readonly Deviation[] = [
  {
    id: 'usage-with-choices',
    kind: 'mutant',
    about: 'The usage chunk has a choice.',
    seen: ['D06'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk'],
    also: ['*/one-finish'],
    hooks: {
      chunks: eachUsage((chunk) => ({
        ...chunk,
        choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: null }],
      })),
    },
  },
  {
    id: 'usage-on-finish-chunk',
    kind: 'mutant',
    about: 'The usage is on the chunk with the finish reason, and no chunk follows.',
    seen: ['D06'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk'],
    hooks: {
      chunks: (chunks) => {
        const usage = chunks.find(isUsage)?.['usage']
        const finish = finishAt(chunks)
        return chunks.flatMap((chunk, at) => {
          if (isUsage(chunk) && chunk['usage']) return []
          return [at === finish && usage && typeof chunk !== 'string' ? { ...chunk, usage } : chunk]
        })
      },
    },
  },
  {
    id: 'usage-twice',
    kind: 'mutant',
    about: 'The usage chunk is sent twice.',
    seen: ['D06'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk'],
    hooks: {
      chunks: (chunks) =>
        chunks.flatMap((chunk): Chunk[] => (isUsage(chunk) ? [chunk, chunk] : [chunk])),
    },
  },
  {
    id: 'usage-first',
    kind: 'mutant',
    about: 'The usage chunk precedes the text.',
    seen: ['D06'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk'],
    hooks: {
      chunks: (chunks) => [...chunks.filter(isUsage), ...chunks.filter((one) => !isUsage(one))],
    },
  },
  {
    id: 'usage-null-at-the-end',
    kind: 'mutant',
    about: 'The usage chunk has no usage.',
    seen: ['D06'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk', '*/empty-choices'],
    hooks: { chunks: eachUsage((chunk) => ({ ...chunk, usage: null })) },
  },
  {
    id: 'usage-text-in-stream',
    kind: 'mutant',
    about: 'The token counts of the usage chunk are strings.',
    seen: ['D12'],
    apis: apis.chatStreams,
    kills: ['*/chunk-schema'],
    also: ['*/usage'],
    hooks: { chunks: inChunks('usage/*', (count) => String(count)) },
  },
  {
    id: 'usage-running-total',
    kind: 'mutant',
    about: 'Every chunk has the token counts so far.',
    seen: ['ogx#4326'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk'],
    also: ['*/all-counted'],
    hooks: {
      chunks: (chunks) =>
        chunks.map((chunk, at) =>
          typeof chunk === 'string' || !chunks.some(isUsage)
            ? chunk
            : {
                ...chunk,
                usage: { prompt_tokens: 70, completion_tokens: at, total_tokens: 70 + at },
              },
        ),
    },
  },
  {
    id: 'usage-chunk-unasked',
    kind: 'mutant',
    about: 'Streams have a usage chunk that was not requested.',
    seen: ['ST-13', 'ogx#4326'],
    apis: apis.chatStreams,
    kills: ['rule:openai.stream.usage-only-when-asked'],
    also: ['stream-text.usage-declined/usage'],
    hooks: {
      chunks: (chunks) => {
        const [first] = chunks
        if (first === undefined || typeof first === 'string' || chunks.some(isUsage)) return chunks
        const usage = { prompt_tokens: 70, completion_tokens: 5, total_tokens: 75 }
        return insertedAt(chunks, chunks.indexOf(done), { ...first, choices: [], usage })
      },
    },
  },
  {
    id: 'tools-uncounted-in-streams',
    kind: 'mutant',
    about: 'The prompt tokens of streams leave out the tools.',
    seen: ['ST-12'],
    apis: apis.chatStreams,
    kills: ['tool-forced.counted/same-prompt'],
    hooks: {
      request: (request, call) => {
        const { tools } = asObject(request)
        const tokens = tools === undefined ? 0 : countTokens(JSON.stringify(tools))
        call.memory.set(`tools ${call.requestId}`, tokens)
        return request
      },
      reply: (reply, call) => {
        const tools = Number(call.memory.get(`tools ${call.requestId}`))
        const prompt = Math.max(1, reply.usage.prompt - tools)
        const total = prompt + reply.usage.completion
        return { ...reply, usage: { ...reply.usage, prompt, total } }
      },
    },
  },
]
