/** What follows from a fault of a stream of server-sent events or of an answer. */
import { codes, type Consequence } from './consequence.ts'
import { lostAnswer, lostCalls, lostEnd, lostLogprobs, lostText, lostToolUse } from './lost.ts'

export const ofReplies: readonly Consequence[] = [
  {
    because: 'sse.no-events',
    why: 'A stream without events has no answer, no usage and no terminator.',
    explains: codes(`
      sse.done-missing chunk.usage-missing chunk.error-missing anthropic.stop-missing ${lostEnd}
      ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}`),
  },
  {
    because: 'sse.unknown-field',
    why: 'Clients ignore a line with another field name, so whatever it holds is lost: text, usage, error or terminator.',
    explains: codes(`
      sse.no-events sse.not-json sse.done-missing chunk.usage-missing chunk.error-missing
      chunk.role-missing tools.arguments-json ${lostEnd} sse.unterminated-event
      anthropic.stop-missing anthropic.stop-reason anthropic.totals-missing text.empty`),
  },
  {
    because: 'sse.unterminated-event',
    why: 'Clients drop an event that no blank line closes, or join it with the next.',
    explains: codes(`
      sse.not-json sse.done-missing chunk.usage-missing chunk.error-missing ${lostEnd}
      ${lostAnswer}`),
  },
  {
    because: 'sse.not-json',
    why: 'An event that cannot be read is lost, also when it was meant as the terminator.',
    explains: codes(`
      sse.done-missing chunk.usage-missing chunk.error-missing chunk.role-missing
      tools.chunk-start ${lostEnd} ${lostAnswer} anthropic.stop-missing anthropic.stop-reason
      anthropic.totals-missing responses.sequence-gap responses.text-differs
      responses.arguments-differ`),
  },
  {
    because: 'sse.not-object',
    why: 'An event whose data is not an object is lost, also when it was meant as the terminator.',
    explains: codes(`
      sse.done-missing chunk.usage-missing chunk.error-missing chunk.role-missing
      tools.chunk-start ${lostEnd} ${lostAnswer}`),
  },
  {
    because: 'sse.done-not-last',
    why: 'What follows [DONE] also follows the end of the choice and the usage.',
    explains: codes(`
      chunk.after-finish chunk.finish-repeated chunk.usage-not-last chunk.usage-repeated
      chunk.empty-choices`),
  },
  {
    because: 'chunk.no-choice',
    why: 'No choice can be read from the stream, so there is no text, call or end.',
    explains: codes(`
      chunk.empty-choices choices.count finish.missing finish.unexpected usage.missing ${lostText}
      ${lostCalls} ${lostLogprobs} ${lostToolUse}`),
  },
  {
    because: 'choices.count',
    why: 'A choice that is absent has no text, no call and no end.',
    explains: codes(`
      finish.missing text.empty tools.missing logprobs.missing chunk.finish-repeated`),
  },
  {
    because: 'chunk.usage-choices',
    why: 'The choice on the usage chunk counts as a part of the answer that comes after its end.',
    explains: codes(`
      chunk.after-finish chunk.finish-repeated chunk.finish-missing chunk.role-missing`),
  },
  {
    because: 'chunk.usage-choices',
    why: 'The choice on the usage chunk counts as a part of the answer that comes after its end.',
    check: '*chunk-schema',
    explains: ['schema.required'],
  },
  {
    because: 'chunk.finish-missing',
    why: 'The chunk that ends the answer did not come, and with it the reason and, on InvokeModel, the metrics.',
    explains: ['finish.missing', 'finish.unexpected', 'bedrock.invocation-metrics-missing'],
  },
  {
    because: 'chunk.finish-repeated',
    why: 'The chunk that ends the answer came more than once, with everything in it.',
    explains: ['chunk.after-finish', 'bedrock.invocation-metrics-early'],
  },
  {
    because: 'chunk.cumulative',
    why: 'Text that is repeated in every delta does not join to the answer.',
    explains: codes(`
      text.differs text.no-match text.not-json text.json-schema text.unexpected compare.differs
      logprobs.text chunk.spaces-lost text.doubled text.repeated bedrock.usage-value`),
  },
  {
    because: 'chunk.spaces-lost',
    why: 'Words without the space between them do not join to the answer.',
    explains: codes(`
      compare.differs logprobs.text ${lostText}`),
  },
  {
    because: 'chunk.role',
    why: 'A first delta with another role does not say assistant.',
    explains: ['chunk.role-missing'],
  },
  {
    because: 'completion.created-unit',
    why: 'A time in milliseconds, read as seconds, is far from the time of the response.',
    explains: ['completion.created-skew'],
  },
  {
    because: 'text.control-token',
    why: 'A control token in the text keeps it from being what was asked for.',
    explains: codes(`
      text.missing text.differs text.no-match text.not-json text.json-schema compare.differs
      logprobs.text tools.name`),
  },
  ...(
    [
      'text.template',
      'text.token-mark',
      'text.control-character',
      'text.reasoning-repeated',
    ] as const
  ).map((because): Consequence => ({
    because,
    why: 'What stands in the answer beside or in place of its text keeps it from being what was asked for.',
    explains: codes(`
      text.missing text.differs text.no-match text.not-json text.json-schema text.gap
      text.unexpected compare.differs logprobs.text usage.prompt`),
  })),
  {
    because: 'text.doubled',
    why: 'A text that comes twice is not the one that was asked for, and counts twice where it is quoted.',
    explains: codes(`
      text.differs text.no-match text.not-json text.repeated compare.differs logprobs.text
      usage.prompt`),
  },
  {
    because: 'text.error',
    why: 'An error in place of an answer holds none of what it must hold.',
    explains: codes(`
      text.short text.missing text.differs text.no-match text.not-json text.json-schema text.cut
      tools.missing finish.unexpected compare.differs logprobs.text`),
  },
  {
    because: 'text.empty',
    why: 'An empty answer holds none of what it must hold.',
    explains: codes(`
      text.short text.missing text.differs text.no-match text.not-json text.json-schema
      logprobs.text`),
  },
  {
    because: 'text.empty',
    why: 'The next turn quotes the answer, and an empty text is refused.',
    explains: ['http.status'],
  },
  {
    because: 'text.empty',
    why: 'The rate counts the answers that are empty, and their tokens are counted though nothing came.',
    anywhere: true,
    explains: ['text.empty-rate', 'usage.more-than-came'],
  },
  {
    because: 'text.tag-unbalanced',
    why: 'A tag that does not pair up cannot be taken out, and the answer around it is read as reasoning or the reverse.',
    explains: codes(`
      text.reasoning-tag bedrock.reasoning-in-text text.empty text.missing text.tag-cut`),
  },
  ...(['text.reasoning-tag', 'bedrock.reasoning-in-text'] as const).map((because): Consequence => ({
    because,
    why: 'Reasoning within the text is no JSON, and has no log probabilities.',
    explains: codes('text.not-json text.tag-cut logprobs.text'),
  })),
  {
    because: 'isolation.foreign',
    why: 'An answer that belongs to another conversation does not answer this one.',
    anywhere: true,
    explains: codes(`
      compare.repeated compare.differs text.unexpected finish.unexpected finish.missing
      choices.count logprobs.missing tools.missing tools.unexpected tools.count tools.name
      tools.arguments-schema bedrock.stop-reason-sequence bedrock.stop-reason-tool
      bedrock.tool-use-missing usage.prompt usage.not-positive usage.over-limit
      anthropic.stop-sequence member.value compare.shape ${lostText}`),
  },
  {
    because: 'ids.answer-repeated',
    why: 'Answers with the id of another have it also where a case compares them.',
    anywhere: true,
    check: '*own-id',
    explains: ['compare.repeated'],
  },
  {
    because: 'usage.prompt',
    why: 'What was not counted did not reach the model, so the answer cannot use it.',
    explains: ['text.missing', 'text.unexpected'],
  },
  ...(['usage.missing', 'bedrock.usage-missing'] as const).map((because): Consequence => ({
    because,
    why: 'What the cache holds is counted in the usage.',
    explains: ['usage.cache-written', 'usage.cache-read'],
  })),
  {
    because: 'usage.more-than-came',
    why: 'What was generated and did not come is lacking in the text and in the arguments of calls.',
    explains: codes('text.not-json text.cut text.short tools.arguments-json text.missing'),
  },
  {
    because: 'usage.over-limit',
    why: 'A limit that is not applied does not end the answer, so the reason is another.',
    explains: ['finish.unexpected', 'bedrock.usage-over-limit', 'usage.more-than-came'],
  },
  {
    because: 'usage.not-integer',
    why: 'The same count is repeated in the headers and metrics.',
    explains: [
      'bedrock.token-header-value',
      'bedrock.token-header-differs',
      'bedrock.invocation-metrics-value',
    ],
  },
  {
    because: 'usage.not-positive',
    why: 'The same count is repeated in the headers and metrics, and compared with the limit and other counts.',
    explains: codes(`
      bedrock.token-header-value bedrock.token-header-differs bedrock.invocation-metrics-value
      usage.under-limit usage.prompt usage.completion bedrock.invocation-metrics-differ`),
  },
  {
    because: 'timing.few-deltas',
    why: 'Very few deltas cannot arrive at many times.',
    explains: ['timing.few-reads', 'timing.late-first'],
  },
  {
    because: 'timing.few-reads',
    why: 'Deltas that arrive together arrive at the end.',
    explains: ['timing.late-first'],
  },
  {
    because: 'listing.not-callable',
    why: 'A call that is refused contradicts both what the control plane lists and what it says of availability.',
    explains: ['listing.availability'],
  },
  {
    because: 'chunk.id-changed',
    why: 'Clients that join chunks by their id read more than one answer.',
    explains: ['text.doubled'],
  },
  {
    because: 'chunk.created-invalid',
    why: 'What is no time is not the time of the reply.',
    explains: ['completion.created-skew'],
  },
  {
    because: 'chunk.empty-choices',
    why: 'A chunk without choices is not the one that has the usage.',
    explains: ['chunk.usage-missing'],
  },
  {
    because: 'usage.cache-written',
    why: 'What was not written to the cache as it should is not read from there as it should.',
    explains: ['usage.cache-read'],
  },
  {
    because: 'finish.unexpected',
    why: 'A reason that names the limit where none was met is taken for one.',
    explains: ['usage.hidden-limit'],
  },
  {
    because: 'finish.unexpected',
    why: 'A call that the limit of tokens cut is half a call.',
    explains: ['tools.arguments-json', 'tools.arguments-schema'],
  },
  {
    because: 'logprobs.value',
    why: 'The alternatives of a token have the wrong value of one of them in their sum.',
    explains: ['logprobs.sum'],
  },
  {
    because: 'logprobs.text',
    why: 'Bytes of tokens that do not make the text spell none of it.',
    explains: ['logprobs.bytes'],
  },
  {
    because: 'embeddings.order',
    why: 'Vectors in another order are not those of their texts.',
    explains: ['embeddings.differ'],
  },
  {
    because: 'embeddings.count',
    why: 'Where vectors are absent, those that are there are not those of their texts.',
    explains: ['embeddings.differ'],
  },
]
