/** Checks of tool calls. */
import type { Assertion } from './assertion.ts'
import { noToolCalls, toolCalls } from './tool-calls.ts'
import { toolCallChunks } from './tool-chunks.ts'

export const toolAssertions: readonly Assertion[] = [toolCalls, noToolCalls, toolCallChunks]
