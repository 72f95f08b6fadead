/** Bodies of Amazon Nova are wrong. */
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { atPath, gone, inBody, inChunks, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'

/** Changes the chunks of Nova alone: each holds one event under its name. */
function ofNova(edit: (chunks: readonly JsonObject[]) => readonly JsonObject[]) {
  return (chunks: readonly Chunk[]): Chunk[] => {
    const events = chunks.filter(isObject)
    return 'messageStart' in asObject(events[0]) ? [...edit(events)] : [...chunks]
  }
}

function without(name: string) {
  return ofNova((chunks) => chunks.filter((chunk) => !(name in chunk)))
}

const isWhole = 'output/message'

/** The last delta and the stop of its block, the other way round. */
function stopBeforeDelta(chunks: readonly JsonObject[]): readonly JsonObject[] {
  const at = chunks.findLastIndex((chunk) => 'contentBlockStop' in chunk)
  if (at < 1) return chunks
  return [
    ...chunks.slice(0, at - 1),
    ...chunks.slice(at - 1, at + 1).toReversed(),
    ...chunks.slice(at + 1),
  ]
}

export const familiesNova: readonly Deviation[] = [
  {
    id: 'nova-stop-before-delta',
    kind: 'mutant',
    about: 'A block of Nova is stopped before its last delta.',
    seen: ['IV-07'],
    apis: apis.invokeStreams,
    kills: ['*/nova-events'],
    hooks: { chunks: ofNova(stopBeforeDelta) },
  },
  {
    id: 'nova-without-message',
    kind: 'mutant',
    about: 'An answer of Nova has no message.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/nova-schema', '*/blocks'],
    also: ['assert:answer', 'assert:finish', '*/usage', '*/stop-reason'],
    hooks: { body: inBody(isWhole, gone) },
  },
  {
    id: 'nova-role-user',
    kind: 'mutant',
    about: 'The message of Nova is the user’s.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/nova-schema', '*/blocks'],
    hooks: { body: inBody(`${isWhole}/role`, set('user')) },
  },
  {
    id: 'nova-text-object',
    kind: 'mutant',
    about: 'The text of an answer of Nova is an object.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/nova-schema'],
    also: ['assert:answer', '*/blocks', '*/usage', 'chat.*', 'invoke-*'],
    hooks: { body: inBody(`${isWhole}/content/*/text`, (text) => ({ value: text })) },
  },
  {
    id: 'nova-stop-of-openai',
    kind: 'mutant',
    about: 'stopReason of Nova is stop, OpenAI’s word.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/stop-reason'],
    also: ['assert:finish'],
    hooks: {
      body: inBody('stopReason', set('stop')),
      chunks: inChunks('messageStop/stopReason', set('stop')),
    },
  },
  {
    id: 'nova-total-wrong',
    kind: 'mutant',
    about: 'totalTokens of Nova is not the sum.',
    seen: ['gateway#1210'],
    apis: apis.invokeWhole,
    kills: ['*/usage'],
    hooks: { body: inBody('usage/totalTokens', (count) => Number(count) + 3) },
  },
  {
    id: 'nova-uncounted',
    kind: 'mutant',
    about: 'Nova counts no input.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/usage'],
    also: ['*/invocation-metrics', '*/token-headers', 'assert:usage-compare'],
    hooks: {
      body: inBody('usage/inputTokens', set(0)),
      chunks: inChunks('metadata/usage/inputTokens', set(0)),
    },
  },
  {
    id: 'nova-event-start-lost',
    kind: 'mutant',
    about: 'A stream of Nova has no messageStart.',
    seen: ['bifrost#597'],
    apis: apis.invokeStreams,
    kills: ['*/nova-events'],
    hooks: { chunks: without('messageStart') },
  },
  {
    id: 'nova-block-start-late',
    kind: 'mutant',
    about: 'The start of a call of Nova comes after the first fragment of its input.',
    seen: ['IS-06'],
    apis: apis.invokeStreams,
    kills: ['invoke-families.nova-tools/nova-events'],
    also: ['assert:tool-use', 'assert:tool-calls'],
    hooks: {
      chunks: (chunks) => {
        const isStart = (chunk: Chunk | undefined): boolean =>
          chunk !== undefined && 'contentBlockStart' in asObject(chunk)
        return chunks.map((chunk, at) => {
          const [before, after] = [chunks[at - 1], chunks[at + 1]]
          if (isStart(chunk)) return after ?? chunk
          return isStart(before) && before !== undefined ? before : chunk
        })
      },
    },
  },
  {
    id: 'nova-event-stop-lost',
    kind: 'mutant',
    about: 'A stream of Nova has no messageStop.',
    seen: ['bifrost#597'],
    apis: apis.invokeStreams,
    kills: ['*/nova-events', '*/stop-reason'],
    also: ['assert:finish'],
    hooks: { chunks: without('messageStop') },
  },
  {
    id: 'nova-event-metadata-first',
    kind: 'mutant',
    about: 'The metadata of a stream of Nova come before its content.',
    seen: ['IS-06'],
    apis: apis.invokeStreams,
    kills: ['*/nova-events'],
    also: ['*/invocation-metrics'],
    hooks: {
      chunks: ofNova((chunks) => {
        const [first, ...rest] = chunks
        const last = rest.pop()
        return [first, last, ...rest].filter((chunk) => chunk !== undefined)
      }),
    },
  },
  {
    id: 'nova-index-text',
    kind: 'mutant',
    about: 'Indices of blocks of Nova are text.',
    seen: ['IS-06'],
    apis: apis.invokeStreams,
    kills: ['*/nova-schema'],
    also: ['*/tool-use'],
    hooks: { chunks: inChunks('*/contentBlockIndex', String) },
  },
  {
    id: 'nova-tool-twice',
    kind: 'mutant',
    about: 'Two calls of Nova have the same id.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['invoke-families.nova-tools/tool-use'],
    also: ['*/called'],
    hooks: {
      body: inBody(`${isWhole}/content`, (content) =>
        Array.isArray(content)
          ? content.flatMap((block: unknown) =>
              'toolUse' in asObject(block) ? [block, block] : [block],
            )
          : content,
      ),
    },
  },
  {
    id: 'nova-tool-input-cut',
    kind: 'mutant',
    about: 'The input of a call of Nova is cut off in a stream.',
    seen: ['IV-07'],
    apis: apis.invokeStreams,
    kills: ['invoke-families.nova-tools/tool-use'],
    also: ['*/called'],
    hooks: {
      chunks: inChunks('contentBlockDelta/delta/toolUse/input', (input) =>
        String(input).replaceAll('}', ''),
      ),
    },
  },
  {
    id: 'nova-limit-ignored',
    kind: 'mutant',
    about: 'Answers of Nova are not limited by maxTokens.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['invoke-families.nova-limit/cut-by-length', 'invoke-families.nova-limit/within-budget'],
    also: ['*/usage', 'assert:completion-at-most', 'assert:finish'],
    hooks: { request: (request) => atPath(request, 'inferenceConfig/maxTokens', gone) },
  },
  {
    id: 'nova-token-blocks',
    kind: 'oddity',
    about: 'Every piece of text of Nova is a block of its own, and an index is skipped.',
    seen: ['IS-06'],
    apis: apis.invokeStreams,
    sees: ['*/nova-events', '*/nova-schema'],
    hooks: {
      chunks: ofNova((chunks) => {
        let index = 0
        return chunks.flatMap((chunk) => {
          const delta = asObject(asObject(chunk['contentBlockDelta'])['delta'])
          if ('contentBlockStop' in chunk) return []
          if (!('text' in delta)) return [chunk]
          index += 2
          return [
            { contentBlockDelta: { contentBlockIndex: index, delta } },
            { contentBlockStop: { contentBlockIndex: index } },
          ]
        })
      }),
    },
  },
]
