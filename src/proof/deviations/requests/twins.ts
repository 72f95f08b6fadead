/** Streams of Bedrock are asked for something else than whole answers. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { atPath, inEvents, inChunks } from '../edits/path.ts'
import { counted } from '../answers/edits.ts'
import { without } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { messages } from './edits.ts'

const instructing = ['system', 'developer']

export const requestsTwins: readonly Deviation[] = [
  {
    id: 'streams-without-instructions',
    kind: 'mutant',
    about: 'Streams of Bedrock drop a short system prompt.',
    seen: ['CV-05', 'IS-05'],
    apis: apis.eventStreams,
    kills: ['twins.instructions/same-prompt', 'twins.instructions-invoke/same-prompt'],
    also: ['*/same-prompt', 'prompt.*', 'assert:usage-compare', 'assert:answer', '*/message-usage'],
    hooks: {
      request: (request) =>
        without(
          messages((all) => all.filter((one) => !instructing.includes(String(one['role']))))(
            request,
          ),
          'system',
        ),
    },
  },
  {
    id: 'streams-without-developer',
    kind: 'mutant',
    about: 'Streams of OpenAI’s APIs drop messages of the developer.',
    seen: ['CH-10'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['twins.instructions-chat/same-prompt', 'twins.instructions-responses/same-prompt'],
    also: ['*/same-prompt', 'assert:usage-compare', 'assert:answer'],
    hooks: {
      request: (request) => {
        if (asObject(request)['stream'] !== true) return request
        const kept = (list: unknown): unknown =>
          Array.isArray(list) ? list.filter((one) => asObject(one)['role'] !== 'developer') : list
        return atPath(atPath(request, 'messages', kept), 'input', kept)
      },
    },
  },
  {
    id: 'invoke-streams-count-more',
    kind: 'mutant',
    about: 'InvokeModelWithResponseStream counts seven prompt tokens more than InvokeModel.',
    seen: ['IS-05'],
    apis: apis.invokeStreams,
    kills: ['frames.invoke-echo/same-prompt'],
    also: ['twins.instructions-invoke/same-prompt'],
    hooks: {
      reply: counted(({ prompt, total }) => ({ prompt: prompt + 7, total: total + 7 })),
    },
  },
  {
    id: 'invoke-streams-of-one-message',
    kind: 'mutant',
    about: 'InvokeModelWithResponseStream passes on the last message alone.',
    seen: ['IS-05'],
    apis: apis.invokeStreams,
    kills: ['prompt.quoted/counted-alike'],
    also: ['assert:answer', 'twins.instructions-invoke/same-prompt', '*/message-usage'],
    hooks: { request: messages((all) => all.slice(-1)) },
  },
  {
    id: 'streams-called-filtered',
    kind: 'mutant',
    about: 'Complete streams say that their content was filtered.',
    seen: ['CS-07', 'IS-06'],
    apis: apis.eventStreams,
    kills: ['chat.simple/not-filtered'],
    also: ['assert:finish', 'assert:ends-at-limit', '*/not-filtered'],
    hooks: {
      events: inEvents('messageStop', 'stopReason', (reason) =>
        reason === 'end_turn' ? 'content_filtered' : reason,
      ),
      chunks: inChunks('choices/0/finish_reason', (reason) =>
        reason === 'stop' ? 'content_filter' : reason,
      ),
    },
  },
]
