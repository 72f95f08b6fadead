/** Checks of tool calls. */
import type { Assertion } from '../assertion.ts'
import { argumentsJson, noToolCalls, toolCalls } from './calls.ts'
import { toolCallChunks } from './chunks.ts'

export const toolAssertions: readonly Assertion[] = [
  toolCalls,
  argumentsJson,
  noToolCalls,
  toolCallChunks,
]
