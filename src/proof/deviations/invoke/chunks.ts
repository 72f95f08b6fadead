/** Chunks and invocation metrics of InvokeModelWithResponseStream are wrong. */
import type { Chunk, JsonObject, StreamEvent } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { gone, inChunks, inEvents, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { metrics } from './edits.ts'

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

/** What has the counts of a stream beside its metrics. */
const countNames = ['usage', 'generation_token_count', 'type', 'metadata', 'inputTextTokenCount']

/** Changes the metrics of families whose last chunk has no counts of its own. */
function inMetricsElsewhere(
  change: (counts: JsonObject) => JsonObject,
): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) =>
    chunks.map((chunk) =>
      typeof chunk === 'string' || 'generation_token_count' in chunk || !(metrics in chunk)
        ? chunk
        : { ...chunk, [metrics]: withMembers(chunk[metrics], change(asObject(chunk[metrics]))) },
    )
}

export const invokeChunks: readonly Deviation[] = [
  {
    id: 'chunk-bytes-missing',
    kind: 'mutant',
    about: 'Chunks have no bytes.',
    seen: ['IS-02'],
    apis: apis.invokeStreams,
    kills: ['*/chunks'],
    hooks: { events: inEvents('chunk', 'bytes', gone) },
  },
  {
    id: 'chunk-bytes-plain',
    kind: 'mutant',
    about: 'The bytes of a chunk are JSON without base64.',
    seen: ['IS-02'],
    apis: apis.invokeStreams,
    kills: ['*/chunks'],
    hooks: { events: inBytes(decoded) },
  },
  {
    id: 'chunk-bytes-object',
    kind: 'mutant',
    about: 'The bytes of a chunk are an object.',
    seen: ['IS-02'],
    apis: apis.invokeStreams,
    kills: ['*/chunks'],
    hooks: { events: inBytes((bytes) => JSON.parse(decoded(bytes)) as unknown) },
  },
  {
    id: 'chunk-bytes-twice',
    kind: 'mutant',
    about: 'The bytes of a chunk are encoded in base64 twice.',
    seen: ['IS-02'],
    apis: apis.invokeStreams,
    kills: ['*/chunks'],
    hooks: { events: inBytes(encoded) },
  },
  {
    id: 'chunk-json-cut',
    kind: 'mutant',
    about: 'The JSON in a chunk lacks its last brace.',
    seen: ['IS-02'],
    apis: apis.invokeStreams,
    kills: ['*/chunks'],
    hooks: { events: inBytes((bytes) => encoded(decoded(bytes).slice(0, -1))) },
  },
  {
    id: 'chunk-of-events',
    kind: 'mutant',
    about: 'Chunks are named contentBlockDelta.',
    seen: ['IS-02'],
    apis: apis.invokeStreams,
    kills: ['*/chunks'],
    hooks: {
      events: (events) =>
        events.map((event) =>
          event.kind === 'event' ? { ...event, type: 'contentBlockDelta' } : event,
        ),
    },
  },
  {
    id: 'metrics-absent',
    kind: 'mutant',
    about: 'The last chunk has no invocation metrics.',
    seen: ['IS-03', 'langchain#14120'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: { chunks: inChunks(metrics, gone) },
  },
  {
    id: 'metrics-first',
    kind: 'mutant',
    about: 'The invocation metrics come with the first chunk.',
    seen: ['IS-03'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: {
      chunks: (chunks) => {
        const found = chunks.map((chunk) => asObject(chunk)[metrics]).find((one) => one)
        return chunks.map((chunk, at) =>
          typeof chunk === 'string' ? chunk : { ...chunk, [metrics]: at === 0 ? found : undefined },
        )
      },
    },
  },
  {
    id: 'metrics-first-byte-late',
    kind: 'mutant',
    about: 'The first byte is said to have come after the whole invocation.',
    seen: ['IS-03'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: { chunks: inChunks(`${metrics}/firstByteLatency`, (time) => Number(time) + 2000) },
  },
  {
    id: 'metrics-latency-over',
    kind: 'mutant',
    about: 'The invocation is said to have taken longer than the client waited.',
    seen: ['IS-03'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: { chunks: inChunks(`${metrics}/invocationLatency`, (time) => Number(time) + 600_000) },
  },
  {
    id: 'metrics-differ',
    kind: 'mutant',
    about: 'The invocation metrics count more tokens than the chunk they come in.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    also: ['*/within-budget'],
    hooks: { chunks: inChunks(`${metrics}/outputTokenCount`, (count) => Number(count) + 3) },
  },
  {
    id: 'metrics-differ-by-family',
    kind: 'mutant',
    about: 'The invocation metrics of Claude, Nova and Titan count half of the output.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: {
      chunks: inMetricsElsewhere((counts) => ({
        outputTokenCount: Math.round(Number(counts['outputTokenCount']) / 2),
      })),
    },
  },
  {
    id: 'metrics-zero',
    kind: 'mutant',
    about: 'The invocation metrics count no tokens.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: {
      chunks: inMetricsElsewhere(() => ({ inputTokenCount: 0, outputTokenCount: 0 })),
    },
  },
  {
    id: 'metrics-zero-alone',
    kind: 'mutant',
    about: 'Families that count in their metrics alone, as Mistral and DeepSeek, count nothing.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: {
      chunks: (chunks) =>
        chunks.some((chunk) => countNames.some((name) => name in asObject(chunk)))
          ? chunks
          : inMetricsElsewhere(() => ({ inputTokenCount: 0, outputTokenCount: 0 }))(chunks),
    },
  },
  {
    id: 'metrics-of-another-prompt',
    kind: 'mutant',
    about: 'The invocation metrics count another input than the stream.',
    seen: ['IS-04'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    hooks: {
      chunks: inMetricsElsewhere((counts) => ({
        inputTokenCount: Number(counts['inputTokenCount']) + 7,
      })),
    },
  },
  {
    id: 'metrics-incomplete',
    kind: 'mutant',
    about: 'The invocation metrics do not count the output.',
    seen: ['IS-03'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    also: ['*/chunk-schema'],
    hooks: { chunks: inChunks(`${metrics}/outputTokenCount`, gone) },
  },
  {
    id: 'metrics-negative',
    kind: 'mutant',
    about: 'The invocation latency is negative.',
    seen: ['IS-03'],
    apis: apis.invokeStreams,
    kills: ['*/invocation-metrics'],
    also: ['*/chunk-schema'],
    hooks: { chunks: inChunks(`${metrics}/invocationLatency`, set(-4)) },
  },
]
