/** Unions of a message have the members that they have in a stream, and the other way round. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { inBody, inEvents } from '../edits/path.ts'
import { apis } from '../scopes.ts'

/** Changes each union of reasoning, in a message and in deltas. */
function reasoned(edit: (reasoning: JsonObject) => JsonObject): Deviation['hooks'] {
  const each = (value: unknown): unknown => (isObject(value) ? edit(value) : value)
  return {
    body: inBody('output/message/content/*/reasoningContent', each),
    events: inEvents('contentBlockDelta', 'delta/reasoningContent', each),
  }
}

export const converseUnions: readonly Deviation[] = [
  {
    id: 'reasoning-as-in-stream',
    kind: 'mutant',
    about: 'A message has its reasoning in the member that the deltas of a stream have.',
    seen: ['hermes-agent#36260'],
    apis: apis.converseWhole,
    kills: ['*/blocks'],
    hooks: reasoned(({ reasoningText }) => ({ text: asObject(reasoningText)['text'] })),
  },
  {
    id: 'reasoning-as-in-message',
    kind: 'mutant',
    about: 'The deltas of a stream have reasoning in the member that a message has.',
    seen: ['hermes-agent#36260'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    hooks: reasoned((reasoning) => ({ reasoningText: reasoning })),
  },
  {
    id: 'redacted-as-text',
    kind: 'mutant',
    about: 'Redacted reasoning is its text, not base64 of bytes.',
    seen: ['RZ-02'],
    apis: apis.converse,
    kills: ['*/response-schema', '*/event-schema'],
    hooks: reasoned(() => ({ redactedContent: 'The user wants: a greeting.' })),
  },
  {
    id: 'redacted-without-padding',
    kind: 'mutant',
    about: 'The base64 of redacted reasoning has lost its padding.',
    seen: ['botocore: a blob without its padding is not decoded'],
    apis: apis.converse,
    kills: ['*/response-schema', '*/event-schema'],
    hooks: reasoned(() => ({ redactedContent: 'EmwKAhgBEgy3va3pzix/LafPsn4aBg' })),
  },
  {
    id: 'reasoning-redacted',
    kind: 'oddity',
    about: 'All reasoning is redacted.',
    seen: ['botocore tagged unions'],
    apis: apis.converse,
    sees: ['*/blocks', '*/response-schema', '*/event-schema'],
    hooks: reasoned(() => ({ redactedContent: 'EmwKAhgBEgy3va3pzix/LafPsn4aBg==' })),
  },
  {
    id: 'reasoning-of-new-kind',
    kind: 'oddity',
    about: 'Reasoning is of a kind that the model does not define.',
    seen: ['botocore: unknown members of an event union are skipped'],
    apis: apis.converse,
    sees: ['*/blocks', '*/event-schema'],
    hooks: reasoned((reasoning) => ({ reasoningSummary: reasoning })),
  },
]
