/** Codes of what is found where parts of an answer are lost, in the form that `codes` takes. */

/** The text. */
export const lostText =
  'text.empty text.short text.missing text.differs text.no-match text.not-json text.json-schema'

/** Calls of tools. */
export const lostCalls = 'tools.missing tools.count tools.arguments-json tools.arguments-schema'

/** Calls of tools, where Converse's own checks look at them. */
export const lostToolUse = 'bedrock.tool-use-missing bedrock.tool-use-input'

export const lostLogprobs = 'logprobs.missing logprobs.text'

/** Text and calls, or parts of them. */
export const lostAnswer = `
  tools.name tools.id-missing ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}`

/** The end of an answer, with its reason and its usage. */
export const lostEnd =
  'chunk.finish-missing chunk.no-choice choices.count finish.missing finish.unexpected usage.missing'

/** Events of a stream of Bedrock. */
export const lostEvents = `
  bedrock.message-start-missing bedrock.message-stop-missing bedrock.metadata-missing
  bedrock.block-stop-missing bedrock.stop-reason bedrock.usage-missing bedrock.latency-value
  bedrock.chunk-missing bedrock.invocation-metrics-missing bedrock.llama-count
  bedrock.llama-stop-reason`
