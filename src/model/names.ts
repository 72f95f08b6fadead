/** The words of the project that are plain literals, each with one meaning everywhere. */

/** One wire endpoint each; the names that cases, targets, reports and `--api` use. */
export const apiNames = [
  'openai-chat',
  'openai-chat-stream',
  'openai-models',
  'openai-responses',
  'openai-responses-stream',
  'openai-embeddings',
  'converse',
  'converse-stream',
  'invoke',
  'invoke-stream',
  'count-tokens',
  'anthropic-messages',
  'anthropic-messages-stream',
  'anthropic-count-tokens',
  'bedrock-control',
  'llama-stack',
  'unknown-api', // what a known server was asked that none of the others is: recordings only
] as const
export type ApiName = (typeof apiNames)[number]

/** Kinds of server that a target can be; cases and profiles name them. */
export const endpointKinds = [
  'bedrock',
  'bedrock-mantle',
  'llamastack',
  'openai-compatible',
] as const
export type EndpointKind = (typeof endpointKinds)[number]

/** `must` gates; `should` warns, and gates under `--strict`; `may` is noted. */
export const levels = ['must', 'should', 'may'] as const
export type Level = (typeof levels)[number]

/** `protocol` is decided in one run; `behaviour` is repeated and judged statistically, never `must`. */
export const kinds = ['protocol', 'behaviour'] as const
export type Kind = (typeof kinds)[number]

/** The result of a check or a cell, from best to worst. */
export const verdicts = [
  'pass',
  'unsupported',
  'fixed',
  'known',
  'warn',
  'inconclusive',
  'error',
  'fail',
] as const
export type Verdict = (typeof verdicts)[number]

/** Why a verdict is `inconclusive` or `unsupported`. */
export const reasons = [
  'throttled',
  'over-budget',
  'prerequisite',
  'interval',
  'interrupted',
  'capability',
  'not-run',
  'not-captured', // a recording made elsewhere lacks what the check looks at
  'not-judged', // no check reads the body
] as const
export type Reason = (typeof reasons)[number]

/** Who has to change something: the server itself, what is behind it, a layer before it, or the user. */
export const owners = [
  'server',
  'upstream',
  'gateway',
  'client',
  'key',
  'network',
  'undecided',
] as const
export type Owner = (typeof owners)[number]

/** Abilities that a target claims or lacks, and that a case can ask for. */
export const capabilities = [
  'chat-completions',
  'chat-streaming',
  'models-list',
  'models-get',
  'completions',
  'embeddings',
  'tools',
  'structured-output',
  'logprobs',
  'multiple-choices',
  'reasoning-effort',
  'stored-responses',
  'background-responses',
  'converse',
  'converse-tools',
  'converse-stop-sequences',
  'count-tokens',
  'invoke',
  'messages',
  'control-plane',
] as const
export type Capability = (typeof capabilities)[number]

/** What names a cell in a report. */
export interface CellName {
  readonly case: string
  readonly api: ApiName
  readonly region: string
  readonly model: string
}
