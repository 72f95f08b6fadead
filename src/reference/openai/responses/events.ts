/** A response as the events of a stream (OpenAI ResponseStreamEvent). */
import type { JsonObject } from '../../answer.ts'
import { asArray, asObject, asString } from '../../json.ts'
import type { Reply } from '../../model/reply.ts'
import { split } from '../chunks.ts'
import { responseHead } from './body.ts'
import type { ResponsesRequest } from './read.ts'

/** All events in order, numbered from 0, the last one with the finished response. */
export function responseEvents(
  reply: Reply,
  request: ResponsesRequest,
  response: JsonObject,
): JsonObject[] {
  const head = responseHead(reply, request)
  const events = [
    { type: 'response.created', response: head },
    { type: 'response.in_progress', response: head },
    ...asArray(response['output']).flatMap((item, index) => itemEvents(asObject(item), index)),
    { type: `response.${String(response['status'])}`, response },
  ]
  return events.map((event, number) => ({
    ...event,
    ...(request.obfuscate && 'delta' in event && { obfuscation: 'x'.repeat(8 + (number % 24)) }),
    sequence_number: number,
  }))
}

/** Events of one item, from its announcement to its end. */
function itemEvents(item: JsonObject, index: number): JsonObject[] {
  const at = { item_id: item['id'], output_index: index }
  const inner =
    item['type'] === 'function_call'
      ? callEvents(item, at)
      : asArray(item['content']).flatMap((part, rank) =>
          partEvents(asObject(part), { ...at, content_index: rank }),
        )
  return [
    { type: 'response.output_item.added', output_index: index, item: announced(item) },
    ...inner,
    { type: 'response.output_item.done', output_index: index, item },
  ]
}

/** An item before anything is in it. */
function announced(item: JsonObject): JsonObject {
  return {
    ...item,
    ...('status' in item && { status: 'in_progress' }),
    ...('content' in item && { content: [] }),
    ...('arguments' in item && { arguments: '' }),
  }
}

function callEvents(item: JsonObject, at: JsonObject): JsonObject[] {
  const text = asString(item['arguments']) ?? ''
  const type = 'response.function_call_arguments'
  return [
    ...split(text).map((delta) => ({ type: `${type}.delta`, ...at, delta })),
    { type: `${type}.done`, ...at, name: item['name'], arguments: text },
  ]
}

function partEvents(part: JsonObject, at: JsonObject): JsonObject[] {
  const text = asString(part['text']) ?? ''
  const type = `response.${String(part['type'])}`
  const extra = part['type'] === 'output_text' ? { logprobs: [] } : {}
  return [
    { type: 'response.content_part.added', ...at, part: { ...part, text: '' } },
    ...split(text).map((delta) => ({ type: `${type}.delta`, ...at, delta, ...extra })),
    { type: `${type}.done`, ...at, text, ...extra },
    { type: 'response.content_part.done', ...at, part },
  ]
}
