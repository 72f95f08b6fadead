/** Fragments of tool calls in OpenAI streams. */
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { choiceOf, eachChoice } from '../edits/members.ts'
import { gone, inBody, inBoth, inChunks, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { callsInDelta } from './edits.ts'

/** Changes every fragment of a streamed call. */
function inFragments(edit: (fragment: JsonObject, isFirst: boolean) => JsonObject) {
  return inChunks(`${callsInDelta}/*`, (fragment) => {
    const object = asObject(fragment)
    return edit(object, asObject(object['function'])['name'] !== undefined)
  })
}

/** Splits the arguments of a streamed call into other fragments. */
function recut(pieces: (text: string) => readonly string[]): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) => {
    const texts = new Map<unknown, string>()
    for (const chunk of chunks) {
      const fragment = fragmentOf(chunk)
      if (fragment === undefined) continue
      const text = String(asObject(fragment['function'])['arguments'] ?? '')
      texts.set(fragment['index'], (texts.get(fragment['index']) ?? '') + text)
    }
    return chunks.flatMap((chunk) => {
      const fragment = fragmentOf(chunk)
      if (fragment === undefined || typeof chunk === 'string') return [chunk]
      if (fragment['id'] === undefined) return []
      const rest = pieces(texts.get(fragment['index']) ?? '').map((text) =>
        eachChoice(chunk, (choice) => ({
          ...choice,
          delta: {
            tool_calls: [{ index: fragment['index'], function: { arguments: text } }],
          },
        })),
      )
      return [chunk, ...rest]
    })
  }
}

function fragmentOf(chunk: Chunk): JsonObject | undefined {
  const [fragment] = asArray(asObject(choiceOf(chunk)?.['delta'])['tool_calls'])
  return isObject(fragment) ? fragment : undefined
}

export const toolsFragments: readonly Deviation[] = [
  {
    id: 'first-arguments-null',
    kind: 'mutant',
    about: 'The first fragment of a call has null as its arguments.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    kills: ['tool-choice.*/nullable-members'],
    also: ['*/nullable-members'],
    hooks: {
      chunks: inFragments((fragment, isFirst) =>
        isFirst
          ? { ...fragment, function: { ...asObject(fragment['function']), arguments: null } }
          : fragment,
      ),
    },
  },
  {
    id: 'finish-tool-calls-always',
    kind: 'mutant',
    about: 'The finish reason is always `tool_calls`.',
    seen: ['D01'],
    kills: ['*/finish-consistent'],
    also: ['stop.cuts/alone.says-stop', 'stop.cuts/streamed.says-stop'],
    hooks: inBoth('choices/*/finish_reason', (reason) =>
      reason === 'stop' ? 'tool_calls' : reason,
    ),
  },
  {
    id: 'tool-call-out-of-nothing',
    kind: 'mutant',
    about: 'Every answer calls an unknown tool, with cut arguments.',
    seen: ['D42'],
    kills: ['*/tool-calls', '*/tool-call-chunks'],
    also: ['*'],
    hooks: {
      body: inBody('choices/*/message', (message) => ({
        ...asObject(message),
        tool_calls: [{ id: '', type: 'function', function: { name: 'x', arguments: '{"a":' } }],
      })),
      chunks: inChunks('choices/*/delta', (delta) => ({
        ...asObject(delta),
        tool_calls: [{ function: { arguments: '{"a":' } }],
      })),
    },
  },
  {
    id: 'tool-id-per-fragment',
    kind: 'mutant',
    about: 'Each fragment of a call has another id.',
    seen: ['D42', 'SillyTavern#5948'],
    apis: apis.chunkStreams,
    kills: ['tools.named/tool-call-chunks'],
    hooks: {
      chunks: (chunks) => {
        let number = 0
        return inChunks(`${callsInDelta}/*`, (fragment) => ({
          ...asObject(fragment),
          id: `call_${(number += 1)}`,
        }))(chunks)
      },
    },
  },
  {
    id: 'tool-index-missing',
    kind: 'mutant',
    about: 'Fragments have no index.',
    seen: ['D41', 'openai-python#2806', 'openai-python#3246'],
    apis: apis.chunkStreams,
    kills: ['tools.named/tool-call-chunks'],
    also: ['*/chunk-schema'],
    hooks: { chunks: inChunks(`${callsInDelta}/*/index`, gone) },
  },
  {
    id: 'tool-index-from-one',
    kind: 'mutant',
    about: 'Indexes of calls start at 1.',
    seen: ['D41', 'litellm#11407'],
    apis: apis.chunkStreams,
    kills: ['tools.named/tool-call-chunks'],
    hooks: { chunks: inChunks(`${callsInDelta}/*/index`, (index) => Number(index) + 1) },
  },
  {
    id: 'tool-summary-at-end',
    kind: 'mutant',
    about: 'A last fragment repeats the whole call.',
    seen: ['D42', 'SillyTavern#5948'],
    apis: apis.chunkStreams,
    kills: ['tools.named/tool-call-chunks'],
    also: ['tools.named/called'],
    hooks: {
      chunks: (chunks) => {
        const at = chunks.findIndex(
          (chunk) =>
            typeof chunk !== 'string' &&
            asObject(asArray(chunk['choices'])[0])['finish_reason'] === 'tool_calls',
        )
        const first = chunks.find(
          (chunk) =>
            typeof chunk !== 'string' &&
            asArray(asObject(asObject(asArray(chunk['choices'])[0])['delta'])['tool_calls'])
              .length > 0,
        )
        if (at < 0 || first === undefined) return [...chunks]
        const again = inChunks(
          `${callsInDelta}/*/function/arguments`,
          set('{"city":"Paris"}'),
        )([first])
        return [...chunks.slice(0, at), ...again, ...chunks.slice(at)]
      },
    },
  },
  {
    id: 'tool-name-in-fragments',
    kind: 'mutant',
    about: 'Every fragment repeats the name of the tool.',
    seen: ['D42'],
    apis: apis.chunkStreams,
    kills: ['tools.named/tool-call-chunks'],
    hooks: {
      chunks: (chunks) => {
        let name: unknown
        return inFragments((fragment) => {
          const inner = asObject(fragment['function'])
          name ??= inner['name']
          return { ...fragment, function: { ...inner, name } }
        })(chunks)
      },
    },
  },
  {
    id: 'arguments-by-character',
    kind: 'oddity',
    about: 'The arguments of a tool call are sent character by character.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    sees: ['tools.named/*', 'tool-choice.*/*'],
    hooks: { chunks: recut((text) => [...text]) },
  },
  {
    id: 'arguments-at-once',
    kind: 'oddity',
    about: 'The arguments of a tool call are sent in one fragment.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    sees: ['tools.named/*', 'tool-choice.*/*'],
    hooks: { chunks: recut((text) => [text]) },
  },
  {
    id: 'fragments-together',
    kind: 'oddity',
    about: 'A delta has several fragments of one call.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    sees: ['tools.named/*'],
    hooks: {
      chunks: inChunks(callsInDelta, (fragments) =>
        asArray(fragments).flatMap((fragment) => {
          const { index, id, function: inner } = asObject(fragment)
          if (id !== undefined) return [fragment]
          const text = String(asObject(inner)['arguments'])
          return [...text].map((part) => ({ index, function: { arguments: part } }))
        }),
      ),
    },
  },
  {
    id: 'type-in-every-fragment',
    kind: 'oddity',
    about: 'Every fragment of a call has a `type`.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    sees: ['tools.named/*'],
    hooks: {
      chunks: inChunks(`${callsInDelta}/*`, (fragment) => ({
        ...asObject(fragment),
        type: 'function',
      })),
    },
  },
  {
    id: 'text-before-call',
    kind: 'oddity',
    about: 'The model writes text before it calls a tool.',
    seen: ['OpenAI schema'],
    sees: ['tools.named/*', 'converse-tools.*/*', 'tool-choice.auto/*'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) =>
          choice.toolCalls.length > 0 ? { ...choice, text: 'Let me look that up.' } : choice,
        ),
      }),
    },
  },
]
