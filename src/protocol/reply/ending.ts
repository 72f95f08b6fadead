import type { Reply } from '../../model/observation.ts'

export type Ending = NonNullable<Reply['ending']>

/** OpenAI `finish_reason`, Converse `StopReason`, Llama `stop_reason`: no word means two things. */
const endings: ReadonlyMap<string, Ending> = new Map<string, Ending>([
  // OpenAI chat completions, finish_reason; `stop` and `length` are Llama's too
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool'],
  ['function_call', 'tool'],
  ['content_filter', 'filter'],
  // OpenAI responses, status and incomplete_details.reason
  ['completed', 'stop'],
  ['max_output_tokens', 'length'],
  // botocore bedrock-runtime 2023-09-30, StopReason
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool'],
  ['guardrail_intervened', 'filter'],
  ['content_filtered', 'filter'],
  // @anthropic-ai/sdk 1.14.0, StopReason; end_turn, max_tokens, stop_sequence, tool_use as above
  ['refusal', 'filter'],
  // Bedrock User Guide, Titan Text completionReason
  ['FINISH', 'stop'],
  ['FINISHED', 'stop'],
  ['STOP_CRITERIA_MET', 'stop'],
  ['LENGTH', 'length'],
  ['CONTENT_FILTERED', 'filter'],
])

/** What a finish reason means; undefined where none was given. */
export function endingOf(finish: string | null | undefined): Ending | undefined {
  if (typeof finish !== 'string') return undefined
  return endings.get(finish) ?? 'other'
}
