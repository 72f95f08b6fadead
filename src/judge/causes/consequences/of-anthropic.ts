/** What follows from a fault of a message, or of a stream of one, of Anthropic. */
import { codes, type Consequence } from './consequence.ts'
import { lostCalls, lostText } from './lost.ts'

/** Of content that was lost. */
const lost = `
  choices.count compare.differs tools.name tools.id-missing ${lostText} ${lostCalls}`

export const ofAnthropic: readonly Consequence[] = [
  {
    because: 'anthropic.event-name',
    why: 'Clients choose what to do with an event by its name, so one with another name is lost.',
    explains: codes(`
      anthropic.start-missing anthropic.block-index anthropic.block-not-open
      anthropic.block-not-stopped anthropic.totals-missing anthropic.stop-missing finish.missing
      finish.unexpected usage.missing ${lost}`),
  },
  {
    because: 'anthropic.done',
    why: 'The terminator of another API is an event without a name whose data is not JSON, after the end.',
    explains: codes(`
      anthropic.event-name anthropic.after-stop sse.not-json sse.not-object`),
  },
  {
    because: 'anthropic.start-missing',
    why: 'The id, the model and the first counts come with message_start.',
    explains: ['anthropic.totals-fall', 'usage.missing', 'choices.count'],
  },
  {
    because: 'anthropic.after-stop',
    why: 'What follows message_stop also follows message_delta and the end of every block.',
    explains: codes(`
      anthropic.after-totals anthropic.block-not-open anthropic.block-not-stopped
      anthropic.block-index anthropic.start-repeated anthropic.delta-type
      bedrock.invocation-metrics-early`),
  },
  {
    because: 'anthropic.after-totals',
    why: 'By message_delta every block is closed.',
    explains: codes(`
      anthropic.block-not-open anthropic.block-not-stopped anthropic.block-index
      anthropic.delta-type`),
  },
  {
    because: 'anthropic.block-index',
    why: 'A block with a wrong index is not found by the events that name the right one.',
    explains: codes(`
      anthropic.block-not-open anthropic.block-not-stopped anthropic.block-overlap
      anthropic.delta-type ${lost}`),
  },
  {
    because: 'anthropic.block-overlap',
    why: 'A block that begins in another one is ended instead.',
    explains: ['anthropic.block-index', 'anthropic.block-not-open', 'anthropic.block-not-stopped'],
  },
  {
    because: 'anthropic.block-not-stopped',
    why: 'A block that is not closed is still open when the next one begins.',
    explains: ['anthropic.block-overlap'],
  },
  {
    because: 'anthropic.block-not-open',
    why: 'What a block holds that was not started belongs to none.',
    explains: codes(`
      anthropic.block-not-stopped anthropic.stop-tool ${lost}`),
  },
  {
    because: 'anthropic.delta-type',
    why: 'A delta that its block does not take is lost.',
    explains: codes(`
      anthropic.unsigned ${lost}`),
  },
  {
    because: 'anthropic.block-begun',
    why: 'Clients add the deltas to what a block begins with.',
    explains: codes(`
      text.repeated tools.arguments-json tools.arguments-schema ${lostText}`),
  },
  {
    because: 'anthropic.message-begun',
    why: 'What stands in message_start has no event that clients could read it from.',
    explains: codes(`
      anthropic.stop-tool text.repeated ${lost}`),
  },
  {
    because: 'anthropic.totals-missing',
    why: 'stop_reason and the final counts come with message_delta.',
    explains: codes(`
      anthropic.stop-reason anthropic.stop-tool anthropic.stop-sequence finish.missing
      finish.unexpected usage.missing bedrock.invocation-metrics-differ`),
  },
  {
    because: 'anthropic.stop-reason',
    why: 'A reason that does not exist is not the expected one.',
    explains: codes(`
      anthropic.stop-tool anthropic.stop-sequence finish.missing finish.unexpected`),
  },
  {
    because: 'anthropic.stop-tool',
    why: 'The reason and the call that contradict each other are judged again by the case that asked for the call.',
    explains: codes(`
      finish.unexpected finish.tools-without-calls finish.calls-without-tools tools.missing
      text.empty`),
  },
  {
    because: 'anthropic.stop-sequence',
    why: 'The reason and the sequence that contradict each other are judged again by the case that set the sequence.',
    explains: ['finish.unexpected'],
  },
  {
    because: 'anthropic.stop-missing',
    why: 'A stream that breaks off has neither the reason nor the final counts, nor, on InvokeModel, the metrics.',
    explains: ['anthropic.stop-reason', 'usage.missing', 'bedrock.invocation-metrics-missing'],
  },
  {
    because: 'anthropic.totals-fall',
    why: 'The counts of both are compared with the metrics.',
    explains: ['bedrock.invocation-metrics-differ'],
  },
  {
    because: 'anthropic.start-repeated',
    why: 'Two messages are read as one.',
    explains: ['anthropic.block-index', 'usage.not-positive', 'text.doubled'],
  },
  {
    because: 'anthropic.after-error',
    why: 'The error in the middle ends the message.',
    explains: ['error.in-stream'],
  },
]
