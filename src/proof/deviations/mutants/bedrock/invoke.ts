/** InvokeModel answers that are not what the model wrote. */
import type { Api, Call, Chunk, StreamEvent } from '../../../../reference/call.ts'
import { asObject } from '../../../../reference/json.ts'
import { mutant } from '../../edit.ts'
import { gone, inBody, inChunks, inEvents, last, set } from '../../reach.ts'

const whole: { readonly apis: readonly Api[] } = { apis: ['invoke'] }
const streamed: { readonly apis: readonly Api[] } = { apis: ['invoke-stream'] }
const metrics = 'amazon-bedrock-invocationMetrics'

/** Changes the bytes of every chunk. */
function inBytes(
  edit: (base64: string) => unknown,
): (events: readonly StreamEvent[]) => StreamEvent[] {
  return inEvents('chunk', 'bytes', (bytes) => edit(String(bytes)))
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** Llama's chunks alone. */
function ofLlama(
  edit: (chunks: readonly Chunk[]) => Chunk[],
): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) => ('generation' in asObject(chunks[0]) ? edit(chunks) : [...chunks])
}

function promptOf(call: Call): string {
  return String(asObject(JSON.parse(Buffer.from(call.body).toString('utf8')))['prompt'])
}

function header(name: string, edit: (value: string) => string | undefined) {
  return (headers: readonly (readonly [string, string])[]): (readonly [string, string])[] =>
    headers.flatMap(([key, value]): (readonly [string, string])[] => {
      if (key !== name) return [[key, value]]
      const edited = edit(value)
      return edited === undefined ? [] : [[key, edited]]
    })
}

export const invokeMutants = [
  mutant(
    'generation-after-prompt',
    'A Llama answer begins with the prompt.',
    ['IV-02'],
    {
      body: (body, call) =>
        inBody('generation', (text) => `${promptOf(call)}${String(text)}`)(body, call),
    },
    { also: ['assert:answer'], kills: ['*/counts'], ...whole },
  ),
  mutant(
    'generation-missing',
    'A Llama answer has no text.',
    ['IV-03'],
    { body: inBody('generation', gone) },
    { kills: ['*/response-schema'], ...whole },
  ),
  mutant(
    'generation-in-list',
    'The text of a Llama answer is a list.',
    ['IV-03'],
    { body: inBody('generation', (text) => [text]) },
    { kills: ['*/response-schema'], ...whole },
  ),
  mutant(
    'llama-count-missing',
    'A Llama answer does not count its prompt.',
    ['IV-03'],
    { body: inBody('prompt_token_count', gone) },
    { kills: ['*/response-schema'], ...whole },
  ),
  mutant(
    'llama-count-zero',
    'A Llama answer counts its prompt as nothing.',
    ['IV-03'],
    { body: inBody('prompt_token_count', set(0)) },
    {
      also: ['*/token-headers'],
      kills: ['*/counts', 'invoke.llama-walkthrough/counts-the-prompt'],
      ...whole,
    },
  ),
  mutant(
    'llama-count-above-limit',
    'A Llama answer counts more tokens than it was allowed.',
    ['IV-03'],
    { body: inBody('generation_token_count', (count) => Number(count) + 5) },
    {
      also: ['*/token-headers', 'invoke-bodies.llama-limit/within-budget'],
      kills: ['invoke-bodies.llama-limit/counts'],
      ...whole,
    },
  ),
  mutant(
    'llama-stop-alien',
    'A Llama answer stops with end_of_turn.',
    ['IV-03'],
    {
      body: inBody('stop_reason', set('end_of_turn')),
      chunks: inChunks('stop_reason', (reason) => (reason === null ? null : 'end_of_turn')),
    },
    { kills: ['*/response-schema', '*/chunk-schema'], apis: ['invoke', 'invoke-stream'] },
  ),
  mutant(
    'llama-stop-null',
    'A Llama answer does not say why it stopped.',
    ['IV-03'],
    { body: inBody('stop_reason', set(null)), chunks: inChunks('stop_reason', set(null)) },
    { kills: ['*/response-schema', '*/counts'], apis: ['invoke', 'invoke-stream'] },
  ),
  mutant(
    'llama-stop-early',
    'Every Llama chunk says that the text has stopped.',
    ['IS-04'],
    { chunks: inChunks('stop_reason', set('stop')) },
    { kills: ['*/counts'], ...streamed },
  ),
  mutant(
    'llama-chunk-without-text',
    'The second Llama chunk has no text, not even an empty one.',
    ['IS-04'],
    { chunks: inChunks('generation', gone, (at) => at === 1) },
    { kills: ['*/chunk-schema'], ...streamed },
  ),
  mutant(
    'llama-counts-text',
    'Llama counts are text.',
    ['IS-04'],
    {
      body: inBody('generation_token_count', (count) => String(count)),
      chunks: inChunks('generation_token_count', (count) => String(count)),
    },
    { kills: ['*/response-schema', '*/chunk-schema'], apis: ['invoke', 'invoke-stream'] },
  ),
  mutant(
    'llama-stream-uncounted',
    'No Llama chunk counts the prompt, and no metrics do.',
    ['IS-04'],
    {
      chunks: ofLlama((chunks) =>
        inChunks(metrics, gone)(inChunks('prompt_token_count', set(null))(chunks)),
      ),
    },
    { also: ['*/invocation-metrics'], kills: ['*/counts'], ...streamed },
  ),
  mutant(
    'generation-cumulative',
    'Every Llama chunk repeats the text so far.',
    ['IS-04'],
    {
      chunks: (chunks) => {
        let text = ''
        return inChunks('generation', (part) => {
          text += String(part)
          return text
        })(chunks)
      },
    },
    { kills: ['*/deltas-add'], ...streamed },
  ),
  mutant(
    'invoke-of-converse',
    'InvokeModel answers as Converse does.',
    ['IV-04'],
    {
      body: (body, call) =>
        call.failure
          ? body
          : {
              output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
              stopReason: 'end_turn',
              usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
              metrics: { latencyMs: 1 },
            },
    },
    { also: ['*/token-headers'], kills: ['*/response-schema'], ...whole },
  ),
  mutant(
    'token-header-wrong',
    'The header counts other tokens than the body.',
    ['IV-04', 'aws-sdk-js-v3#5917'],
    { headers: header('X-Amzn-Bedrock-Input-Token-Count', (value) => String(Number(value) + 3)) },
    { kills: ['*/token-headers'], ...whole },
  ),
  mutant(
    'token-header-garbled',
    'The header that counts the output is no number.',
    ['IV-04'],
    { headers: header('X-Amzn-Bedrock-Output-Token-Count', () => 'many') },
    { kills: ['*/token-headers'], ...whole },
  ),
  mutant(
    'chunk-bytes-missing',
    'Chunks have no bytes.',
    ['IS-02'],
    { events: inEvents('chunk', 'bytes', gone) },
    { kills: ['*/chunks'], ...streamed },
  ),
  mutant(
    'chunk-bytes-plain',
    'The bytes of a chunk are its JSON, not base64 of it.',
    ['IS-02'],
    { events: inBytes(decoded) },
    { kills: ['*/chunks'], ...streamed },
  ),
  mutant(
    'chunk-bytes-object',
    'The bytes of a chunk are an object.',
    ['IS-02'],
    { events: inBytes((bytes) => JSON.parse(decoded(bytes)) as unknown) },
    { kills: ['*/chunks'], ...streamed },
  ),
  mutant(
    'chunk-bytes-twice',
    'The bytes of a chunk are base64 of base64.',
    ['IS-02'],
    { events: inBytes(encoded) },
    { kills: ['*/chunks'], ...streamed },
  ),
  mutant(
    'chunk-json-cut',
    'The JSON in a chunk lacks its last bracket.',
    ['IS-02'],
    { events: inBytes((bytes) => encoded(decoded(bytes).slice(0, -1))) },
    { kills: ['*/chunks'], ...streamed },
  ),
  mutant(
    'chunk-of-events',
    'Chunks are called contentBlockDelta.',
    ['IS-02'],
    {
      events: (events) =>
        events.map((event) =>
          event.kind === 'event' ? { ...event, type: 'contentBlockDelta' } : event,
        ),
    },
    { kills: ['*/chunks'], ...streamed },
  ),
  mutant(
    'metrics-absent',
    'The last chunk has no invocation metrics.',
    ['IS-03', 'langchain#14120'],
    { chunks: inChunks(metrics, gone) },
    { kills: ['*/invocation-metrics'], ...streamed },
  ),
  mutant(
    'metrics-first',
    'The invocation metrics come with the first chunk.',
    ['IS-03'],
    {
      chunks: (chunks) => {
        const found = chunks.map((chunk) => asObject(chunk)[metrics]).find((one) => one)
        return chunks.map((chunk, at) =>
          typeof chunk === 'string' ? chunk : { ...chunk, [metrics]: at === 0 ? found : undefined },
        )
      },
    },
    { kills: ['*/invocation-metrics'], ...streamed },
  ),
  mutant(
    'metrics-differ',
    'The invocation metrics count more tokens than the chunk they come in.',
    ['IS-04'],
    { chunks: inChunks(`${metrics}/outputTokenCount`, (count) => Number(count) + 3) },
    { kills: ['*/invocation-metrics'], also: ['*/within-budget'], ...streamed },
  ),
  mutant(
    'metrics-incomplete',
    'The invocation metrics do not count the output.',
    ['IS-03'],
    { chunks: inChunks(`${metrics}/outputTokenCount`, gone) },
    { also: ['*/chunk-schema'], kills: ['*/invocation-metrics'], ...streamed },
  ),
  mutant(
    'metrics-negative',
    'The invocation latency is below zero.',
    ['IS-03'],
    { chunks: inChunks(`${metrics}/invocationLatency`, set(-4)) },
    { also: ['*/chunk-schema'], kills: ['*/invocation-metrics'], ...streamed },
  ),
  mutant(
    'invoke-stream-empty',
    'A stream of InvokeModel holds no chunk.',
    ['IS-01'],
    { events: () => [] },
    { also: ['*/ends-on-a-frame'], kills: ['*/chunks'], ...streamed },
  ),
  mutant(
    'invoke-stream-finish-lost',
    'The last chunk of a stream is lost.',
    ['IS-03'],
    { chunks: (chunks) => chunks.slice(0, -1) },
    { kills: ['*/one-finish', '*/counts', '*/invocation-metrics'], ...streamed },
  ),
  mutant(
    'invoke-created-changes',
    'The last chunk of InvokeModel has another time.',
    ['IS-03'],
    { chunks: inChunks('created', (created) => Number(created) + 9, last) },
    { kills: ['*/one-created'], ...streamed },
  ),
]
