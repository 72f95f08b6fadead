/** What follows from a fault of a stream or a response of the Responses API. */
import { codes, type Consequence } from './consequence.ts'
import { lostCalls, lostText } from './lost.ts'

export const ofResponses: readonly Consequence[] = [
  {
    because: 'responses.terminal-repeated',
    why: 'A second terminal event follows the first.',
    explains: ['responses.after-terminal', 'responses.sequence-gap'],
  },
  {
    because: 'responses.after-terminal',
    why: 'By the terminal event every item, part and text is done, so what comes later belongs to none of them and is joined to the text once more.',
    explains: codes(`
      responses.terminal-repeated responses.item-after-done responses.item-not-done
      responses.part-after-done responses.delta-after-text-done responses.text-done-repeated
      responses.text-differs responses.arguments-differ responses.final-count
      responses.final-differs text.unexpected compare.differs logprobs.text ${lostText}`),
  },
  {
    because: 'responses.terminal-missing',
    why: 'The final response, with its status and usage, comes with the terminal event.',
    explains: codes(`
      responses.item-not-done responses.part-not-done responses.text-not-done
      responses.final-count responses.final-differs responses.status-unfinished
      responses.status-event finish.missing finish.unexpected usage.missing`),
  },
  {
    because: 'responses.output-empty',
    why: 'A response without output has no text and no call, though their tokens are counted, and ends otherwise than it should.',
    explains: ['text.empty', 'tools.missing', 'finish.unexpected', 'usage.more-than-came'],
  },
  {
    because: 'responses.output-empty',
    why: 'The rate counts the responses without output.',
    anywhere: true,
    explains: ['text.empty-rate'],
  },
  {
    because: 'responses.part-kind',
    why: 'Clients read no text from a part of another kind.',
    explains: codes(`
      schema.enum schema.required schema.const text.empty-rate usage.more-than-came ${lostText}`),
  },
  {
    because: 'responses.failed',
    why: 'A response that failed has no whole answer.',
    explains: codes(`
      responses.output-empty responses.item-not-done responses.part-not-done
      responses.text-not-done finish.missing finish.unexpected usage.missing tools.missing
      tools.count choices.count compare.differs logprobs.text ${lostText} responses.completed-at`),
  },
  {
    because: 'responses.created-missing',
    why: 'Without the first event the numbers begin later, and the next event is not in its position.',
    explains: [
      'responses.sequence-start',
      'responses.in-progress-late',
      'responses.in-progress-missing',
    ],
  },
  {
    because: 'responses.sequence-start',
    why: 'Numbers that begin wrongly go on wrongly.',
    explains: ['responses.sequence-gap'],
  },
  {
    because: 'responses.item-repeated',
    why: 'Two items with one index cannot be told apart.',
    explains: codes(`
      responses.item-index responses.item-unannounced responses.item-after-done
      responses.item-changed responses.item-id-differs responses.item-not-done
      responses.event-kind responses.part-repeated responses.part-unannounced
      responses.part-after-done responses.text-differs responses.arguments-differ
      responses.final-count responses.final-differs compare.differs logprobs.text ${lostText}`),
  },
  {
    because: 'responses.item-index',
    why: 'An item with a wrong index is not found by the events that name the right one.',
    explains: codes(`
      responses.item-unannounced responses.item-not-done responses.item-id-differs
      responses.event-kind responses.part-unannounced responses.final-count
      responses.final-differs`),
  },
  {
    because: 'responses.item-unannounced',
    why: 'The parts and the text of an item that was not announced belong to none.',
    explains: codes(`
      responses.item-index responses.item-not-done responses.part-unannounced
      responses.part-not-done responses.text-not-done responses.text-differs
      responses.arguments-differ responses.final-count responses.final-differs tools.missing
      tools.count tools.name tools.id-missing compare.differs logprobs.text ${lostText}`),
  },
  {
    because: 'responses.delta-name',
    why: 'A text whose deltas have another name has none that clients read.',
    explains: ['timing.few-deltas'],
  },
  {
    because: 'responses.item-after-done',
    why: 'A part of an item that is done is done as well, and what is added to it is joined to the text.',
    explains: codes(`
      responses.part-after-done responses.delta-after-text-done responses.text-done-repeated
      responses.text-differs responses.arguments-differ`),
  },
  {
    because: 'responses.item-id-differs',
    why: 'Events that name an item by another id are joined to another item, or more than once.',
    explains: codes(`
      responses.item-changed responses.final-differs tools.arguments-json tools.arguments-schema
      tools.id-missing tools.id-repeated tools.name tools.missing tools.count compare.repeated
      compare.differs logprobs.text ${lostText} text.doubled`),
  },
  {
    because: 'responses.item-not-done',
    why: 'The final response is compared with the items that were done.',
    explains: codes(`
      responses.part-not-done responses.text-not-done responses.final-count
      responses.final-differs`),
  },
  {
    because: 'responses.item-changed',
    why: 'An item that ends as another is read as the other: its text or its call is lost, and the final response differs.',
    explains: codes(`
      responses.final-differs tools.id-missing tools.name usage.more-than-came compare.differs
      logprobs.text ${lostText} ${lostCalls}`),
  },
  {
    because: 'responses.item-changed',
    why: 'The rate counts the answers whose items are lost.',
    anywhere: true,
    explains: ['text.empty-rate'],
  },
  {
    because: 'responses.part-unannounced',
    why: 'A part that was not announced cannot be done.',
    explains: ['responses.part-not-done', 'responses.text-not-done', 'responses.text-differs'],
  },
  {
    because: 'responses.part-repeated',
    why: 'A part that begins again has the text of the first one before it.',
    explains: ['responses.text-differs', 'responses.text-done-repeated'],
  },
  {
    because: 'responses.part-after-done',
    why: 'The text of a part that is done is done as well, and what is added to it is joined to the text.',
    explains: [
      'responses.delta-after-text-done',
      'responses.text-done-repeated',
      'responses.text-differs',
    ],
  },
  {
    because: 'responses.delta-after-text-done',
    why: 'A delta after the end of its text is joined to it.',
    explains: ['responses.text-differs', 'responses.arguments-differ'],
  },
  {
    because: 'responses.text-not-done',
    why: 'A text that is not done is compared with nothing, and its part ends without it.',
    explains: ['responses.part-not-done', 'responses.text-differs', 'responses.arguments-differ'],
  },
  {
    because: 'responses.text-differs',
    why: 'The deltas that do not make the text are what the answer is read from.',
    explains: codes(`
      responses.final-differs text.unexpected chunk.spaces-lost chunk.cumulative compare.differs
      logprobs.text ${lostText}`),
  },
  {
    because: 'responses.arguments-differ',
    why: 'The deltas that do not make the arguments are what the call is read from.',
    explains: ['responses.final-differs', 'tools.arguments-json', 'tools.arguments-schema'],
  },
  {
    because: 'responses.output-empty',
    why: 'A response without output has no text and no call, and other items than were streamed.',
    explains: codes(`
      responses.final-count choices.count finish.missing tools.missing tools.count compare.differs
      logprobs.text ${lostText}`),
  },
  {
    because: 'responses.status-event',
    why: 'The status decides what error and incomplete_details must be and how the answer ended.',
    explains: codes(`
      responses.status-details responses.status-unfinished responses.reason responses.item-status
      responses.failed finish.missing finish.unexpected responses.completed-at`),
  },
  {
    because: 'responses.status-unfinished',
    why: 'A response that is not finished has not ended for any reason.',
    explains: codes(`
      responses.status-details responses.item-status finish.missing finish.unexpected
      responses.completed-at`),
  },
  {
    because: 'schema.required',
    at: /(?:^|\/)incomplete_details$/,
    why: 'Without incomplete_details there is no reason for which the answer ended.',
    explains: ['responses.status-details', 'responses.reason'],
  },
  {
    because: 'responses.status-details',
    why: 'The reason for which the answer ended is read from incomplete_details.',
    explains: codes(`
      responses.reason finish.missing finish.unexpected usage.hidden-limit usage.missing`),
  },
  {
    because: 'responses.reason',
    why: 'A reason that does not exist is not the expected one.',
    explains: ['responses.status-details', 'finish.missing', 'finish.unexpected'],
  },
  ...(['responses.created-at-changed', 'completion.created-skew'] as const).map(
    (because): Consequence => ({
      because,
      why: 'The time at which it was completed is compared with the one at which it was created.',
      explains: ['responses.completed-at'],
    }),
  ),
  {
    because: 'responses.item-id-repeated',
    why: 'The id of a call is judged again as that of an item.',
    explains: ['tools.id-repeated'],
  },
  {
    because: 'responses.model-changed',
    why: 'One of the names is not that of the model that was asked for.',
    explains: ['completion.model-differs'],
  },
  {
    because: 'responses.message-repeated',
    why: 'A message that comes again is text that comes twice.',
    explains: ['text.doubled'],
  },
  {
    because: 'responses.item-status',
    why: 'The status of an item is compared with the end of the response, and with the final one.',
    explains: ['responses.final-differs', 'finish.unexpected'],
  },
  {
    because: 'responses.after-error',
    why: 'What follows an error belongs to a response that failed.',
    explains: ['responses.failed'],
  },
  {
    because: 'responses.kept-id',
    why: 'An answer about another response does not show the one that was asked for.',
    explains: ['responses.cancelled'],
  },
]
