/** Paths of tool calls in OpenAI answers. */
export const callsInMessage = 'choices/*/message/tool_calls'
export const callsInDelta = 'choices/*/delta/tool_calls'
