/** Checks of Bedrock's own wires: the event stream, Converse, InvokeModel and its errors. */
import type { Assertion } from '../assertion.ts'
import { accessRefusal } from './errors/access-refusal.ts'
import { noBlankText } from './converse/blank-text.ts'
import { blockOrder } from './converse/blocks.ts'
import { cacheDetails } from './converse/cache-details.ts'
import { citations } from './converse/citations/located.ts'
import { citationsQuoted } from './converse/citations/quoted.ts'
import { converseBlocks } from './converse/converse-blocks.ts'
import { converseUsage, latency } from './converse/usage.ts'
import { messageStart, messageStop, metadata } from './errors/envelope.ts'
import { errorBody } from './errors/error-body.ts'
import { errorType, errorTypeAlike } from './errors/error-type.ts'
import { eventSchema } from './frames/event-schema.ts'
import {
  eventPayloads,
  eventStreamComplete,
  eventStreamCrc,
  eventStreamHeaders,
  eventStreamLengths,
} from './frames/framing.ts'
import { invokeChunks } from './invoke/chunks.ts'
import { promptNotGivenBack } from './invoke/given-back.ts'
import { llamaBody } from './invoke/llama.ts'
import { invokeMetrics } from './invoke/metrics.ts'
import { novaEvents, novaUsage } from './invoke/nova.ts'
import { invokeTexts } from './invoke/texts.ts'
import { titanText } from './invoke/titan.ts'
import { cohereEmbedding } from './invoke/vectors/cohere.ts'
import { batchOrder } from './invoke/vectors/order.ts'
import { novaEmbedding } from './invoke/vectors/nova.ts'
import { rerank } from './invoke/vectors/rerank.ts'
import { rerankScores } from './invoke/vectors/scores.ts'
import { vectorsApart } from './invoke/vectors/apart.ts'
import { vectorsAgree } from './invoke/vectors/agree.ts'
import { titanEmbedding } from './invoke/vectors/titan.ts'
import { pathModel } from './path-model.ts'
import { plainIntegers } from './converse/plain-integers.ts'
import { reasoningPlacement, stopReason } from './converse/stop-reason.ts'
import { settingsAsAsked } from './converse/settings.ts'
import { streamException } from './errors/stream-exception.ts'
import { tokenHeaders } from './invoke/token-headers.ts'
import { toolUse } from './converse/tool-use.ts'

export const awsAssertions: readonly Assertion[] = [
  eventStreamCrc,
  eventStreamLengths,
  eventStreamHeaders,
  eventStreamComplete,
  eventPayloads,
  messageStart,
  blockOrder,
  messageStop,
  metadata,
  eventSchema,
  streamException,
  citations,
  citationsQuoted,
  converseBlocks,
  noBlankText,
  converseUsage,
  cacheDetails,
  latency,
  stopReason,
  plainIntegers,
  reasoningPlacement,
  settingsAsAsked,
  toolUse,
  errorBody,
  errorType,
  errorTypeAlike,
  accessRefusal,
  pathModel,
  llamaBody,
  promptNotGivenBack,
  tokenHeaders,
  invokeChunks,
  invokeMetrics,
  batchOrder,
  novaEvents,
  novaUsage,
  titanText,
  invokeTexts,
  titanEmbedding,
  cohereEmbedding,
  novaEmbedding,
  rerank,
  rerankScores,
  vectorsApart,
  vectorsAgree,
]
