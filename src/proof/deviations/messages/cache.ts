/** The prompt cache is counted wrongly: on the Messages API and on Converse. */
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import type { CacheUse, Reply } from '../../../reference/model/reply.ts'
import { gone, inBody, inEvents } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { eachMessage } from '../converse/edits.ts'
import { inEvent } from './edits.ts'

const cached = [...apis.anthropic, ...apis.converse] as const
const suite = ['messages.prompt-cache/*', 'converse-features.prompt-cache*']
const written = [
  'messages.prompt-cache/first.written',
  'converse-features.prompt-cache/first.written',
]
const read = ['messages.prompt-cache/again.read', 'converse-features.prompt-cache/again.read']
const samePrompt = [
  'messages.prompt-cache/first.same-prompt',
  'messages.prompt-cache/again.same-prompt',
]

/** Changes what a reply says of the cache, where it was asked to keep something. */
function inCache(edit: (cache: CacheUse, reply: Reply) => CacheUse): Hooks {
  return {
    reply: (reply) => {
      const { cache } = reply.usage
      if (cache === undefined) return reply
      return { ...reply, usage: { ...reply.usage, cache: edit(cache, reply) } }
    },
  }
}

const members = ['cache_creation_input_tokens', 'cache_read_input_tokens']

/** Adds what the cache covers to the input. */
function doubled(usage: unknown): unknown {
  const counts = asObject(usage)
  const more = members.reduce((sum, name) => sum + (Number(counts[name]) || 0), 0)
  return { ...counts, input_tokens: Number(counts['input_tokens']) + more }
}

export const messagesCache: readonly Deviation[] = [
  {
    id: 'cache-unused',
    kind: 'mutant',
    about: 'Marks of what to keep are dropped.',
    seen: ['litellm#31069'],
    apis: cached,
    kills: [...written, ...read],
    hooks: inCache(() => ({ read: 0, written: 0 })),
  },
  {
    id: 'cache-never-read',
    kind: 'mutant',
    about: 'Every request writes the cache anew.',
    seen: ['AM-09', 'CV-18'],
    apis: cached,
    kills: read,
    hooks: inCache((cache) => ({ read: 0, written: cache.read + cache.written })),
  },
  {
    id: 'cache-read-unwritten',
    kind: 'mutant',
    about: 'What was never written is read from the cache.',
    seen: ['AM-09', 'CV-18'],
    apis: cached,
    kills: written,
    hooks: inCache((cache) => ({ read: cache.read + cache.written, written: 0 })),
  },
  {
    id: 'cache-of-everything',
    kind: 'mutant',
    about: 'Prompts are written to the cache, which costs more, though nothing is marked.',
    seen: ['AM-09'],
    apis: apis.anthropic,
    kills: ['messages.prompt-cache/plain.unmarked'],
    also: suite,
    hooks: {
      reply: (reply) => {
        const { prompt } = reply.usage
        return prompt < 1024
          ? reply
          : { ...reply, usage: { ...reply.usage, cache: { read: 0, written: prompt - 1 } } }
      },
    },
  },
  {
    id: 'cache-counted-twice',
    kind: 'mutant',
    about: 'Tokens of the cache are input tokens too.',
    seen: ['grok2api#748'],
    apis: apis.anthropic,
    kills: samePrompt,
    also: suite,
    hooks: {
      body: inBody('usage', doubled),
      chunks: (chunks) =>
        inEvent(
          'message_delta',
          'usage',
          doubled,
        )(inEvent('message_start', 'message/usage', doubled)(chunks)),
    },
  },
  {
    id: 'cache-members-lost',
    kind: 'mutant',
    about: 'Usage has the input that the cache did not cover, and no member of the cache.',
    seen: ['gateway#1210'],
    apis: cached,
    kills: [
      ...samePrompt,
      'converse-features.prompt-cache/first.same-prompt',
      'converse-features.prompt-cache/again.same-prompt',
    ],
    also: suite,
    hooks: {
      body: (body, call) =>
        [...members, 'cache_creation', 'cacheReadInputTokens', 'cacheWriteInputTokens'].reduce(
          (json, name) => inBody(`usage/${name}`, gone)(json, call),
          body,
        ),
      chunks: (chunks) =>
        [...members, 'cache_creation'].reduce(
          (events, name) =>
            inEvent(
              'message_delta',
              `usage/${name}`,
              gone,
            )(inEvent('message_start', `message/usage/${name}`, gone)(events)),
          [...chunks],
        ),
      events: (events) =>
        ['cacheReadInputTokens', 'cacheWriteInputTokens'].reduce(
          (list, name) => inEvents('metadata', `usage/${name}`, gone)(list),
          [...events],
        ),
    },
  },
  {
    id: 'cache-members-lost-in-converse-streams',
    kind: 'mutant',
    about: 'The metadata of ConverseStream has no member of the cache.',
    seen: ['CV-18', 'CS-08'],
    apis: apis.converseStreams,
    kills: [
      'converse-features.prompt-cache-streamed/first.written',
      'converse-features.prompt-cache-streamed/again.read',
    ],
    also: suite,
    hooks: {
      events: (events) =>
        ['cacheReadInputTokens', 'cacheWriteInputTokens'].reduce(
          (list, name) => inEvents('metadata', `usage/${name}`, gone)(list),
          [...events],
        ),
    },
  },
  {
    id: 'cache-read-added-in-converse-streams',
    kind: 'mutant',
    about: 'inputTokens of ConverseStream includes what was read from the cache.',
    seen: ['bifrost#6942'],
    apis: apis.converseStreams,
    kills: ['converse-features.prompt-cache-streamed/again.same-prompt'],
    also: suite,
    hooks: {
      events: inEvents('metadata', 'usage', (usage) => {
        const counts = asObject(usage)
        const read = Number(counts['cacheReadInputTokens'] ?? 0)
        return {
          ...counts,
          inputTokens: Number(counts['inputTokens']) + read,
          totalTokens: Number(counts['totalTokens']) + read,
        }
      }),
    },
  },
  {
    id: 'cache-mark-in-message-dropped',
    kind: 'mutant',
    about: 'A cache point in a message is dropped.',
    seen: ['CV-18'],
    apis: apis.converse,
    kills: [
      'converse-features.prompt-cache-streamed/first.written',
      'converse-features.prompt-cache-streamed/again.read',
    ],
    hooks: {
      request: (request) =>
        eachMessage(request, (message) => ({
          ...message,
          content: asArray(message['content']).filter(
            (block) => !('cachePoint' in asObject(block)),
          ),
        })),
    },
  },
  {
    id: 'cache-partly-warm',
    kind: 'oddity',
    about: 'A later request reads the cache, and the rest of its input is counted by itself.',
    seen: ['AM-09', 'CV-18'],
    apis: cached,
    sees: suite,
    hooks: inCache((cache) => ({ ...cache, read: Math.max(0, cache.read - 256) })),
  },
  {
    id: 'cache-takes-tokens',
    kind: 'oddity',
    about: 'Marks of the cache count as a few tokens of the prompt.',
    seen: ['AM-09', 'CV-18'],
    apis: cached,
    sees: suite,
    hooks: {
      reply: (reply) => {
        const { usage } = reply
        if (usage.cache === undefined) return reply
        return { ...reply, usage: { ...usage, prompt: usage.prompt + 6, total: usage.total + 6 } }
      },
    },
  },
  {
    id: 'cache-written-otherwise-at-the-start',
    kind: 'mutant',
    about: 'The lifetimes of what is written to the cache add up to more in message_start.',
    seen: ['AM-09'],
    apis: apis.messagesStreams,
    kills: ['messages.prompt-cache/first.message-usage'],
    also: ['*/message-usage'],
    hooks: {
      chunks: inEvent('message_start', 'message/usage', (usage) => {
        const counts = asObject(usage)
        const written = Number(counts['cache_creation_input_tokens'] ?? 0)
        return { ...counts, cache_creation: { ephemeral_5m_input_tokens: written + 128 } }
      }),
    },
  },
  {
    id: 'cache-counted-at-the-start',
    kind: 'oddity',
    about:
      'A stream counts the cache in message_start, and the last event has null for it, beside the rest of the input.',
    seen: ['AM-09'],
    apis: apis.messagesStreams,
    sees: suite,
    hooks: {
      chunks: inEvent('message_delta', 'usage', (usage) => ({
        ...asObject(usage),
        cache_creation_input_tokens: null,
        cache_read_input_tokens: null,
        cache_creation: null,
      })),
    },
  },
]
