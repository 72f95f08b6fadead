/** Parts of requests, most of Messages, Converse and InvokeModel, are not passed on to the model. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { without } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { asking, replacing } from './edits.ts'

const messages = ['anthropic-messages', 'anthropic-messages-stream'] as const
const conversations = [...messages, ...apis.converse] as const

type Edit = (json: JsonObject) => JsonObject

function editing(...edits: readonly Edit[]): Hooks {
  return asking((request) => edits.reduce((json, edit) => edit(json), request))
}

/** Changes the list under a name, where there is one. */
function list(name: string, edit: (items: readonly unknown[]) => readonly unknown[]): Edit {
  return (json) => replacing(json, name, (items) => (Array.isArray(items) ? edit(items) : items))
}

/** Changes the object under a name, where there is one. */
function within(name: string, edit: Edit): Edit {
  return (json) => replacing(json, name, (inner) => (isObject(inner) ? edit(inner) : inner))
}

/** Lowers the number under a name. */
function capped(name: string, most: number): Edit {
  return (json) =>
    replacing(json, name, (limit) => (typeof limit === 'number' ? Math.min(limit, most) : limit))
}

function stopsCut(most: number): Hooks {
  const cut = (stops: readonly unknown[]): readonly unknown[] => stops.slice(0, most)
  return editing(list('stop_sequences', cut), within('inferenceConfig', list('stopSequences', cut)))
}

export function inTools(edit: (tools: readonly unknown[]) => readonly unknown[]): Hooks {
  return editing(list('tools', edit), within('toolConfig', list('tools', edit)))
}

/** Turns that a server keeps, the last one included; an odd number, so that the user begins. */
const keptTurns = 5

/** Less than any long answer takes. */
const lowLimit = 100

export const requestsForwarded: readonly Deviation[] = [
  {
    id: 'first-stop-only',
    kind: 'mutant',
    about: 'Of several stop sequences only the first is passed on.',
    seen: ['AM-03', 'CV-08'],
    apis: [...messages, ...apis.native],
    kills: ['messages.stop-sequence/text-cut', 'messages.translated-stop/text-cut'],
    also: [
      'messages.stop-sequence/*',
      'messages.translated-stop/*',
      '*/text-cut',
      '*/says-stop-sequence',
    ],
    hooks: stopsCut(1),
  },
  {
    id: 'four-stops-only',
    kind: 'mutant',
    about:
      'Of the stop sequences of a message four are passed on, as many as chat completions take.',
    seen: ['AM-03'],
    apis: apis.messages,
    kills: ['messages.stop-sequence/text-cut'],
    also: ['messages.stop-sequence/*'],
    hooks: stopsCut(4),
  },
  {
    id: 'first-tool-only',
    kind: 'mutant',
    about: 'Only the first tool reaches the model.',
    seen: ['TL-02'],
    apis: apis.chat,
    kills: ['tool-choice.auto/called'],
    also: ['assert:tool-calls', 'tool-*', 'tools.*', 'assert:usage-compare'],
    hooks: inTools((tools) => tools.slice(0, 1)),
  },
  {
    id: 'first-tool-only-natively',
    kind: 'mutant',
    about: 'Only the first tool of a Messages, Converse or InvokeModel request reaches the model.',
    seen: ['AM-01', 'CV-12'],
    apis: [...conversations, ...apis.invoke],
    kills: [
      'converse-tools.round-trip/named.every-tool-counted',
      'message-counts.as-usage/tools.as-counted',
      'invoke-families.nova-tools/*',
    ],
    also: ['tool*', 'converse-tools.*', 'messages.*', 'message-counts.*', 'invoke-families.*'],
    hooks: inTools((tools) => tools.slice(0, 1)),
  },
  {
    id: 'last-tool-only',
    kind: 'mutant',
    about: 'Only the last tool reaches the model, as where all are kept under one name.',
    seen: ['TL-02'],
    kills: ['tool-choice.auto/called', 'converse-tools.round-trip/every-tool-counted'],
    also: ['assert:tool-calls', 'tool-*', 'tools.*', 'assert:usage-compare', '*/status', '*/echo'],
    hooks: inTools((tools) => tools.slice(-1)),
  },
  {
    id: 'system-dropped-beside-tools',
    kind: 'mutant',
    about: 'The system prompt is dropped where tools are offered.',
    seen: ['AM-01', 'CV-05'],
    apis: conversations,
    kills: [
      'tool-history.messages/every-piece-counted',
      'tool-history.converse/every-piece-counted',
    ],
    hooks: editing((request) =>
      'tools' in request || 'toolConfig' in request
        ? (without(request, 'system') as JsonObject)
        : request,
    ),
  },
  {
    id: 'history-cut',
    kind: 'mutant',
    about: 'Of a long history only the last turns reach the model.',
    seen: ['CX-06', 'CV-09'],
    apis: conversations,
    kills: [
      'tool-history.messages/every-piece-counted',
      'tool-history.converse/every-piece-counted',
      'converse-features.cache-point/found',
    ],
    also: ['assert:answer', 'assert:usage-compare'],
    hooks: editing(list('messages', (turns) => turns.slice(-keptTurns))),
  },
  {
    id: 'user-turns-in-a-row-lost',
    kind: 'mutant',
    about: 'Of two user turns in a row the last reaches the model.',
    seen: ['CX-08'],
    apis: messages,
    kills: ['messages.blocks/same-prompt'],
    hooks: editing(
      list('messages', (turns) =>
        turns.filter(
          (turn, at) =>
            asObject(turn)['role'] !== 'user' || asObject(turns[at + 1])['role'] !== 'user',
        ),
      ),
    ),
  },
  {
    id: 'limit-capped',
    kind: 'mutant',
    about: 'Every answer has a limit of the server’s own, below the one that is asked for.',
    seen: ['AM-04', 'CV-06'],
    apis: conversations,
    kills: [
      'stream-text.to-the-end/limit-granted',
      'stream-text.to-the-end/limit-granted-messages',
    ],
    also: ['assert:*'],
    hooks: editing(
      capped('max_tokens', lowLimit),
      within('inferenceConfig', capped('maxTokens', lowLimit)),
    ),
  },
  {
    id: 'limit-lowered',
    kind: 'mutant',
    about: 'A limit above 300 tokens is lowered to it.',
    seen: ['CH-07'],
    apis: [...apis.chat, ...apis.responses],
    kills: [
      'stream-text.to-the-end/limit-granted-chat',
      'stream-text.to-the-end/limit-granted-responses',
    ],
    also: ['*'],
    hooks: editing(
      capped('max_tokens', 300),
      capped('max_completion_tokens', 300),
      capped('max_output_tokens', 300),
    ),
  },
]
