/** What follows from a fault of the status, the body or a member. */
import { codes, type Consequence } from './consequence.ts'
import { lostEvents, lostCalls, lostEnd, lostLogprobs, lostText, lostToolUse } from './lost.ts'

/** Beside the answer, in the objects that hold it: without one of them the answer has its text and its end. */
const besideAnswer = 'logprobs|refusal|annotations|audio|citations|service_tier'

/** Without one of them the answer is still whole. */
const besideContent = `${besideAnswer}|finish_reason`

/** Members that hold the answer. */
const ofContent = new RegExp(
  String.raw`^(?!.*/(?:${besideContent})(?:/|$)).*/(?:choices|message|messages|delta|content|contentBlockIndex|output|item|part|text|generation|tool_calls|toolUse|arguments|input)(?:/|$)`,
)

/** Whatever an answer and its end can be lost with. */
const notBesideAnswer = new RegExp(String.raw`^(?!.*/(?:${besideAnswer})(?:/|$))`)

/** Lists of choices and models, their entries, and what says which entry it is; empty for the whole reply. */
const ofEntries = /^$|\/(?:choices(?:\/\d+(?:\/index)?)?|data(?:\/\d+(?:\/id)?)?)$/

/** Members that count tokens. */
const ofCounts = /\/(?:usage|\w*tokens?(?:count)?)(?:\/|$)/i

export const ofMessages: readonly Consequence[] = [
  {
    because: 'http.server-error',
    why: 'A 5xx response is neither the reply nor the refusal that is due, so its status, body and media type fail with it.',
    explains: codes(`
      http.status http.content-type compare.status error.status error.envelope error.not-an-error
      error.code error.type error.message error.member-missing error.member-type
      bedrock.error-type-missing bedrock.error-type-spelling bedrock.error-type-status
      bedrock.error-type-operation bedrock.error-status bedrock.error-body bedrock.access-status
      member.missing models.not-a-list availability.path-not-served availability.iam-denied
      availability.scp-denied availability.model-access availability.model-access-marketplace
      availability.needs-inference-profile availability.not-in-region-or-bad-id
      availability.legacy availability.use-case-form availability.feature-unsupported
      availability.transient availability.unclassified listing.not-callable listing.availability
      models.not-callable`),
  },
  {
    because: 'http.redirect',
    why: 'A redirect is neither a reply nor a refusal, so everything that is expected of one is absent.',
    explains: codes(`
      http.status http.content-type compare.status error.status error.envelope error.not-an-error
      error.code error.type error.message error.member-missing error.member-type
      bedrock.error-type-missing bedrock.error-type-spelling bedrock.error-type-status
      bedrock.error-type-operation bedrock.error-missing bedrock.error-body member.missing
      models.not-a-list availability.path-not-served availability.iam-denied
      availability.scp-denied availability.model-access availability.model-access-marketplace
      availability.needs-inference-profile availability.not-in-region-or-bad-id
      availability.legacy availability.use-case-form availability.feature-unsupported
      availability.transient availability.unclassified listing.not-callable listing.availability
      models.not-callable`),
  },
  {
    because: 'http.status',
    why: 'The same status is judged again by the checks that ask which error it is, whether the model is available, and what the body holds.',
    explains: codes(`
      error.status error.code error.type error.message bedrock.error-type-status
      bedrock.error-status member.missing models.not-a-list availability.path-not-served
      availability.iam-denied availability.scp-denied availability.model-access
      availability.model-access-marketplace availability.needs-inference-profile
      availability.not-in-region-or-bad-id availability.legacy availability.use-case-form
      availability.feature-unsupported availability.transient availability.unclassified
      listing.not-callable listing.availability models.not-callable`),
  },
  {
    because: 'http.content-type',
    why: 'A body in another format than the API uses (a web page, a whole answer for a stream, a stream for a whole answer) cannot be read as the one that is due.',
    explains: codes(`
      json.invalid http.stream-length bedrock.event-stream-absent sse.no-events sse.unknown-field
      chunk.no-choice chunk.error-missing choices.count`),
  },
  {
    because: 'http.incomplete',
    why: 'The body broke off, so whatever comes at its end is absent and what was being sent is cut.',
    explains: codes(`
      json.invalid json.empty utf8.invalid sse.unterminated-event sse.not-json sse.no-events
      sse.done-missing chunk.usage-missing chunk.error-missing eventstream.truncated
      bedrock.event-stream-cut bedrock.event-stream-empty bedrock.event-stream-absent
      tools.chunk-start text.tag-unbalanced error.not-an-error error.envelope error.code
      error.type error.message error.member-missing error.member-type bedrock.error-type-missing
      bedrock.error-type-spelling bedrock.error-type-status bedrock.error-type-operation
      bedrock.error-body models.not-a-list availability.transient availability.unclassified
      ${lostEvents} ${lostEnd} ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}`),
  },
  {
    because: 'http.stream-length',
    why: 'A stream whose length is known in advance was held back until it was whole, so its deltas arrive together.',
    explains: ['timing.few-reads', 'timing.late-first'],
  },
  {
    because: 'json.invalid',
    why: 'A body that is not JSON has no member, no error and no message.',
    explains: codes(`
      json.empty error.envelope error.not-an-error error.code error.type error.message
      error.member-missing error.member-type bedrock.error-body bedrock.error-type-missing
      bedrock.error-type-spelling bedrock.error-type-status member.missing models.not-a-list
      choices.count finish.missing usage.missing text.empty-rate tools.missing tools.count
      availability.unclassified ${lostText} ${lostLogprobs}`),
  },
  {
    because: 'utf8.invalid',
    why: 'Bytes that are not UTF-8 break the JSON around them and replace characters of the text.',
    explains: codes(`
      sse.invalid-utf8 json.invalid sse.not-json utf8.replacement bedrock.payload-not-utf8
      bedrock.chunk-json error.not-an-error bedrock.error-body text.replacement-char text.missing
      text.differs text.not-json tools.arguments-schema logprobs.bytes logprobs.text`),
  },
  {
    because: 'utf8.replacement',
    why: 'A character that was destroyed on the wire is absent from the text as well.',
    explains: codes(`
      text.replacement-char text.missing text.differs tools.arguments-schema`),
  },
  {
    because: 'utf8.lone-surrogate',
    why: 'Half of a surrogate pair is not a character, so the text lacks the one that was meant.',
    explains: ['text.replacement-char', 'text.missing', 'text.differs'],
  },
  {
    because: 'schema.required',
    why: 'A member that is absent also fails the check that reads it.',
    overlaps: true,
    explains: codes(`
      chunk.id-empty chunk.created-invalid chunk.model-empty chunk.role-missing
      chunk.finish-missing chunk.usage-missing finish.unexpected usage.missing usage.not-integer
      usage.not-positive logprobs.value logprobs.tops tools.chunk-index
      tools.chunk-start tools.name tools.arguments-json tools.arguments-schema member.missing
      member.type models.not-a-list models.repeated models.metadata
      models.not-as-listed bedrock.message-missing bedrock.role bedrock.union bedrock.stop-reason
      bedrock.usage-missing bedrock.usage-value bedrock.latency-value bedrock.metadata-incomplete
      bedrock.block-index bedrock.tool-use-id bedrock.tool-use-name bedrock.tool-use-input
      bedrock.llama-member bedrock.llama-count bedrock.llama-stop-reason
      bedrock.invocation-metrics-value bedrock.invocation-metrics-missing`),
  },
  {
    because: 'schema.required',
    why: 'A member that is absent also fails the check that reads it.',
    explains: ['compare.shape'],
  },
  {
    because: 'schema.type',
    why: 'A member of the wrong type also fails the check that reads it.',
    overlaps: true,
    explains: codes(`
      chunk.id-empty chunk.created-invalid chunk.model-empty chunk.role-missing
      chunk.finish-missing chunk.usage-missing finish.unexpected usage.missing usage.not-integer
      usage.not-positive logprobs.missing logprobs.value logprobs.tops tools.chunk-index
      tools.chunk-start tools.name tools.arguments-json tools.arguments-schema member.missing
      member.type models.not-a-list models.repeated models.metadata
      models.not-as-listed bedrock.message-missing bedrock.role bedrock.union bedrock.stop-reason
      bedrock.usage-missing bedrock.usage-value bedrock.latency-value bedrock.metadata-incomplete
      bedrock.block-index bedrock.tool-use-id bedrock.tool-use-name bedrock.tool-use-input
      bedrock.llama-member bedrock.llama-count bedrock.llama-stop-reason
      bedrock.invocation-metrics-value bedrock.invocation-metrics-missing chunk.usage-choices
      chunk.role member.value member.range`),
  },
  {
    because: 'schema.type',
    why: 'A member of the wrong type also fails the check that reads it.',
    explains: ['compare.shape'],
  },
  ...(['schema.required', 'schema.type', 'schema.value', 'schema.invalid'] as const).map(
    (because): Consequence => ({
      because,
      at: ofContent,
      why: 'What cannot be read where the answer stands is absent from the answer.',
      explains: codes(`
      compare.differs logprobs.text tools.name tools.id-missing finish.missing
      usage.more-than-came chunk.finish-missing ${lostText} ${lostCalls} ${lostToolUse}`),
    }),
  ),
  ...(['schema.required', 'schema.type', 'schema.value', 'schema.invalid'] as const).flatMap(
    (because): Consequence[] => [
      {
        because,
        at: ofEntries,
        why: 'An entry that cannot be read, or does not say which it is, is absent from its list.',
        explains: ['choices.count', 'models.missing'],
      },
      {
        because,
        at: notBesideAnswer,
        why: 'An answer that cannot be read has no end.',
        explains: ['chunk.no-choice', 'finish.missing'],
      },
    ],
  ),
  ...(['schema.type', 'schema.value'] as const).map((because): Consequence => ({
    because,
    at: ofCounts,
    why: 'The same count is compared with other counts, and repeated in the headers and metrics.',
    explains: codes(`
      usage.prompt usage.completion member.range bedrock.token-header-value
      bedrock.token-header-differs bedrock.invocation-metrics-value
      bedrock.invocation-metrics-differ`),
  })),
  ...(['schema.required', 'schema.type', 'schema.value', 'schema.invalid'] as const).map(
    (because): Consequence => ({
      because,
      // Where the member itself is absent, null is due: what was asked for lacks all the same.
      at: because === 'schema.required' ? /\/logprobs\// : /\/logprobs(?:\/|$)/,
      why: 'Tokens that cannot be read do not give the text.',
      explains: codes(lostLogprobs),
    }),
  ),
  {
    because: 'schema.enum',
    why: 'A value that does not exist also fails the check of what it means.',
    overlaps: true,
    explains: codes(`
      chunk.finish-unknown chunk.role chunk.role-missing finish.unexpected bedrock.stop-reason
      bedrock.role bedrock.llama-stop-reason member.value`),
  },
  {
    because: 'schema.const',
    why: 'A fixed member with another value also fails the check that reads it.',
    overlaps: true,
    explains: codes(`
      chunk.role chunk.role-missing bedrock.role tools.chunk-start models.not-as-listed
      member.value`),
  },
  {
    because: 'schema.value',
    why: 'A value outside the limits of the schema also fails the check of that value.',
    overlaps: true,
    explains: codes(`
      usage.not-positive chunk.created-invalid chunk.id-empty chunk.model-empty
      bedrock.union bedrock.usage-value bedrock.latency-value bedrock.block-index
      bedrock.tool-use-id bedrock.tool-use-name bedrock.llama-count
      bedrock.invocation-metrics-value member.range member.length`),
  },
  {
    because: 'schema.invalid',
    why: 'What breaks the schema of a member also fails the check that reads it.',
    overlaps: true,
    explains: codes(`
      bedrock.union bedrock.message-missing member.type member.value`),
  },
  {
    because: 'http.framing',
    why: 'Where it cannot be said where a body ends, it ends too early for some.',
    explains: ['http.incomplete'],
  },
  {
    because: 'http.left-open',
    why: 'A body that does not end is left open whatever its last event says.',
    explains: ['sse.left-open', 'sse.done-missing'],
  },
]
