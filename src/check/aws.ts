/** Checks of Bedrock's own wires: the event stream, Converse, InvokeModel and its errors. */
import type { Assertion } from './assertion.ts'
import { accessRefusal } from './aws/access-refusal.ts'
import { blockOrder } from './aws/blocks.ts'
import { converseBlocks } from './aws/converse-blocks.ts'
import { converseUsage, latency } from './aws/converse-usage.ts'
import { messageStart, messageStop, metadata } from './aws/envelope.ts'
import { errorBody } from './aws/error-body.ts'
import { errorType } from './aws/error-type.ts'
import { eventSchema } from './aws/event-schema.ts'
import {
  eventPayloads,
  eventStreamComplete,
  eventStreamCrc,
  eventStreamHeaders,
  eventStreamLengths,
} from './aws/framing.ts'
import { invokeChunks, invokeMetrics } from './aws/invoke-chunks.ts'
import { llamaBody } from './aws/llama.ts'
import { pathModel } from './aws/path-model.ts'
import { reasoningPlacement, stopReason } from './aws/stop-reason.ts'
import { streamException } from './aws/stream-exception.ts'
import { tokenHeaders } from './aws/token-headers.ts'
import { toolUse } from './aws/tool-use.ts'

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
  converseBlocks,
  converseUsage,
  latency,
  stopReason,
  reasoningPlacement,
  toolUse,
  errorBody,
  errorType,
  accessRefusal,
  pathModel,
  llamaBody,
  tokenHeaders,
  invokeChunks,
  invokeMetrics,
]
