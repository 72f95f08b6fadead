/** Native bodies of Meta Llama are wrong. */
import type { Call } from '../../../reference/call.ts'
import type { Chunk } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { gone, inBody, inChunks, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { metrics } from './edits.ts'
import { sentIn } from '../edits/sent.ts'

/** Llama's chunks alone. */
function ofLlama(
  edit: (chunks: readonly Chunk[]) => Chunk[],
): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) => ('generation' in asObject(chunks[0]) ? edit(chunks) : [...chunks])
}

function promptOf(call: Call): string {
  return String(sentIn(call)['prompt'])
}

export const invokeLlama: readonly Deviation[] = [
  {
    id: 'generation-after-prompt',
    kind: 'mutant',
    about: 'A Llama answer begins with the prompt.',
    seen: ['IV-02'],
    apis: apis.invokeWhole,
    kills: ['*/counts'],
    also: ['*/no-control-tokens', 'assert:answer'],
    hooks: {
      body: (body, call) =>
        inBody('generation', (text) => `${promptOf(call)}${String(text)}`)(body, call),
    },
  },
  {
    id: 'generation-missing',
    kind: 'mutant',
    about: 'A Llama answer has no text.',
    seen: ['IV-03'],
    apis: apis.invokeWhole,
    kills: ['*/response-schema'],
    hooks: { body: inBody('generation', gone) },
  },
  {
    id: 'generation-in-list',
    kind: 'mutant',
    about: 'The text of a Llama answer is a list.',
    seen: ['IV-03'],
    apis: apis.invokeWhole,
    kills: ['*/response-schema'],
    hooks: { body: inBody('generation', (text) => [text]) },
  },
  {
    id: 'llama-count-missing',
    kind: 'mutant',
    about: 'A Llama answer has no prompt token count.',
    seen: ['IV-03'],
    apis: apis.invokeWhole,
    kills: ['*/response-schema'],
    hooks: { body: inBody('prompt_token_count', gone) },
  },
  {
    id: 'llama-count-zero',
    kind: 'mutant',
    about: 'The prompt token count of a Llama answer is 0.',
    seen: ['IV-03'],
    apis: apis.invokeWhole,
    kills: ['*/counts', 'invoke.llama-walkthrough/counts-the-prompt'],
    also: ['*/same-prompt', '*/token-headers'],
    hooks: { body: inBody('prompt_token_count', set(0)) },
  },
  {
    id: 'llama-count-above-limit',
    kind: 'mutant',
    about: 'The token count of a Llama answer is above its limit.',
    seen: ['IV-03'],
    apis: apis.invokeWhole,
    kills: ['invoke-bodies.llama-limit/counts'],
    also: ['*/token-headers', 'invoke-bodies.llama-limit/within-budget'],
    hooks: { body: inBody('generation_token_count', (count) => Number(count) + 5) },
  },
  {
    id: 'llama-stop-alien',
    kind: 'mutant',
    about: 'The stop reason of a Llama answer is end_of_turn.',
    seen: ['IV-03'],
    apis: apis.invoke,
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/message-stop'],
    hooks: {
      body: inBody('stop_reason', set('end_of_turn')),
      chunks: inChunks('stop_reason', (reason) => (reason === null ? null : 'end_of_turn')),
    },
  },
  {
    id: 'llama-stop-null',
    kind: 'mutant',
    about: 'A Llama answer has no stop reason.',
    seen: ['IV-03'],
    apis: apis.invoke,
    kills: ['*/response-schema', '*/counts'],
    also: ['*/message-schema', '*/message-stop'],
    hooks: { body: inBody('stop_reason', set(null)), chunks: inChunks('stop_reason', set(null)) },
  },
  {
    id: 'llama-stop-early',
    kind: 'mutant',
    about: 'Every Llama chunk has a stop reason.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/counts'],
    hooks: { chunks: inChunks('stop_reason', set('stop')) },
  },
  {
    id: 'llama-chunk-without-text',
    kind: 'mutant',
    about: 'The second Llama chunk has no text, not even an empty one.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/chunk-schema'],
    hooks: { chunks: inChunks('generation', gone, (at) => at === 1) },
  },
  {
    id: 'llama-counts-text',
    kind: 'mutant',
    about: 'The token counts of Llama are strings.',
    seen: ['IS-04'],
    apis: apis.invoke,
    kills: ['*/response-schema', '*/chunk-schema'],
    hooks: {
      body: inBody('generation_token_count', (count) => String(count)),
      chunks: inChunks('generation_token_count', (count) => String(count)),
    },
  },
  {
    id: 'llama-stream-uncounted',
    kind: 'mutant',
    about: 'Neither Llama chunks nor metrics count the prompt.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/counts'],
    also: ['*/invocation-metrics'],
    hooks: {
      chunks: ofLlama((chunks) =>
        inChunks(metrics, gone)(inChunks('prompt_token_count', set(null))(chunks)),
      ),
    },
  },
  {
    id: 'generation-cumulative',
    kind: 'mutant',
    about: 'Every Llama chunk repeats all earlier text.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/deltas-add'],
    also: ['*/invocation-metrics'],
    hooks: {
      chunks: (chunks) => {
        let text = ''
        return inChunks('generation', (part) => {
          text += String(part)
          return text
        })(chunks)
      },
    },
  },
]
