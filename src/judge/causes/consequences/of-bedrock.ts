/** What follows from a fault of an event stream or of a reply of Bedrock. */
import { codes, type Consequence } from './consequence.ts'
import {
  lostAnswer,
  lostCalls,
  lostEnd,
  lostEvents,
  lostLogprobs,
  lostText,
  lostToolUse,
} from './lost.ts'

/** What makes events unreadable. */
const unreadable = [
  'eventstream.prelude-crc',
  'eventstream.length',
  'bedrock.payload-not-object',
] as const

export const ofBedrock: readonly Consequence[] = [
  {
    because: 'bedrock.event-stream-cut',
    why: 'A body that broke off before its first frame has none.',
    explains: ['bedrock.event-stream-empty'],
  },
  {
    because: 'bedrock.event-stream-empty',
    why: 'A stream without frames has no event of any kind.',
    explains: codes(`
      ${lostEvents} ${lostEnd} ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}`),
  },
  {
    because: 'eventstream.truncated',
    why: 'The last frame, and whatever should follow it, was not received.',
    explains: codes(`
      ${lostEvents} ${lostEnd} bedrock.text-end anthropic.stop-missing bedrock.nova-event-count`),
  },
  {
    because: 'eventstream.prelude-crc',
    why: 'A prelude that cannot be trusted, or bytes that are not a frame, make all frames from there on unreadable.',
    explains: codes(`
      eventstream.message-crc eventstream.length eventstream.header-length eventstream.header-type
      eventstream.header-utf8 eventstream.header-duplicate eventstream.truncated
      bedrock.frame-header-missing bedrock.frame-header-type bedrock.frame-header-value
      bedrock.payload-not-utf8 bedrock.payload-not-object utf8.invalid utf8.replacement
      ${lostEvents} ${lostEnd} ${lostAnswer}`),
  },
  {
    because: 'eventstream.length',
    why: 'With a wrong length, headers, payload and the next frame are read from the wrong bytes.',
    explains: codes(`
      eventstream.header-length eventstream.header-type eventstream.header-utf8
      eventstream.header-duplicate eventstream.truncated bedrock.frame-header-missing
      bedrock.frame-header-type bedrock.frame-header-value bedrock.payload-not-utf8
      bedrock.payload-not-object ${lostEvents} ${lostEnd} ${lostAnswer}`),
  },
  {
    because: 'eventstream.header-length',
    why: 'Where headers are read from the wrong bytes, so is the payload, and the event is lost.',
    explains: codes(`
      eventstream.header-type eventstream.header-utf8 eventstream.header-duplicate
      bedrock.frame-header-missing bedrock.frame-header-type bedrock.frame-header-value
      bedrock.payload-not-utf8 bedrock.payload-not-object ${lostEvents} ${lostEnd} ${lostAnswer}`),
  },
  {
    because: 'bedrock.payload-not-utf8',
    why: 'A payload that is not UTF-8 cannot be read, so its event is lost.',
    explains: codes(`
      utf8.replacement text.replacement-char bedrock.payload-not-object bedrock.chunk-bytes
      ${lostEvents} ${lostEnd}`),
  },
  {
    because: 'bedrock.payload-not-object',
    why: 'A payload that is not a JSON object cannot be read, so its event is lost, and what it holds.',
    explains: codes(`
      bedrock.chunk-bytes text.gap text.cut ${lostEvents} ${lostEnd} ${lostAnswer}`),
  },
  ...unreadable.map((because): Consequence => ({
    because,
    why: 'The rate counts the answers whose events are lost.',
    anywhere: true,
    explains: ['text.empty-rate'],
  })),
  {
    because: 'bedrock.stream-exception',
    why: 'A stream that a failure ended has no regular end and no whole answer.',
    explains: codes(`
      bedrock.stream-exception-unknown availability.transient availability.unclassified ${lostEnd}
      ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}`),
  },
  {
    because: 'bedrock.stream-exception',
    why: 'The next turn quotes what was received of the answer, and an empty text is refused.',
    explains: ['http.status'],
  },
  {
    because: 'bedrock.message-start-missing',
    why: 'Where the first event and the last ones are all absent, events have other names or did not come at all.',
    explains: ['bedrock.message-stop-missing', 'bedrock.metadata-missing', 'text.empty'],
  },
  {
    because: 'bedrock.message-start-late',
    why: 'Both checks report the same two events in the wrong order.',
    explains: ['bedrock.metadata-order'],
  },
  {
    because: 'bedrock.metadata-order',
    why: 'An event after metadata also follows messageStop and the end of its block.',
    explains: ['bedrock.message-stop-early', 'bedrock.block-after-stop'],
  },
  {
    because: 'bedrock.message-stop-missing',
    why: 'stopReason comes with messageStop.',
    explains: ['bedrock.stop-reason', 'finish.missing', 'finish.unexpected'],
  },
  {
    because: 'bedrock.block-after-stop',
    why: 'Blocks that share an index look like one block that goes on after its end.',
    explains: ['bedrock.block-kind-changed', 'bedrock.block-stop-repeated'],
  },
  {
    because: 'bedrock.block-start-missing',
    why: 'Without its start a tool call has no id and no name, so it is not read as a call.',
    explains: codes(`
      bedrock.stop-reason-tool tools.name tools.id-missing ${lostCalls} ${lostToolUse}`),
  },
  {
    because: 'bedrock.block-stop-missing',
    why: 'A block that goes on under another index is never stopped, and begins late or not at all under the other.',
    explains: codes(`
      bedrock.block-start-late bedrock.block-start-missing bedrock.block-after-stop
      bedrock.block-kind-changed`),
  },
  {
    because: 'bedrock.block-start-late',
    why: 'What a block holds before its start belongs to no tool call.',
    explains: codes(`
      bedrock.block-start-missing bedrock.block-start-repeated tools.arguments-json
      tools.id-missing tools.name tools.missing ${lostToolUse}`),
  },
  {
    because: 'bedrock.message-missing',
    why: 'A reply without a message has no text and no call.',
    explains: codes(`
      bedrock.stop-reason-tool choices.count finish.missing finish.unexpected usage.missing
      ${lostText} ${lostCalls} ${lostLogprobs} ${lostToolUse}`),
  },
  {
    because: 'bedrock.union',
    why: 'A block that is two things at once is counted as a tool call as well.',
    explains: ['bedrock.stop-reason-tool'],
  },
  {
    because: 'bedrock.stop-reason',
    why: 'A reason that does not exist is not the expected one.',
    explains: ['finish.missing', 'finish.unexpected'],
  },
  {
    because: 'bedrock.stop-reason-tool',
    why: 'The reason and the call that contradict each other are judged again by the case that asked for the call.',
    explains: codes(`
      finish.unexpected tools.missing bedrock.tool-use-missing finish.tools-without-calls`),
  },
  {
    because: 'bedrock.usage-over-limit',
    why: 'The same limit is judged again by the case that set it.',
    explains: ['usage.over-limit', 'finish.unexpected'],
  },
  {
    because: 'bedrock.tool-use-id',
    why: 'The id is judged again by the case that asked for the call.',
    explains: ['tools.id-missing', 'tools.id-repeated'],
  },
  {
    because: 'bedrock.tool-use-name',
    why: 'The name is judged again by the case that asked for the call.',
    explains: ['tools.name', 'bedrock.tool-use-missing'],
  },
  {
    because: 'bedrock.tool-use-input',
    why: 'The input is judged again by the case that asked for the call.',
    explains: ['tools.arguments-json', 'tools.arguments-schema'],
  },
  {
    because: 'bedrock.llama-prompt',
    why: 'The prompt before the answer does not count as the answer.',
    explains: ['text.missing', 'text.differs', 'text.control-token'],
  },
  {
    because: 'bedrock.llama-count',
    why: 'The count is compared again with the headers, the metrics and the limit of the case.',
    explains: codes(`
      bedrock.token-header-differs bedrock.invocation-metrics-differ usage.over-limit member.range
      member.value`),
  },
  {
    because: 'bedrock.llama-stop-reason',
    why: 'stop_reason, like the metrics, comes with the last chunk, and the case judges it again.',
    explains: codes(`
      bedrock.invocation-metrics-missing finish.missing finish.unexpected member.missing
      member.value`),
  },
  {
    because: 'bedrock.invocation-metrics-differ',
    why: 'The reply takes its count from the metrics.',
    explains: ['usage.over-limit'],
  },
  {
    because: 'bedrock.usage-value',
    why: 'The same count is compared with other counts, and repeated in the headers and metrics.',
    explains: ['usage.prompt', 'bedrock.token-header-differs', 'bedrock.invocation-metrics-differ'],
  },
  {
    because: 'bedrock.nova-order',
    why: 'An event that comes too early brings what is due at the end too early.',
    explains: ['bedrock.invocation-metrics-early'],
  },
  {
    because: 'bedrock.nova-event-count',
    why: 'An event that did not come brought neither the reason nor the usage.',
    explains: codes(`
      bedrock.stop-reason bedrock.usage-missing finish.missing usage.missing`),
  },
  {
    because: 'bedrock.titan-count',
    why: 'The count is compared again with the metrics.',
    explains: ['bedrock.invocation-metrics-differ'],
  },
  {
    because: 'bedrock.vector-value',
    why: 'The schema of the vector says the same.',
    explains: ['schema.value', 'schema.type'],
  },
]
