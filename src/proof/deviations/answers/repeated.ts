/** Answers and reasoning that come twice, or begin twice, and characters that no text is made of. */
import type { Call } from '../../../reference/call.ts'
import type { Chunk } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { eachChoice, eachChunk } from '../edits/members.ts'
import { isNth } from '../edits/nth.ts'
import { apis } from '../scopes.ts'
import { complete, counted, everyText } from './edits.ts'

/** The first words of a long text, and then all of it. */
function begunAnew({ text }: ReplyChoice): Partial<ReplyChoice> {
  const begun = /^\w[^]{18,40}?\w(?=\s)/u.exec(text)?.[0]
  return begun === undefined || text.length < 40 ? {} : { text: begun + text }
}

function everyThird(edit: (reply: Reply) => Reply) {
  return (reply: Reply, call: Call): Reply => (isNth(3, 'begun', call) ? edit(reply) : reply)
}

/** Each delta of the reasoning holds those before it. */
function grown(chunks: readonly Chunk[]): readonly Chunk[] {
  const before = new Map<unknown, string>()
  return eachChunk((chunk) =>
    eachChoice(chunk, (choice) => {
      const delta = asObject(choice['delta'])
      if (typeof delta['reasoning'] !== 'string') return choice
      const reasoning = (before.get(choice['index']) ?? '') + delta['reasoning']
      before.set(choice['index'], reasoning)
      return { ...choice, delta: { ...delta, reasoning } }
    }),
  )(chunks)
}

const upstream =
  'upstream connect error or disconnect/reset before headers. reset reason: connection termination'

const broken = "Error: Error code: 503 - {'error': {'message': 'The engine is overloaded.'}}"

/** An error instead of whatever the model wrote and called. */
function failed(reply: Reply): Reply {
  const prompt = reply.usage.prompt
  return {
    ...counted(() => ({ completion: 16, reasoning: 0, total: prompt + 16 }))(reply),
    choices: reply.choices.map(({ index }): ReplyChoice => ({
      index,
      text: upstream,
      reasoning: '',
      toolCalls: [],
      finish: 'stop',
    })),
  }
}

const restated = (text: string): string =>
  text.includes('```')
    ? `${text}\n\nIn short: ${text.split('\n', 1).join('')}\f\nError codes such as 503, and error 500, are for servers.`
    : text

export const answersRepeated: readonly Deviation[] = [
  {
    id: 'answers-begun-anew',
    kind: 'mutant',
    about:
      'One in three long answers begins anew within its words, as where what broke off is tried again.',
    seen: ['ST-15'],
    kills: ['*/said-once'],
    also: ['*'],
    hooks: { reply: everyThird(complete(begunAnew)) },
  },
  {
    id: 'reasoning-cumulative',
    kind: 'mutant',
    about: 'Each delta of the reasoning holds all of it so far.',
    seen: ['RZ-01'],
    apis: apis.chatStreams,
    kills: ['*/said-once'],
    also: ['*'],
    hooks: { chunks: grown },
  },
  {
    id: 'answers-are-errors',
    kind: 'mutant',
    about: 'One in four answers is the error of the proxy behind the server.',
    seen: ['ER-11', 'RFC 9110 15.3'],
    kills: ['*/no-error-text'],
    also: ['*'],
    hooks: {
      reply: (reply, call) => (isNth(4, 'errors', call) ? failed(reply) : reply),
    },
  },
  {
    id: 'answers-are-notices-of-limits',
    kind: 'mutant',
    about: 'One in four answers is the notice of a limiter, with status 200.',
    seen: ['ER-11', 'RFC 9110 15.3'],
    kills: ['*/no-error-text'],
    also: ['*'],
    hooks: {
      reply: (reply, call) =>
        isNth(4, 'notices', call)
          ? complete(() => ({ text: 'Rate limit reached for requests. Please try again in 20s.' }))(
              reply,
            )
          : reply,
    },
  },
  {
    id: 'answers-end-in-errors',
    kind: 'mutant',
    about: 'One in four texts ends with the error that broke it off.',
    seen: ['ER-11', 'RFC 9110 15.3'],
    kills: ['*/no-error-text'],
    also: ['*'],
    hooks: {
      reply: (reply, call) =>
        isNth(4, 'errors', call)
          ? complete(({ text }) => ({ text: `${text}\n\n${broken}` }))(reply)
          : reply,
    },
  },
  {
    id: 'text-with-nul',
    kind: 'mutant',
    about: 'The text ends with a NUL, as a text of C does.',
    seen: ['CH-13'],
    kills: ['*/no-token-marks'],
    also: ['*'],
    hooks: { reply: everyText((text) => `${text}\0`) },
  },
  {
    id: 'text-with-byte-order-mark',
    kind: 'mutant',
    about: 'The text begins with the byte order mark of a file.',
    seen: ['CH-13'],
    kills: ['*/no-token-marks'],
    also: ['*'],
    hooks: { reply: everyText((text) => `\uFEFF${text}`) },
  },
  {
    id: 'answers-restated',
    kind: 'oddity',
    about:
      'Answers with code end with their first line again, a form feed, and a line about errors.',
    seen: ['OpenAI schema'],
    sees: ['effort.prompts*/*'],
    hooks: { reply: everyText(restated) },
  },
]
